#include <contend/report/html_layout.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace contend {
namespace {

/// Letters, digits and dashes only; the number keeps it unique.
std::string id_of(const std::string& name, std::size_t number) {
  std::string id;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || c == '_') {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  return (id.empty() ? "x" : id) + "-" + std::to_string(number);
}

template <class T, class Matches>
T& found_or_new(std::vector<T>& in, Matches matches) {
  const auto at = std::find_if(in.begin(), in.end(), matches);
  return at != in.end() ? *at : in.emplace_back();
}

void choose_styles(suite_layout& suite) {
  std::map<std::string, unsigned> wish;
  for (workload_layout& w : suite.workloads) {
    for (figure_layout& f : w.figures) {
      std::array<unsigned, series_styles> used{};
      for (chart_line& s : f.all) {
        if (s.curve->ceiling) {
          s.style = ceiling_style;
          continue;
        }
        const auto next = static_cast<unsigned>(wish.size());
        const unsigned first = wish.try_emplace(s.curve->subject, next).first->second;
        // The wanted style, or the next one on which fewest series of this chart are.
        unsigned best = first % series_styles;
        for (unsigned k = 1; k < series_styles; ++k) {
          const unsigned other = (first + k) % series_styles;
          if (used[other] < used[best]) best = other;
        }
        s.style = best;
        ++used[best];
      }
    }
  }
}

}  // namespace

std::vector<suite_layout> lay_out(std::span<const curve_summary> curves,
                                  std::span<const curve_law> laws) {
  std::vector<suite_layout> suites;
  std::size_t number = 0;
  for (const curve_summary& c : curves) {
    suite_layout& suite = found_or_new(suites, [&](auto& s) { return s.name == c.suite; });
    if (suite.id.empty()) suite = {id_of(c.suite, ++number), c.suite, {}};
    workload_layout& workload =
        found_or_new(suite.workloads, [&](auto& w) { return w.name == c.workload; });
    if (workload.id.empty()) {
      workload = {id_of(c.suite + "-" + c.workload, ++number), c.workload, {}, {}};
    }
    if (c.skipped) {
      workload.skipped.push_back(&c);
      continue;
    }
    figure_layout& figure =
        found_or_new(workload.figures, [&](auto& f) { return f.parameters == c.parameters; });
    if (figure.id.empty()) {
      figure = {id_of(c.workload + "-" + c.parameters, ++number), c.parameters, {}};
    }
    const auto law =
        std::find_if(laws.begin(), laws.end(), [&](const curve_law& l) { return l.of(c); });
    figure.all.push_back({&c, 0, law == laws.end() ? nullptr : &*law});
  }
  for (suite_layout& suite : suites) {
    for (workload_layout& w : suite.workloads) {
      for (figure_layout& f : w.figures) {
        std::stable_partition(f.all.begin(), f.all.end(),
                              [](const chart_line& s) { return !s.curve->ceiling; });
      }
    }
    choose_styles(suite);
  }
  return suites;
}

}  // namespace contend
