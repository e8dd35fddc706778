#include <contend/analysis/footprint.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace contend {
namespace {

using curve = std::vector<std::pair<double, double>>;

constexpr std::array<footprint_column, 14> columns{{
    {"live_peak", "live", "the most bytes that the load had allocated: max M"},
    {"resident_peak", "resident", "the most bytes that were resident: max R"},
    {"peak_overhead", "peak overhead", "max R / max M, wherever each was reached"},
    {"fragmentation", "fragmentation",
     "(R - M) / M when R was at its peak: realised fragmentation, as tcmalloc has it"},
    {"time_overhead", "over time", "the integral of R - M over that of M, while the load worked"},
    {"stranded_idle", "stranded, idle",
     "R - M when all is freed and the threads that allocated are alive and asleep"},
    {"stranded_nudged", "after one malloc",
     "R - M after each of these threads has allocated and freed once more"},
    {"stranded_exited", "after exit", "R - M after these threads have exited"},
    {"returned_100ms", "back in 0.1 s",
     "1 - R / max R, 0.1 s after the exit: what went back to the system"},
    {"returned_1s", "in 1 s", "the same after 1 s"},
    {"returned_5s", "in 5 s", "the same after 5 s"},
    {"element_full", "an element", "R for each element, when all are in and the work is done",
     true},
    {"element_peak", "at the peak",
     "max R for each of them: while a table grows, it is there twice", true},
    {"element_drained", "after draining",
     "R for each of them, when all were erased and the container is there still", true},
}};

std::string text(const char* format, double value) {
  std::array<char, 96> out{};
  std::snprintf(out.data(), out.size(), format, value);
  return out.data();
}

/// Between two samples on the line between them; before the first and after the last as these.
double at(const curve& of, double when) {
  const auto after =
      std::lower_bound(of.begin(), of.end(), std::pair(when, 0.0),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
  if (after == of.begin()) return of.empty() ? 0 : of.front().second;
  if (after == of.end()) return of.back().second;
  const auto before = after - 1;
  const double share = (when - before->first) / (after->first - before->first);
  return before->second + share * (after->second - before->second);
}

/// The longest stretch within [from, to] without a sample.
double longest_between(const curve& of, double from, double to) {
  double longest = 0, before = from;
  for (const auto& [when, value] : of) {
    if (when <= from) continue;
    longest = std::max(longest, std::min(when, to) - before);
    before = when;
    if (when >= to) break;
  }
  return std::max(longest, to - before);
}

double highest(const curve& of) {
  double most = 0;
  for (const auto& [when, value] : of) most = std::max(most, value);
  return most;
}

class reading {
 public:
  explicit reading(const footprint_trace& seen) : _seen(seen), _live(seen.live) {
    for (const mark_record& m : seen.marks) _live.emplace_back(m.seconds, m.live_bytes);
    std::stable_sort(_live.begin(), _live.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  footprint_result result() && {
    if (!judge()) return std::move(_to);
    const double start = mark(footprint_mark::working)->seconds;
    for (const auto& [when, value] : _live) _to.live.emplace_back(when - start, value);
    for (const auto& [when, value] : _seen.resident) {
      if (when < mark(footprint_mark::ready)->seconds) continue;
      if (const auto* end = mark(footprint_mark::end); end && when > end->seconds) break;
      _to.resident.emplace_back(when - start, value - _none);
    }
    const double most = highest(_live);
    put("live_peak", "bytes", most);
    if (most < least_live_bytes) {
      note(text("too little to judge by: %.1f MiB were live, 64 MiB are the least",
                most / 1024 / 1024));
      return std::move(_to);
    }
    while_working(most);
    afterwards();
    if (_seen.elements > 0) by_element(most);
    return std::move(_to);
  }

 private:
  [[nodiscard]] const mark_record* mark(std::string_view name) const {
    const auto found = std::find_if(_seen.marks.begin(), _seen.marks.end(),
                                    [&](const mark_record& m) { return m.name == name; });
    return found == _seen.marks.end() ? nullptr : &*found;
  }

  /// The last sample of a state, before anybody could leave it.
  [[nodiscard]] std::optional<double> in_state(std::string_view name) const {
    const mark_record* m = mark(name);
    std::optional<double> last;
    if (m == nullptr) return last;
    for (const auto& [when, value] : _seen.resident) {
      if (when >= m->seconds && when <= m->seconds + state_seconds) last = value;
    }
    return last;
  }

  /// What is needed for any number at all: marks, a zero, and samples that are close enough.
  bool judge() {
    const mark_record* ready = mark(footprint_mark::ready);
    const mark_record* from = mark(footprint_mark::working);
    const mark_record* to = mark(footprint_mark::worked);
    if (ready == nullptr || from == nullptr || to == nullptr || !mark(footprint_mark::drained)) {
      _to.invalid = "the run did not pass all of its marks";
      return false;
    }
    const bool empty = ready->live_bytes == 0;
    const auto none = in_state(empty ? footprint_mark::ready : footprint_mark::baseline);
    if (!none) {
      _to.invalid = "resident memory was not read before the load worked";
      return false;
    }
    _none = *none;
    if (!empty) note("the load allocates before its first step: its own tables count as overhead");
    const double unread = longest_between(_seen.resident, from->seconds, to->seconds);
    if (unread > longest_gap) {
      _to.invalid = text("resident memory went unread for %.0f ms", unread * 1e3);
      return false;
    }
    // The load thins its own samples out when it works for long.
    const double unknown = longest_between(_live, from->seconds, to->seconds);
    if (unknown > std::max(longest_gap, 0.02 * (to->seconds - from->seconds))) {
      _to.invalid = text("live bytes went unread for %.0f ms", unknown * 1e3);
      return false;
    }
    return true;
  }

  void while_working(double most_live) {
    const double from = mark(footprint_mark::working)->seconds;
    const double to = mark(footprint_mark::worked)->seconds;
    const double drained = mark(footprint_mark::drained)->seconds + state_seconds;
    curve working;  // R
    for (const auto& [when, value] : _seen.resident) {
      if (when < from || when > drained) continue;
      _peak = std::max(_peak, value - _none);
      if (when <= to) working.emplace_back(when, value - _none);
    }
    put("resident_peak", "bytes", _peak);
    put("peak_overhead", "ratio", _peak / most_live);
    // The first time that it is within a thousandth of the peak: later ones are as high by a page.
    const double near = 0.999 * highest(working);
    const auto peak = std::find_if(working.begin(), working.end(),
                                   [&](const auto& p) { return p.second >= near; });
    if (peak != working.end()) {
      const double live = at(_live, peak->first);
      if (live > 0) put("fragmentation", "share", (peak->second - live) / live);
    }
    double more = 0, live = 0;
    for (std::size_t i = 1; i < working.size(); ++i) {
      const double time = working[i].first - working[i - 1].first;
      const double m = (at(_live, working[i].first) + at(_live, working[i - 1].first)) / 2;
      more += time * ((working[i].second + working[i - 1].second) / 2 - m);
      live += time * m;
    }
    if (live > 0) put("time_overhead", "share", more / live);
  }

  void afterwards() {
    const auto stranded = [&](const char* name, std::string_view state) {
      if (const auto r = in_state(state)) {
        put(name, "bytes", *r - _none - mark(state)->live_bytes);
      } else if (mark(state) != nullptr) {
        note("resident memory was not read in the state '" + std::string(state) + "'");
      }
    };
    stranded("stranded_idle", footprint_mark::drained);
    stranded("stranded_nudged", footprint_mark::nudged);
    stranded("stranded_exited", footprint_mark::exited);
    const mark_record* exit = mark(footprint_mark::exited);
    if (exit == nullptr || !(_peak > 0)) return;
    const std::pair<const char*, double> delays[] = {
        {"returned_100ms", 0.1}, {"returned_1s", 1}, {"returned_5s", 5}};
    for (const auto& [name, delay] : delays) {
      if (const auto r = close_to(exit->seconds + delay)) {
        put(name, "share", 1 - (*r - _none) / _peak);
      } else {
        note("resident memory was not read " + text("%g", delay) + " s after the exit");
      }
    }
  }

  /// What a container needs for an element, in its three states.
  void by_element(double most_live) {
    const mark_record* worked = mark(footprint_mark::worked);
    const auto put_each = [this](const char* name, double resident) {
      put(name, "bytes", resident / _seen.elements);
    };
    if (worked->live_bytes >= 0.999 * most_live) {
      // The last one before anything was erased.
      double full = _none;
      for (const auto& [when, value] : _seen.resident) {
        if (when <= worked->seconds) full = value;
      }
      put_each("element_full", full - _none);
    } else {
      note("not all elements were in when the work was done");
    }
    put_each("element_peak", _peak);
    if (mark(footprint_mark::drained)->live_bytes != 0) {
      note("the container can't be drained");
    } else if (const auto r = in_state(footprint_mark::drained)) {
      put_each("element_drained", *r - _none);
    }
  }

  /// The sample nearest to an instant.
  [[nodiscard]] std::optional<double> close_to(double when) const {
    std::optional<std::pair<double, double>> best;
    const mark_record* end = mark(footprint_mark::end);
    for (const auto& [time, value] : _seen.resident) {
      if (end != nullptr && time > end->seconds) break;
      const double off = time < when ? when - time : time - when;
      if (off <= longest_gap / 2 && (!best || off < best->first)) best = {off, value};
    }
    return best ? std::optional(best->second) : std::nullopt;
  }

  void put(const char* name, const char* unit, double value) { _to.metrics[name] = {unit, value}; }
  void note(const std::string& more) { _to.note += (_to.note.empty() ? "" : "; ") + more; }

  const footprint_trace& _seen;
  curve _live;
  footprint_result _to;
  double _none = 0;  // resident before the load worked
  double _peak = 0;  // of R
};

}  // namespace

std::span<const footprint_column> footprint_columns() { return columns; }

footprint_result footprint_of(const footprint_trace& seen) { return reading(seen).result(); }

}  // namespace contend
