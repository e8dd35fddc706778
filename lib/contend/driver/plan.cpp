#include <contend/driver/plan.hpp>

#include <contend/analysis/summary.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/allocators.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

namespace contend::driver {
namespace {

bool good_name(std::string_view name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

std::string with_subject(const case_entry& c, const std::string& subject) {
  return c.suite + "/" + c.workload + "/" + subject + c.params.path();
}

std::string range_of(const case_entry& c) {
  if (c.min_threads == c.max_threads) return fmt::format("{} threads only", c.min_threads);
  if (c.max_threads == any_threads) return fmt::format("{} threads or more", c.min_threads);
  return fmt::format("{} to {} threads", c.min_threads, c.max_threads);
}

}  // namespace

std::map<std::string, std::string> parse_allocators(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> allocators;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || !good_name(std::string_view(text).substr(0, equals))) {
      throw bad_input(
          fmt::format("--allocator: '{}' is not NAME=LIB.so with a name of [a-z0-9_]", text));
    }
    const std::string path = text.substr(equals + 1);
    // The loader only warns about a library that it can't preload, and goes on without it.
    if (const complaint flaw = library_flaw(path)) {
      throw bad_input(fmt::format("--allocator {}: {}", text.substr(0, equals), *flaw));
    }
    if (!allocators.emplace(text.substr(0, equals), path).second) {
      throw bad_input(
          fmt::format("--allocator: two libraries are named '{}'", text.substr(0, equals)));
    }
  }
  return allocators;
}

std::vector<curve_plan> plan_curves(const std::vector<const case_entry*>& cases,
                                    const std::vector<unsigned>& threads,
                                    const std::map<std::string, std::string>& allocators) {
  std::vector<curve_plan> curves;
  std::set<std::string> names;
  for (const case_entry* c : cases) names.insert(c->name);
  for (const case_entry* c : cases) {
    curve_plan curve{c->name,
                     c->name,
                     {},
                     {},
                     c->skipped,
                     c->measures_memory && c->design != nullptr && !c->design->ceiling,
                     c->min_threads,
                     c->max_threads};
    if (!c->skipped) {
      for (const unsigned n : threads) {
        if (c->allows(n)) curve.threads.push_back(n);
      }
      if (curve.threads.empty()) {
        curve.skipped = "defined for " + range_of(*c) + ", none of which was asked for";
      }
    }
    curves.push_back(curve);
    if (c->skipped || !c->design->process_malloc) continue;
    for (const auto& [name, library] : allocators) {
      curve.name = with_subject(*c, name);
      if (!names.insert(curve.name).second) {
        throw bad_input(fmt::format("--allocator: '{}' is already the name of a subject", name));
      }
      curve.preload = library;
      curves.push_back(curve);
    }
  }
  return curves;
}

double plant_of(const plants& among, const std::string& name) {
  const auto at = among.find(name);
  return at == among.end() ? 1 : at->second;
}

std::optional<double> parse_factor(const std::string& text) {
  double factor = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, factor);
  if (error != std::errc{} || end != last || !(factor >= 1 && factor <= 100)) return std::nullopt;
  return factor;
}

plants parse_plants(const std::vector<std::string>& texts, const std::vector<curve_plan>& curves) {
  plants result;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    const std::optional<double> factor =
        equals == std::string::npos ? std::nullopt : parse_factor(text.substr(equals + 1));
    if (!factor) {
      throw bad_input(
          fmt::format("--plant: '{}' is not CASE=FACTOR with a factor from 1 to 100", text));
    }
    const std::string name = text.substr(0, equals);
    const bool measured = std::any_of(curves.begin(), curves.end(), [&](const curve_plan& c) {
      return c.name == name && !c.skipped;
    });
    if (!measured) throw bad_input(fmt::format("--plant: no case '{}' is measured here", name));
    result[name] = *factor;
  }
  return result;
}

unsigned parse_footprint(const std::string& text) {
  unsigned runs = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), runs);
  if (error != std::errc{} || end != text.data() + text.size() || runs > most_footprints) {
    throw bad_input(
        fmt::format("--footprint: '{}' is no number from 0 to {}", text, most_footprints));
  }
  return runs;
}

std::string load_of(const curve_plan& curve) {
  const case_path path = split_path(curve.name);
  return path.suite + "/" + path.workload;
}

std::size_t add_threads(std::vector<curve_plan>& curves,
                        const std::map<std::string, std::set<unsigned>>& of_load) {
  std::size_t points = 0;
  for (curve_plan& c : curves) {
    const auto wanted = of_load.find(load_of(c));
    if (c.skipped || wanted == of_load.end()) continue;
    std::set<unsigned> threads(c.threads.begin(), c.threads.end());
    for (const unsigned n : wanted->second) {
      if (n >= c.min_threads && n <= c.max_threads) points += threads.insert(n).second;
    }
    c.threads.assign(threads.begin(), threads.end());
  }
  return points;
}

std::vector<visit> plan_block(const std::vector<curve_plan>& curves, unsigned block,
                              std::uint64_t seed, const block_plan& what) {
  std::vector<visit> visits;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (curves[i].skipped) continue;
    for (const unsigned n : curves[i].threads) {
      if (what.timed) visits.push_back({i, n, block, false});
      if (what.footprint && curves[i].measures_memory) visits.push_back({i, n, block, true});
    }
  }
  // Fisher-Yates by hand: std::shuffle's result differs between standard libraries, and the
  // order must follow from the recorded seed alone.
  rng random(derive_seed(seed, block));
  for (std::size_t i = visits.size(); i > 1; --i) {
    std::swap(visits[i - 1], visits[random.below(i)]);
  }
  return visits;
}

}  // namespace contend::driver
