// What a case is, and how one is found by name.
#pragma once

#include <contend/analysis/question.hpp>
#include <contend/catalog/design_notes.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/core/type_list.hpp>
#include <contend/load/load.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// A workload with a subject and parameters.
struct case_entry {
  std::string name;  ///< suite/workload/subject[/param:value...]
  std::string suite;
  std::string workload;
  std::string subject;
  parameters params;
  const card* about = nullptr;           ///< null only for a skipped case
  const subject_info* design = nullptr;  ///< null only for a skipped case
  std::string notes;                     ///< the design's traits in words, a line each
  unsigned min_threads = 1;
  unsigned max_threads = any_threads;
  /// Left out unless a filter's text names its workload (the failing controls), or its suite where
  /// that is hidden as a whole.
  bool hidden = false;
  bool hidden_suite = false;
  bool measures_memory = false;  ///< the workload has live_bytes()
  /// The presets that it belongs to.
  std::vector<std::string> presets;
  /// Found by those presets and by its full name, by no filter: a setting too costly or too
  /// special for every sweep.
  bool preset_only = false;
  /// Why it can't run here; then `build` is empty.
  std::optional<std::string> skipped;
  std::function<std::unique_ptr<load>(const setting&)> build;

  /// Hidden, and not named by a filter's text.
  [[nodiscard]] bool left_out_by(std::string_view filter) const noexcept {
    return hidden && filter.find(hidden_suite ? suite : workload) == std::string_view::npos;
  }

  [[nodiscard]] bool allows(unsigned threads) const noexcept {
    return threads >= min_threads && threads <= max_threads;
  }
};

/// A published setting, or a question that needs settings of its own: `sweep --preset NAME`.
struct preset {
  std::string name;               ///< [a-z0-9.-]+
  std::string title;              ///< what it reproduces or asks
  std::string source;             ///< where the setting comes from
  std::vector<unsigned> threads;  ///< swept unless --threads says otherwise; empty: auto
  std::vector<ratio_question> ratios;
  std::vector<crossing_question> crossings;
  std::vector<plateau_question> plateaus = {};
  std::vector<trend_question> trends = {};
};

/// All cases, in the order in which the suites plugged them. Built once at start, then only read.
class catalog {
 public:
  /// Throws std::logic_error if a case of that name exists.
  void add(case_entry entry);

  /// Adds the case to a preset; adds it as preset_only if no case of that name exists yet.
  void enlist(case_entry entry, const std::string& in_preset);
  /// Throws std::logic_error if a preset of that name exists.
  void add(preset p);
  /// Asked of every run, whatever it swept: answered where its cases were measured.
  void ask(ratio_question q) { _ratios.push_back(std::move(q)); }
  void ask(crossing_question q) { _crossings.push_back(std::move(q)); }
  void ask(plateau_question q) { _plateaus.push_back(std::move(q)); }
  void ask(trend_question q) { _trends.push_back(std::move(q)); }

  [[nodiscard]] const std::vector<preset>& presets() const noexcept { return _presets; }
  [[nodiscard]] const preset* find_preset(std::string_view name) const;
  /// The cases of a preset, in catalogue order; of these the ones that the expression finds a match
  /// in. Throws as matching().
  [[nodiscard]] std::vector<const case_entry*> of_preset(std::string_view name,
                                                         const std::string& expression = {}) const;
  /// The same of a suite, its hidden ones too.
  [[nodiscard]] std::vector<const case_entry*> of_suite(std::string_view name,
                                                        const std::string& expression = {}) const;
  [[nodiscard]] const std::vector<ratio_question>& ratios() const noexcept { return _ratios; }
  [[nodiscard]] const std::vector<crossing_question>& crossings() const noexcept {
    return _crossings;
  }
  [[nodiscard]] const std::vector<plateau_question>& plateaus() const noexcept { return _plateaus; }
  [[nodiscard]] const std::vector<trend_question>& trends() const noexcept { return _trends; }

  [[nodiscard]] const std::vector<case_entry>& all() const noexcept { return _cases; }
  [[nodiscard]] const case_entry* find(std::string_view name) const;

  /// The cases that the ECMAScript regular expression finds a match in (as grep does); an empty
  /// one matches all. Hidden ones only if the expression names them: case_entry::left_out_by().
  /// Throws std::invalid_argument for a malformed expression.
  [[nodiscard]] std::vector<const case_entry*> matching(const std::string& expression) const;

 private:
  std::vector<case_entry> _cases;
  std::map<std::string, std::size_t, std::less<>> _index;
  std::vector<preset> _presets;
  std::vector<ratio_question> _ratios;
  std::vector<crossing_question> _crossings;
  std::vector<plateau_question> _plateaus;
  std::vector<trend_question> _trends;
};

/// One family's plug board.
class suite {
 public:
  /// Says that no sweep takes its cases unless a filter names the suite.
  static constexpr bool hidden_as_a_whole = true;

  suite(catalog& target, std::string name, bool hidden = false)
      : _catalog(target), _name(std::move(name)), _hidden(hidden) {}

  /// Plugs one workload in, once for each combination of the axes' values; if a preset is named,
  /// into that one (catalog::enlist).
  template <workload W>
  void add(const std::vector<axis>& axes = {}, const std::string& in_preset = {}) {
    add_as<W>(W::name, W::about, axes, in_preset);
  }

  /// The same under a name and a card of its own: a workload that is built with `more`, copied
  /// here, behind its setting, and that is another load for it. The card must outlive the catalog.
  template <workload W, class... More>
  void add_as(std::string_view name, const card& about, const std::vector<axis>& axes,
              const std::string& in_preset, const More&... more) {
    for (const parameters& params : grid(axes)) {
      case_entry entry = blank(std::string(name), std::string(W::subject::info.name), params);
      entry.about = &about;
      entry.design = &W::subject::info;
      entry.notes = design_notes<typename W::subject>();
      entry.min_threads = min_threads_of<W>();
      entry.max_threads = max_threads_of<W>();
      if constexpr (requires { W::hidden; }) entry.hidden |= W::hidden;
      entry.measures_memory = requires(const W& w) { w.live_bytes(); };
      entry.build = [more...](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<W>>(s, more...);
      };
      if (built_for_tsan && !W::subject::info.tsan_opaque.empty()) {
        entry.skipped = "opaque to TSan: " + std::string(W::subject::info.tsan_opaque);
        entry.build = nullptr;
      }
      if (in_preset.empty()) {
        _catalog.add(std::move(entry));
      } else {
        _catalog.enlist(std::move(entry), in_preset);
      }
    }
  }

  /// Calls `plug(type<S>{})` for each subject: one list of subjects, many workloads.
  template <class... S, class Plug>
  void over(Plug plug) {
    (plug(type<S>{}), ...);
  }
  template <class... S, class Plug>
  void over(type_list<S...>, Plug plug) {
    (plug(type<S>{}), ...);
  }

  /// Lists a subject that is absent, with the reason, under each workload that would have it.
  void absent(const std::vector<std::string>& workloads, const std::string& subject,
              const std::string& reason);

 private:
  [[nodiscard]] case_entry blank(std::string workload, std::string subject,
                                 parameters params) const;

  catalog& _catalog;
  std::string _name;
  bool _hidden;
};

}  // namespace contend
