#include <contend/report/escape.hpp>
#include <contend/report/html_designs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace contend {
namespace {

std::string lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += (out.empty() ? "" : "<br>") + escaped(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string design(std::string_view name, const design_record& d) {
  return fmt::format("<dt><code>{}</code></dt><dd><b>{}</b>{}{}<small>Follows: {}</small></dd>\n",
                     escaped(name), escaped(d.title),
                     d.progress.empty() ? "" : ", " + escaped(d.progress),
                     d.notes.empty() ? "" : "<br>" + lines(d.notes), escaped(d.source));
}

}  // namespace

std::string html_designs(const run_record& run) {
  if (run.designs.empty()) return {};
  std::string out =
      "<section class=\"designs\" aria-labelledby=\"designs\"><h2 id=\"designs\">Designs</h2>\n";
  std::string_view open;
  for (const auto& [path, d] : run.designs) {
    const std::string_view suite = std::string_view(path).substr(0, path.find('/'));
    if (suite != open) {
      if (!open.empty()) out += "</dl>";
      out += "<h3>" + escaped(suite) + "</h3><dl>\n";
      open = suite;
    }
    out += design(std::string_view(path).substr(std::min(suite.size() + 1, path.size())), d);
  }
  return out + "</dl></section>\n";
}

}  // namespace contend
