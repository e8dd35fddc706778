#include <contend/analysis/plants.hpp>
#include <contend/report/format.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/text_cells.hpp>

#include <fmt/format.h>

#include <cstddef>

namespace contend {
namespace {

void add(std::string& text, std::size_t count, const char* what) {
  if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
}

}  // namespace

std::string left_out_text(std::span<const curve_summary> curves) {
  std::size_t failed = 0, invalid = 0, refused = 0, not_run = 0, skipped = 0;
  for (const curve_summary& c : curves) {
    skipped += c.skipped ? 1 : 0;
    for (const point_summary& p : c.points) {
      if (p.ok()) continue;
      ++(p.refused()                       ? refused
         : p.status == "not run"           ? not_run
         : p.status.starts_with("invalid") ? invalid
                                           : failed);
    }
  }
  std::string text;
  add(text, failed, failed == 1 ? "point failed" : "points failed");
  add(text, invalid, invalid == 1 ? "point invalid" : "points invalid");
  add(text, refused, refused == 1 ? "point refused" : "points refused");
  add(text, not_run, not_run == 1 ? "point not run" : "points not run");
  add(text, skipped, skipped == 1 ? "case skipped" : "cases skipped");
  return text;
}

std::string caveats(const run_record& run, std::span<const curve_summary> curves) {
  std::string text;
  for (const auto& [name, factor] : plants_of(run)) {
    text += fmt::format("PLANTED: {} was slowed down on purpose, by a factor of {}\n",
                        printable(name), fixed(factor, 3));
  }
  if (const std::string out = left_out_text(curves); !out.empty()) {
    text += fmt::format("without a number: {}\n", out);
  }
  std::size_t bimodal = 0;
  for (const curve_summary& c : curves) {
    for (const point_summary& p : c.points) bimodal += p.ok() && p.bimodal() ? 1 : 0;
  }
  if (bimodal > 0) {
    text += fmt::format("two speeds, of which one number says little: {} point{}\n", bimodal,
                        bimodal == 1 ? "" : "s");
  }
  return text;
}

}  // namespace contend
