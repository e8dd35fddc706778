#include <contend/harness/latency.hpp>

#include <boost/histogram.hpp>

#include <algorithm>

namespace contend::harness {
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

struct latency_histogram::buckets {
  decltype(make()) histogram = make();
};

latency_histogram::latency_histogram() : _buckets(std::make_unique<buckets>()) {}
latency_histogram::~latency_histogram() = default;
latency_histogram::latency_histogram(latency_histogram&&) noexcept = default;
latency_histogram& latency_histogram::operator=(latency_histogram&&) noexcept = default;

void latency_histogram::record(std::int64_t nanoseconds) noexcept {
  const double ns = std::max<double>(lowest, static_cast<double>(nanoseconds));
  _buckets->histogram(ns);
  _max = std::max(_max, ns);
}

void latency_histogram::clear() {
  _buckets->histogram.reset();
  _max = 0;
}

void latency_histogram::merge(const latency_histogram& other) {
  _buckets->histogram += other._buckets->histogram;
  _max = std::max(_max, other._max);
}

std::optional<latency_record> latency_histogram::summary() const {
  std::uint64_t total = 0;
  for (auto&& cell : bh::indexed(_buckets->histogram, bh::coverage::all)) total += *cell;
  if (total == 0) return std::nullopt;

  const auto percentile = [&](double q) {
    const auto rank = static_cast<std::uint64_t>(q * static_cast<double>(total - 1));
    std::uint64_t seen = 0;
    for (auto&& cell : bh::indexed(_buckets->histogram, bh::coverage::all)) {
      seen += *cell;
      if (seen > rank) return std::min(_max, static_cast<double>(cell.bin(0).center()));
    }
    return _max;
  };
  latency_record r;
  r.samples = total;
  r.p50 = percentile(0.50);
  r.p90 = percentile(0.90);
  r.p99 = percentile(0.99);
  r.p999 = percentile(0.999);
  r.max = _max;
  return r;
}

}  // namespace contend::harness
