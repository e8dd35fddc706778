#include <contend/analysis/plants.hpp>
#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_notices.hpp>

#include <fmt/format.h>

#include <map>
#include <vector>

namespace contend {
namespace {

/// More than this many lines are folded.
constexpr std::size_t most_open = 8;

std::string box(const char* kind, const std::string& title, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = fmt::format("<section class=\"notice{}\"><h2>{}</h2><ul>", kind, title);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == most_open) {
      out += fmt::format("</ul><details><summary>{} more</summary><ul>", items.size() - i);
    }
    out += "<li>" + items[i] + "</li>";
  }
  return out + (items.size() > most_open ? "</ul></details>" : "</ul>") + "</section>\n";
}

std::string linked(const figure_layout& f, const std::string& text, const std::string& why) {
  return fmt::format("<a href=\"#{}\"><code>{}</code></a> <span>{}</span>", f.id, escaped(text),
                     escaped(why));
}

template <class Each>
void each_figure(std::span<const suite_layout> suites, Each each) {
  for (const suite_layout& s : suites) {
    for (const workload_layout& w : s.workloads) {
      for (const figure_layout& f : w.figures) each(f);
    }
  }
}

std::string skipped_box(std::span<const suite_layout> suites) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const suite_layout& s : suites) {
    for (const workload_layout& w : s.workloads) {
      for (const curve_summary* c : w.skipped) by_reason[*c->skipped].push_back(c->name);
    }
  }
  std::vector<std::string> items;
  for (const auto& [reason, names] : by_reason) {
    if (names.size() == 1) {
      items.push_back(
          fmt::format("<code>{}</code> <span>{}</span>", escaped(names[0]), escaped(reason)));
      continue;
    }
    std::string list;
    for (const std::string& name : names) list += "<li><code>" + escaped(name) + "</code></li>";
    items.push_back(
        fmt::format("<details><summary>{} cases</summary><ul>{}</ul></details> <span>{}</span>",
                    names.size(), list, escaped(reason)));
  }
  return box(" odd", "Skipped", items);
}

std::string tile(const char* kind, std::size_t count, const char* one, const char* many) {
  return fmt::format("<li{}><b>{}</b>{}</li>", kind, count, count == 1 ? one : many);
}

}  // namespace

std::string html_plants(const run_record& run) {
  std::vector<std::string> items;
  for (const auto& [name, factor] : plants_of(run)) {
    items.push_back(fmt::format("<code>{}</code> <span>slowed down by a factor of {}</span>",
                                escaped(name), fixed(factor, 3)));
  }
  return box("", "Planted: these cases were slowed down on purpose", items);
}

std::string html_notices(std::span<const suite_layout> suites) {
  std::vector<std::string> failed;
  std::vector<std::string> invalid;
  std::vector<std::string> refused;
  std::vector<std::string> not_run;
  std::vector<std::string> falls;
  each_figure(suites, [&](const figure_layout& f) {
    for (const chart_line& s : f.all) {
      std::string missing;
      std::string near;
      for (const point_summary& p : s.curve->points) {
        const std::string threads = std::to_string(p.threads);
        if (p.status == "not run") {
          missing += (missing.empty() ? "" : ", ") + threads;
        } else if (p.refused() && p.of_ceiling) {
          near += fmt::format("{}{} at {}", near.empty() ? "" : ", ", percent(p.of_ceiling->value),
                              p.threads);
        } else if (!p.ok()) {
          auto& list = p.status.starts_with("invalid") ? invalid : failed;
          list.push_back(linked(f, s.curve->name + "/threads:" + threads, p.status));
        }
      }
      if (!near.empty()) {
        refused.push_back(linked(f, s.curve->name, near + " threads, of the load alone"));
      }
      if (s.curve->falls) falls.push_back(linked(f, s.curve->name, text_of(*s.curve->falls)));
      if (!missing.empty()) not_run.push_back(linked(f, s.curve->name, "threads: " + missing));
    }
  });
  return box("", "Failed", failed) + box("", "Invalid: the host interfered", invalid) +
         box(" odd", "Refused: the load itself carries less than twice as much", refused) +
         box(" odd", "Negative scaling: fewer threads got more done", falls) +
         box(" odd", "Not run", not_run) + skipped_box(suites);
}

std::string html_tiles(std::span<const curve_summary> curves) {
  std::size_t drawn = 0, points = 0, failed = 0, invalid = 0, bimodal = 0, skipped = 0, refused = 0,
              falls = 0;
  for (const curve_summary& c : curves) {
    c.skipped ? ++skipped : ++drawn;
    falls += c.falls ? 1 : 0;
    for (const point_summary& p : c.points) {
      if (p.ok()) {
        ++points;
        bimodal += p.bimodal() ? 1 : 0;
      } else if (p.refused()) {
        ++refused;
      } else if (p.status.starts_with("invalid")) {
        ++invalid;
      } else if (p.status != "not run") {
        ++failed;
      }
    }
  }
  std::string out = "<ul class=\"tiles\">" + tile("", drawn, "curve", "curves") +
                    tile("", points, "point measured", "points measured");
  if (failed > 0) out += tile(" class=\"bad\"", failed, "point failed", "points failed");
  if (invalid > 0) out += tile(" class=\"bad\"", invalid, "point invalid", "points invalid");
  if (refused > 0) out += tile(" class=\"odd\"", refused, "point refused", "points refused");
  if (falls > 0) {
    out += tile(" class=\"odd\"", falls, "curve scales negatively", "curves scale negatively");
  }
  if (bimodal > 0)
    out += tile(" class=\"odd\"", bimodal, "point with two speeds", "points with two speeds");
  if (skipped > 0) out += tile(" class=\"odd\"", skipped, "case skipped", "cases skipped");
  return out + "</ul>\n";
}

}  // namespace contend
