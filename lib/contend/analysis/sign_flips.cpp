#include <contend/analysis/sign_flips.hpp>

#include <contend/analysis/centre.hpp>
#include <contend/core/rng.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>

namespace contend {
namespace {

double over_error(double value, double error) {
  if (error > 0) return value / error;
  return value == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), value);
}

/// Yuen's t of sorted values, as centre_of() has it, without a sort or an allocation: it is asked
/// for ten thousand times a curve.
double yuen_t(std::span<const double> sorted) {
  const std::size_t n = sorted.size();
  const std::size_t cut = trimmed_of(n);
  const std::size_t kept = n - 2 * cut;
  double sum = 0;
  for (std::size_t i = cut; i < n - cut; ++i) sum += sorted[i];
  const double low = sorted[cut], high = sorted[n - 1 - cut];
  const double tails = static_cast<double>(cut);
  const double middle = (sum + tails * (low + high)) / static_cast<double>(n);
  const auto square = [middle](double x) { return (x - middle) * (x - middle); };
  double squares = tails * (square(low) + square(high));
  for (std::size_t i = cut; i < n - cut; ++i) squares += square(sorted[i]);
  const double h = static_cast<double>(kept);
  return over_error(sum / h, std::sqrt(squares / (h * (h - 1))));
}

/// A column whose signs can be flipped: its sizes in falling order, and whose block each is.
class flipped_column {
 public:
  flipped_column(const block_table& table, std::size_t column) {
    for (std::size_t row = 0; row < table.size(); ++row) {
      const double x = table[row][column];
      if (!std::isnan(x)) _parts.push_back({std::abs(x), row, x < 0});
    }
    std::sort(_parts.begin(), _parts.end(),
              [](const part& a, const part& b) { return a.size > b.size; });
    _sorted.resize(_parts.size());
  }

  [[nodiscard]] bool usable() const { return _parts.size() >= 2; }

  double t(const std::vector<char>& flipped) {
    std::size_t at = 0;
    const auto below = [&](const part& p) { return p.negative != (flipped[p.row] != 0); };
    for (const part& p : _parts) {
      if (below(p)) _sorted[at++] = -p.size;
    }
    for (auto p = _parts.rbegin(); p != _parts.rend(); ++p) {
      if (!below(*p)) _sorted[at++] = p->size;
    }
    return yuen_t(_sorted);
  }

 private:
  struct part {
    double size;
    std::size_t row;
    bool negative;
  };
  std::vector<part> _parts;
  std::vector<double> _sorted;
};

/// Counts how often the largest statistic reached each of those seen.
class tally_of_largest {
 public:
  tally_of_largest(std::vector<double> seen, bool only_slower)
      : _only_slower(only_slower), _reached(seen.size()) {
    for (const double t : seen) {
      const double far = distance(t);
      // A pattern that gives the same values again must count, whatever its last bit says.
      _seen.push_back(std::isinf(far) ? far : far - 1e-9 * std::abs(far));
    }
  }

  [[nodiscard]] double distance(double t) const { return _only_slower ? -t : std::abs(t); }

  void add(double largest) {
    ++_patterns;
    for (std::size_t i = 0; i < _seen.size(); ++i) _reached[i] += largest >= _seen[i] ? 1 : 0;
  }

  /// Even the rarest of what was seen was reached so often that more patterns would not make it
  /// rare (Besag and Clifford, Biometrika 78, 1991: stopping then leaves a valid p-value).
  [[nodiscard]] bool plain() const {
    return *std::min_element(_reached.begin(), _reached.end()) >= 100;
  }

  /// `seen_too`: the pattern seen was not among those added.
  [[nodiscard]] flip_result result(bool exact, bool seen_too) const {
    flip_result r;
    r.exact = exact;
    const double more = seen_too ? 1 : 0;
    for (const double reached : _reached) {
      r.adjusted.push_back((reached + more) / (static_cast<double>(_patterns) + more));
      r.least = std::min(r.least, r.adjusted.back());
    }
    return r;
  }

 private:
  bool _only_slower;
  std::vector<double> _seen;
  std::vector<double> _reached;
  std::uint64_t _patterns = 0;
};

/// Puts the answers of the columns that could be tested among those that could not.
flip_result spread(flip_result of_tested, const std::vector<std::size_t>& tested,
                   std::size_t columns) {
  std::vector<double> all(columns, 1.0);
  for (std::size_t i = 0; i < tested.size(); ++i) all[tested[i]] = of_tested.adjusted[i];
  of_tested.adjusted = std::move(all);
  return of_tested;
}

/// The blocks of one column, dealt into two groups.
class dealt_column {
 public:
  dealt_column(const block_table& base, const block_table& candidate, std::size_t column) {
    std::size_t row = 0;
    for (const auto* group : {&base, &candidate}) {
      for (const auto& block : *group) {
        if (!std::isnan(block[column])) _values.emplace_back(block[column], row);
        ++row;
      }
    }
    std::sort(_values.begin(), _values.end());
  }

  /// NaN if a group has fewer than two values.
  double t(const std::vector<char>& in_candidate) {
    _groups[0].clear();
    _groups[1].clear();
    for (const auto& [value, row] : _values)
      _groups[in_candidate[row] != 0 ? 1 : 0].push_back(value);
    if (_groups[0].size() < 2 || _groups[1].size() < 2) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    const centre a = centre_of(_groups[0]), b = centre_of(_groups[1]);
    return over_error(b.value - a.value, std::hypot(a.error, b.error));
  }

 private:
  std::vector<std::pair<double, std::size_t>> _values;
  std::vector<double> _groups[2];
};

}  // namespace

flip_result flip_blocks(const block_table& table, const flip_plan& plan) {
  const std::size_t blocks = table.size();
  const std::size_t width = blocks == 0 ? 0 : table[0].size();
  std::vector<flipped_column> columns;
  std::vector<std::size_t> tested;
  for (std::size_t i = 0; i < width; ++i) {
    flipped_column c(table, i);
    if (!c.usable()) continue;
    columns.push_back(std::move(c));
    tested.push_back(i);
  }
  std::vector<char> flipped(blocks, 0);
  std::vector<double> seen;
  for (auto& c : columns) seen.push_back(c.t(flipped));
  tally_of_largest tally(seen, plan.only_slower);
  if (columns.empty()) return {std::vector<double>(width, 1.0), 1, false};

  const auto largest = [&] {
    double most = -std::numeric_limits<double>::infinity();
    for (auto& c : columns) most = std::max(most, tally.distance(c.t(flipped)));
    return most;
  };
  const bool exact = blocks < 31 && (std::uint64_t{1} << blocks) <= std::uint64_t{plan.draws} + 1;
  if (exact) {
    for (std::uint64_t pattern = 0; pattern < std::uint64_t{1} << blocks; ++pattern) {
      for (std::size_t b = 0; b < blocks; ++b) flipped[b] = static_cast<char>(pattern >> b & 1);
      tally.add(largest());
    }
  } else {
    rng random(plan.seed);
    for (unsigned i = 0; i < plan.draws && !tally.plain(); ++i) {
      std::uint64_t coins = 0;
      for (std::size_t b = 0; b < blocks; ++b, coins >>= 1) {
        if (b % 64 == 0) coins = random();
        flipped[b] = static_cast<char>(coins & 1);
      }
      tally.add(largest());
    }
  }
  return spread(tally.result(exact, !exact), tested, width);
}

flip_result deal_blocks(const block_table& base, const block_table& candidate,
                        const flip_plan& plan) {
  const std::size_t width = base.empty() ? 0 : base[0].size();
  if (width == 0 || candidate.empty()) return {std::vector<double>(width, 1.0), 1, false};
  std::vector<char> dealt(base.size() + candidate.size(), 0);
  std::fill(dealt.begin() + static_cast<std::ptrdiff_t>(base.size()), dealt.end(), 1);
  std::vector<dealt_column> columns;
  std::vector<std::size_t> tested;
  std::vector<double> seen;
  for (std::size_t i = 0; i < width; ++i) {
    dealt_column c(base, candidate, i);
    const double t = c.t(dealt);
    if (std::isnan(t)) continue;
    columns.push_back(std::move(c));
    tested.push_back(i);
    seen.push_back(t);
  }
  if (columns.empty()) return {std::vector<double>(width, 1.0), 1, false};
  tally_of_largest tally(seen, plan.only_slower);
  rng random(plan.seed);
  for (unsigned i = 0; i < plan.draws && !tally.plain(); ++i) {
    for (std::size_t k = dealt.size(); k > 1; --k) {
      const auto other = static_cast<std::size_t>(random.below(k));
      std::swap(dealt[k - 1], dealt[other]);
    }
    double most = -std::numeric_limits<double>::infinity();
    for (auto& c : columns) {
      const double t = c.t(dealt);  // NaN where this deal leaves a group too small: no evidence
      if (!std::isnan(t)) most = std::max(most, tally.distance(t));
    }
    tally.add(most);
  }
  return spread(tally.result(false, true), tested, width);
}

}  // namespace contend
