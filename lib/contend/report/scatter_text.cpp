#include <contend/report/format.hpp>
#include <contend/report/scatter_text.hpp>

#include <fmt/format.h>

#include <cmath>

namespace contend {

std::string scatter_in_words(const variance_levels& of) {
  std::string text =
      fmt::format("visits to a point differ by {}, the windows of one by {} ({} point{}); ",
                  percent(std::sqrt(of.between_visits)), percent(std::sqrt(of.between_windows)),
                  of.points, of.points == 1 ? "" : "s");
  const auto worth = windows_worth(of);
  if (worth) {
    text += fmt::format("{:.0f} window{} a visit {} worth the time, {:.0f} were kept", *worth,
                        std::round(*worth) == 1 ? "" : "s", std::round(*worth) == 1 ? "is" : "are",
                        of.windows_a_visit);
  } else {
    text += fmt::format("more windows are as good as more visits, {:.0f} were kept",
                        of.windows_a_visit);
  }
  return text +
         fmt::format("; with these ±1 % takes {} blocks", blocks_for(of, of.windows_a_visit, 0.01));
}

}  // namespace contend
