#include <contend/report/answer_text.hpp>
#include <contend/report/format.hpp>
#include <contend/report/table_answers.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace contend {
namespace {

constexpr std::size_t least_cell = 16, widest_cell = 28;

/// "1.31× ±4.0%", as the throughputs are written.
std::string cell(const ratio_cell& c) {
  if (!c.absent.empty()) return "n/a";
  const estimate& r = c.value.ratio;
  if (!r.ci || !(r.value > 0)) return times(r.value) + " ±?";
  const double half = (r.ci->high - r.ci->low) / 2 / r.value;
  if (half >= 9.995) return times(r.value) + " ±>999%";
  return fmt::format("{} ±{:.{}f}%", times(r.value), 100 * half, half < 0.0995 ? 1 : 0);
}

/// Wide enough for a ratio and for the column's name: names that differ in the middle must not
/// look the same.
std::size_t cell_width_of(const std::string& subject) {
  return std::clamp(columns(printable(subject)) + 1, least_cell, widest_cell);
}

/// The subjects from `first` on, of one thread count.
std::string ratio_block(const ratio_answer& a, const ratio_table& t, std::size_t first,
                        std::size_t last, std::size_t name_width, const palette& paint) {
  std::string head =
      left(fmt::format("  {}{}", threads_text(t.threads, false), t.oversubscribed ? ", over" : ""),
           name_width);
  for (std::size_t k = first; k < last; ++k) {
    const std::size_t cell_width = cell_width_of(a.subjects[k]);
    head += right(clipped(printable(a.subjects[k]), cell_width - 1), cell_width);
  }
  std::string out = paint.dim(head) + "\n";
  for (std::size_t i = 0; i < t.cells.size(); ++i) {
    if (std::all_of(t.cells[i].begin(), t.cells[i].end(),
                    [](const ratio_cell& c) { return !c.absent.empty(); })) {
      continue;  // the page says why
    }
    out += left("    " + printable(a.question.rows[i].label), name_width);
    for (std::size_t k = first; k < last; ++k) {
      const ratio_cell& c = t.cells[i][k];
      const std::string text = right(cell(c), cell_width_of(a.subjects[k]));
      const int side = c.absent.empty() ? side_of(c.value.ratio) : 0;
      out += side > 0 ? paint.bold(text) : side < 0 ? paint.odd(text) : text;
    }
    out += "\n";
  }
  return out;
}

std::string ratio_text(const ratio_answer& a, const palette& paint, std::size_t width) {
  std::string out =
      paint.bold(printable(fmt::format("{} ({} = 1)", a.question.title, a.question.reference))) +
      "\n";
  std::size_t name_width = 24;
  for (const auto& row : a.question.rows) {
    name_width = std::max(name_width, columns(printable(row.label)) + 6);
  }
  name_width = std::min<std::size_t>(name_width, 34);
  for (const ratio_table& t : a.tables) {
    // The first is the reference itself.
    for (std::size_t from = 1, to = from; from < a.subjects.size(); from = to) {
      std::size_t used = name_width;
      do {
        used += cell_width_of(a.subjects[to++]);
      } while (to < a.subjects.size() && used + cell_width_of(a.subjects[to]) <= width);
      out += ratio_block(a, t, from, to, name_width, paint);
    }
  }
  return out;
}

}  // namespace

std::string table_of_answers(const findings& found, const palette& paint, std::size_t width) {
  std::string out;
  for (const ratio_answer& a : found.ratios) out += ratio_text(a, paint, width) + "\n";
  for (const crossing_answer& a : found.crossings) {
    out += wrapped(printable(fmt::format("{} ({} {}): {}", a.question.title, a.question.workload,
                                         setting_of(a), verdict_of(a))),
                   width, 2) +
           "\n";
  }
  for (const plateau_answer& a : found.plateaus) {
    out +=
        wrapped(printable(fmt::format("{} ({} {}), {}: {}", a.question.title, a.question.workload,
                                      setting_of(a), a.subject, verdict_of(a))),
                width, 2) +
        "\n";
  }
  return found.crossings.empty() && found.plateaus.empty() ? out : out + "\n";
}

std::string table_of_falls(const findings& found, const palette& paint, std::size_t width) {
  std::string out;
  for (const curve_summary& c : found.curves) {
    if (!c.falls) continue;
    out += wrapped(printable(fmt::format("  {}: {}", c.name, text_of(*c.falls))), width, 4) + "\n";
  }
  if (out.empty()) return out;
  return fmt::format("\n{}{}\n{}", paint.odd("negative scaling"),
                     paint.dim("  a CPU for each thread, and yet fewer threads got more done"),
                     out);
}

std::string table_of_rankings(const findings& found, const palette& paint, std::size_t width) {
  if (found.rankings.empty()) return {};
  std::string out = fmt::format("\n{}{}\n", paint.bold("ranking"),
                                paint.dim("  rates as parts of the best's; !: negative scaling, "
                                          "more threads get less done than one"));
  for (const ranking& r : found.rankings) {
    std::string text = fmt::format("  {}/{}{} @{}:", r.suite, r.workload,
                                   r.parameters.empty() ? "" : " " + r.parameters, r.threads);
    for (const ranked_design& d : r.places) {
      if (!d.rate) continue;
      text += fmt::format(" {}{} {}", d.subject, d.scales_negatively() ? "!" : "",
                          d.of_best ? fixed(d.of_best->value, 2) : "?");
      text += &d == &r.places.back() ? "" : ",";
    }
    if (text.ends_with(',')) text.pop_back();
    out += wrapped(printable(text), width, 4) + "\n";
  }
  return out;
}

}  // namespace contend
