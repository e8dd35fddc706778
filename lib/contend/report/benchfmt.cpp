#include <contend/analysis/plants.hpp>
#include <contend/report/benchfmt.hpp>
#include <contend/report/entry.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/text_cells.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {
namespace {

/// White space would end the name, and what is no ASCII may be white space there.
std::string name_part(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c > 0x20 && c < 0x7f && c != '%') {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::string capitalised(std::string_view suite) {
  std::string text = name_part(suite);
  if (text.empty()) return "X";
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text[0] >= 'A' && text[0] <= 'Z' ? text : "X" + text;
}

std::string benchmark_name(const curve_summary& c, unsigned threads) {
  std::string name = "Benchmark" + capitalised(c.suite);
  if (!c.workload.empty()) name += "/workload=" + name_part(c.workload);
  if (!c.subject.empty()) name += "/subject=" + name_part(c.subject);
  for (std::string_view rest = c.parameters; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    std::string part = name_part(one);
    if (const std::size_t colon = part.find(':'); colon != part.npos) part[colon] = '=';
    name += "/" + part;
  }
  return fmt::format("{}-{}", name, threads);
}

double successes(const point_record& p) {
  double sum = 0;
  for (const window_record& w : p.windows) sum += w.discarded.empty() ? w.succeeded : 0;
  return sum;
}

/// Empty if the block has no number.
std::string line(const std::string& name, const point_record& p) {
  const auto throughput = block_throughput(p);
  if (!throughput || !std::isfinite(*throughput) || *throughput < 0) return {};
  std::string text = fmt::format("{}\t{}", name, std::llround(successes(p)));
  if (*throughput > 0) text += fmt::format("\t{} ns/op", 1e9 / *throughput);
  return text + fmt::format("\t{} ops/s\n", *throughput);
}

std::string remarks(const run_record& run, const findings& found) {
  std::string text = fmt::format("# contend {}: {}\n# {}, seed {}\n", printable(run.version),
                                 printable(run.command), printable(run.started), run.seed);
  const std::string more = caveats(run, found.curves);
  for (std::size_t from = 0; from < more.size();) {
    const std::size_t end = more.find('\n', from);
    text += "# " + more.substr(from, end - from) + "\n";
    from = end + 1;
  }
  return text;
}

std::string configuration(const run_record& run) {
  std::string text;
  const auto add = [&text](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", key, printable(value));
  };
  add("arch", entry_of(run.machine, "architecture"));
  add("cpu", entry_of(run.machine, "cpu_model"));
  add("cores", entry_of(run.machine, "cores"));
  add("cpus", std::to_string(run.allowed_cpus));
  add("window", entry_of(run.options, "window"));
  add("placement", entry_of(run.options, "placement"));
  add("latency", entry_of(run.options, "latency"));
  add("planted", to_text(plants_of(run)));
  return text;
}

}  // namespace

std::string benchfmt(const run_record& run, const findings& found) {
  std::map<std::pair<std::string, unsigned>, std::map<unsigned, const point_record*>> blocks;
  for (const point_record& p : run.points) {
    if (!p.measures_memory()) blocks[{p.name, p.threads}].emplace(p.block, &p);
  }
  std::string text = remarks(run, found) + configuration(run) + "\nUnit ops/s better=higher\n";
  for (const curve_summary& c : found.curves) {
    for (const point_summary& p : c.points) {
      if (!p.ok()) continue;
      const std::string name = benchmark_name(c, p.threads);
      for (const auto& [block, visit] : blocks[{c.name, p.threads}]) text += line(name, *visit);
    }
  }
  return text;
}

}  // namespace contend
