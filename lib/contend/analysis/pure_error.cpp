#include <contend/analysis/f_distribution.hpp>
#include <contend/analysis/pure_error.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace contend {
namespace {

constexpr double blocks_worth_of_pooled = 30;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> means_of_places(const log_rates& data) {
  std::vector<double> means(data.threads.size());
  for (const auto& block : data.blocks) {
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i] += block[i] / static_cast<double>(data.blocks.size());
    }
  }
  return means;
}

}  // namespace

pure_error pure_error_of(const log_rates& data) {
  const double places = static_cast<double>(data.threads.size());
  const double blocks = static_cast<double>(data.blocks.size());
  pure_error e;
  e.means = means_of_places(data);
  e.freedom = (places - 1) * (blocks - 1);
  const double all = mean(e.means);
  std::vector<double> squares(data.threads.size());
  double shifts = 0;
  for (const auto& block : data.blocks) {
    const double shift = mean(block) - all;
    shifts += shift * shift / (blocks - 1);
    for (std::size_t i = 0; i < squares.size(); ++i) {
      const double off = block[i] - shift - e.means[i];
      squares[i] += off * off;
    }
  }
  const double floor = least_error * least_error * blocks;
  const double pooled = std::accumulate(squares.begin(), squares.end(), 0.0) / e.freedom;
  // The mean of a block has its share of each place's scatter.
  e.between_blocks = std::max(0.0, shifts - pooled / places);
  for (const double s : squares) {
    // A place's residuals have 1 - 2/m of its own variance in them and 1/m of the mean one.
    const double own = places > 2
                           ? std::max(0.0, (s / (blocks - 1) - pooled / places) / (1 - 2 / places))
                           : pooled;
    const double drawn = ((blocks - 1) * own + blocks_worth_of_pooled * pooled) /
                         (blocks - 1 + blocks_worth_of_pooled);
    e.variance.push_back(std::max(drawn, floor));
    e.weights.push_back(blocks / e.variance.back());
  }
  return e;
}

double chance_of_misfit(double squares, unsigned parameters, const pure_error& error) {
  const double left = static_cast<double>(error.means.size()) - parameters;
  if (!(left > 0) || !(error.freedom > 0)) return 1;
  return f_tail(squares / left, left, error.freedom);
}

}  // namespace contend
