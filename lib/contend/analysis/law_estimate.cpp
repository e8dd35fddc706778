#include <contend/analysis/jackknife.hpp>
#include <contend/analysis/law_estimate.hpp>
#include <contend/analysis/law_fit.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>

namespace contend {
namespace {

std::string percent_off(const law_estimate& e) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2g %% %s at %g threads", 100 * std::abs(e.worst),
                e.worst < 0 ? "below it" : "above it", e.worst_at);
  return text.data();
}

void fit_blocks(law_estimate& e, const log_rates& data, const pure_error& error) {
  const auto points = [&](const std::vector<double>& logs) {
    return law_points{data.threads, logs, error.weights};
  };
  e.fitted = fit(e.kind, points(error.means));
  if (!e.fitted) return;
  const double blocks = static_cast<double>(data.blocks.size());
  for (const auto& block : data.blocks) {
    std::vector<double> rest(block.size());
    for (std::size_t i = 0; i < rest.size(); ++i) {
      rest[i] = error.means[i] + (error.means[i] - block[i]) / (blocks - 1);
    }
    const auto l = fit(e.kind, points(rest), &*e.fitted);
    if (l) e.without.push_back(*l);
  }
  e.misfit = misfit(*e.fitted, points(error.means));
}

void judge(law_estimate& e, const log_rates& data, const pure_error& error) {
  const double places = static_cast<double>(data.threads.size());
  e.chance = chance_of_misfit(e.misfit, parameters_of(e.kind), error);
  const double n = static_cast<double>(data.blocks.size()) * (places - 1);
  const double k = parameters_of(e.kind);
  e.aicc = n - k - 1 > 0 ? n * std::log((error.freedom + e.misfit) / n) + 2 * k * n / (n - k - 1)
                         : INFINITY;
  double most = 0;
  for (std::size_t i = 0; i < data.threads.size(); ++i) {
    const double off = error.means[i] - std::log(rate_of(*e.fitted, data.threads[i]));
    if (off * off * error.weights[i] < most) continue;
    most = off * off * error.weights[i];
    e.worst = std::expm1(off);
    e.worst_at = data.threads[i];
  }
}

template <class Number>
std::vector<double> over_blocks_without(const law_estimate& e, Number number) {
  std::vector<double> values;
  for (const law& l : e.without) values.push_back(number(l));
  return values;
}

void bound(law_estimate& e) {
  const auto logs = [&](auto number) {
    return jackknife_of_logs(number(*e.fitted), over_blocks_without(e, number));
  };
  const auto plain = [&](auto number) {
    estimate made = jackknife(number(*e.fitted), over_blocks_without(e, number));
    if (made.ci) made.ci->low = std::max(made.ci->low, 0.0);
    return made;
  };
  e.scale = logs([](const law& l) { return l.scale; });
  if (e.kind == law_kind::roofline) {
    e.first = logs([](const law& l) { return l.first; });
  } else if (e.kind != law_kind::linear) {
    e.first = plain([](const law& l) { return l.first; });
  }
  if (parameters_of(e.kind) == 3) e.second = plain([](const law& l) { return l.second; });
  // Without an end in some block there is none that is known.
  const auto end = [](const law& l) { return gain_ends_at(l).value_or(INFINITY); };
  if (gain_ends_at(*e.fitted)) {
    e.ends_at = logs(end);
    e.ends_with = logs([](const law& l) { return rate_at_end(l).value_or(INFINITY); });
  }
}

bool told_from_zero(const std::optional<estimate>& e) { return e && e->ci && e->ci->low > 0; }

std::string why_not(const law_estimate& e, const log_rates& data) {
  if (!e.fitted || e.without.size() != data.blocks.size()) return "nothing to fit";
  const bool serial = e.kind == law_kind::amdahl || e.kind == law_kind::usl;
  if (serial && e.fitted->first > 1) return "more than all would be serial";
  return e.chance < rarest_misfit ? percent_off(e) : "";
}

std::string what_is_untold(const law_estimate& e, double most_threads) {
  const auto below = [&](const std::optional<estimate>& x) {
    return x && x->ci && x->ci->high <= most_threads;
  };
  switch (e.kind) {
    case law_kind::linear: return {};
    case law_kind::amdahl:
    case law_kind::gustafson:
      return told_from_zero(e.first) ? "" : "its serial part is not told from none";
    case law_kind::usl:
      return told_from_zero(e.second) ? "" : "its pairwise cost is not told from none";
    case law_kind::roofline:
      return below(e.ends_at) ? "" : "its ceiling is not reached beyond doubt";
    case law_kind::handoff: return below(e.ends_at) ? "" : "its server is not full beyond doubt";
  }
  return {};
}

}  // namespace

law_estimate hold(law_kind kind, const log_rates& data, const pure_error& error) {
  law_estimate e;
  e.kind = kind;
  fit_blocks(e, data, error);
  if (e.fitted) {
    judge(e, data, error);
    bound(e);
  }
  e.refused = why_not(e, data);
  if (e.refused.empty()) e.untold = what_is_untold(e, data.threads.back());
  return e;
}

estimate rate_with(const law_estimate& of, double n) {
  if (!of.fitted) return {0, std::nullopt, "no law"};
  const auto number = [n](const law& l) { return rate_of(l, n); };
  return jackknife_of_logs(number(*of.fitted), over_blocks_without(of, number));
}

}  // namespace contend
