#include <contend/analysis/law_choice.hpp>
#include <contend/analysis/student_t.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>

namespace contend {
namespace {

constexpr double rarest_superlinear = 0.01;
/// Laws this near in AICc are as good as each other (Burnham, Anderson 2002).
constexpr double as_good_within = 2;

template <class... Values>
std::string text(const char* format, Values... values) {
  std::array<char, 128> out{};
  std::snprintf(out.data(), out.size(), format, values...);
  return out.data();
}

std::string unfit(const log_rates& data) {
  const std::size_t places = data.threads.size();
  if (places < least_thread_counts) {
    return text("%zu of the %zu thread counts that a law needs", places, least_thread_counts);
  }
  if (!(data.threads.front() >= 1) || !std::isfinite(data.threads.back()) ||
      !std::is_sorted(data.threads.begin(), data.threads.end(), std::less_equal<>())) {
    return "thread counts that do not rise";
  }
  if (data.blocks.size() < least_blocks_of_a_law) {
    return text("%zu of the %zu blocks that a law needs", data.blocks.size(),
                least_blocks_of_a_law);
  }
  for (const auto& block : data.blocks) {
    if (block.size() != places) return "a block without every thread count";
    for (std::size_t i = 0; i < places; ++i) {
      if (!std::isfinite(block[i])) return text("no progress at %g threads", data.threads[i]);
    }
  }
  return {};
}

/// Where a thread gets more done than in the smallest team, most doubtlessly.
std::string superlinear(const log_rates& data, const pure_error& e) {
  const double tests = static_cast<double>(data.threads.size() - 1);
  const double bound = student_t_quantile(1 - rarest_superlinear / tests, e.freedom);
  double most = bound, gain = 0, at = 0;
  for (std::size_t i = 1; i < data.threads.size(); ++i) {
    const double more = e.means[i] - e.means[0] - std::log(data.threads[i] / data.threads[0]);
    const double t = more / std::sqrt(1 / e.weights[i] + 1 / e.weights[0]);
    if (t <= most) continue;
    most = t;
    gain = std::expm1(more);
    at = data.threads[i];
  }
  if (at == 0) return {};
  return text("superlinear: %.2g %% more a thread at %g threads than at %g", 100 * gain, at,
              data.threads[0]);
}

template <class Good>
std::optional<std::size_t> least_aicc(const std::vector<law_estimate>& held, Good good) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (good(held[i]) && (!best || held[i].aicc < held[*best].aicc)) best = i;
  }
  return best;
}

std::string none_fits(const std::vector<law_estimate>& held) {
  const law_estimate* nearest = nullptr;
  for (const law_estimate& e : held) {
    if (e.fitted && (nearest == nullptr || e.misfit < nearest->misfit)) nearest = &e;
  }
  if (nearest == nullptr) return "no law can be fitted";
  return std::string("no law fits; of the nearest, ") + to_string(nearest->kind) + ": " +
         nearest->refused;
}

}  // namespace

law_choice choose_law(const log_rates& data, bool work_grows) {
  law_choice choice;
  choice.refused = unfit(data);
  if (!choice.refused.empty()) return choice;
  const pure_error error = pure_error_of(data);
  choice.refused = superlinear(data, error);
  if (!choice.refused.empty()) return choice;
  for (const law_kind kind : {law_kind::linear, law_kind::amdahl, law_kind::usl,
                              law_kind::gustafson, law_kind::roofline, law_kind::handoff}) {
    if (kind == law_kind::gustafson && !work_grows) continue;
    choice.held.push_back(hold(kind, data, error));
  }
  choice.best = least_aicc(choice.held, [](const law_estimate& e) { return e.passes(); });
  // Where no smaller law fits, the larger one's last parameter is there, however little is known
  // of it.
  if (!choice.best) {
    choice.best = least_aicc(choice.held, [](const law_estimate& e) { return e.fits(); });
  }
  if (!choice.best) {
    choice.refused = none_fits(choice.held);
    return choice;
  }
  const law_estimate& best = choice.held[*choice.best];
  for (const law_estimate& e : choice.held) {
    if (e.passes() && e.kind != best.kind && e.aicc <= best.aicc + as_good_within) {
      choice.as_good.push_back(e.kind);
    }
  }
  return choice;
}

}  // namespace contend
