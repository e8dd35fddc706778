#include <contend/load/histogram.hpp>

#include <contend/load/workload.hpp>

#include <boost/histogram.hpp>

#include <algorithm>
#include <string>

namespace contend {
namespace bh = boost::histogram;

namespace {
constexpr double lowest = 1, highest = 1e11;
constexpr unsigned bins = 1169;  // 32 an octave over 36.54 octaves

auto make() {
  return bh::make_histogram_with(
      bh::dense_storage<std::uint64_t>{},
      bh::axis::regular<double, bh::axis::transform::log>(bins, lowest, highest));
}
}  // namespace

struct histogram::buckets {
  decltype(make()) cells = make();
};

histogram::histogram() : _buckets(std::make_unique<buckets>()) {}
histogram::~histogram() = default;
histogram::histogram(histogram&&) noexcept = default;
histogram& histogram::operator=(histogram&&) noexcept = default;

void histogram::record(std::int64_t nanoseconds) noexcept {
  const double ns = std::max<double>(lowest, static_cast<double>(nanoseconds));
  _buckets->cells(ns);
  _max = std::max(_max, ns);
}

void histogram::clear() {
  _buckets->cells.reset();
  _max = 0;
}

void histogram::merge(const histogram& other) {
  _buckets->cells += other._buckets->cells;
  _max = std::max(_max, other._max);
}

std::uint64_t histogram::samples() const {
  std::uint64_t total = 0;
  for (auto&& cell : bh::indexed(_buckets->cells, bh::coverage::all)) total += *cell;
  return total;
}

double histogram::percentile(double q) const {
  const std::uint64_t total = samples();
  if (total == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(q * static_cast<double>(total - 1));
  std::uint64_t seen = 0;
  for (auto&& cell : bh::indexed(_buckets->cells, bh::coverage::all)) {
    seen += *cell;
    if (seen > rank) return std::min(_max, static_cast<double>(cell.bin(0).center()));
  }
  return _max;
}

void histogram::report(std::vector<metric>& to, std::string_view name) const {
  const std::uint64_t total = samples();
  if (total == 0) return;
  const std::string prefix(name);
  to.push_back({prefix + "_p50", "ns", percentile(0.50)});
  to.push_back({prefix + "_p99", "ns", percentile(0.99)});
  to.push_back({prefix + "_p999", "ns", percentile(0.999)});
  to.push_back({prefix + "_max", "ns", _max});
  to.push_back({prefix + "_samples", "samples", static_cast<double>(total)});
}

}  // namespace contend
