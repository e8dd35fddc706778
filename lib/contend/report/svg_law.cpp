#include <contend/report/escape.hpp>
#include <contend/report/law_text.hpp>
#include <contend/report/svg_law.hpp>

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace contend {
namespace {

constexpr int steps = 48;  // of a line, as even on the logarithmic axis

std::string c(double x) { return coordinate(x); }

/// What a rate is divided by with n threads.
std::optional<double> unit(const chart_line& line, chart_view view, double n) {
  if (view == chart_view::throughput) return 1;
  return line.curve->single ? std::optional(n * *line.curve->single) : std::nullopt;
}

std::string path(const law& of, const chart_line& line, chart_view view, const chart_frame& frame,
                 double from, double to) {
  std::string d;
  for (int i = 0; i <= steps; ++i) {
    const double n = from * std::pow(to / from, static_cast<double>(i) / steps);
    d += fmt::format("{}{},{}", d.empty() ? "M" : "L", c(frame.x(n)),
                     c(frame.y(rate_of(of, n) / *unit(line, view, n))));
  }
  return d;
}

}  // namespace

std::string svg_law(const chart_line& line, chart_view view, const chart_frame& frame) {
  const law_estimate* chosen = line.law ? line.law->choice.chosen() : nullptr;
  if (chosen == nullptr || !unit(line, view, 1)) return {};
  const auto& threads = line.law->data.threads;
  std::string out =
      fmt::format("<path class=\"law\" d=\"{}\"><title>{}: {}</title></path>",
                  path(*chosen->fitted, line, view, frame, threads.front(), threads.back()),
                  escaped(line.curve->subject), escaped(law_in_words(*line.law)));
  const auto end = end_of_law(line, view);
  const extrapolation* asked = line.law->asked ? &*line.law->asked : nullptr;
  if (!asked || !asked->refused.empty() || asked->measured) return out;
  const double from = end ? threads.back() : asked->threads;
  const double to = end ? end->threads : threads.front();
  out += fmt::format("<path class=\"law beyond\" d=\"{}\"><title>{}</title></path>",
                     path(*chosen->fitted, line, view, frame, from, to),
                     escaped(law_asked(*line.law)));
  if (!asked->rate.ci) return out;
  const double per = *unit(line, view, asked->threads);
  return out + fmt::format("<path class=\"law beyond\" d=\"M{},{}V{}\"/>",
                           c(frame.x(asked->threads)), c(frame.y(asked->rate.ci->low / per)),
                           c(frame.y(asked->rate.ci->high / per)));
}

std::optional<law_end> end_of_law(const chart_line& line, chart_view view) {
  if (!line.law || !line.law->asked) return std::nullopt;
  const extrapolation& asked = *line.law->asked;
  const auto per = unit(line, view, asked.threads);
  if (!asked.refused.empty() || !per || asked.threads <= line.law->data.threads.back()) {
    return std::nullopt;
  }
  return law_end{static_cast<double>(asked.threads), asked.rate.value / *per};
}

}  // namespace contend
