// What a case is, and how one is found by name.
#pragma once

#include <contend/core/sanitizer.hpp>
#include <contend/load/load.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
  unsigned min_threads = 1;
  unsigned max_threads = any_threads;
  /// Left out unless a filter's text names its workload: the failing controls.
  bool hidden = false;
  /// Why it can't run here; then `build` is empty.
  std::optional<std::string> skipped;
  std::function<std::unique_ptr<load>(const setting&)> build;

  [[nodiscard]] bool allows(unsigned threads) const noexcept {
    return threads >= min_threads && threads <= max_threads;
  }
};

/// All cases, in the order in which the suites plugged them. Built once at start, then only read.
class catalog {
 public:
  /// Throws std::logic_error if a case of that name exists.
  void add(case_entry entry);

  [[nodiscard]] const std::vector<case_entry>& all() const noexcept { return _cases; }
  [[nodiscard]] const case_entry* find(std::string_view name) const;

  /// The cases that the ECMAScript regular expression finds a match in (as grep does); an empty
  /// one matches all. Hidden ones only if the expression contains their workload's name.
  /// Throws std::invalid_argument for a malformed expression.
  [[nodiscard]] std::vector<const case_entry*> matching(const std::string& expression) const;

 private:
  std::vector<case_entry> _cases;
  std::map<std::string, std::size_t, std::less<>> _index;
};

/// A list of types to plug in with one call: see suite::over.
template <class T>
struct type {
  using of = T;
};

/// One family's plug board.
class suite {
 public:
  suite(catalog& target, std::string name) : _catalog(target), _name(std::move(name)) {}

  /// Plugs one workload in, once for each combination of the axes' values.
  template <workload W>
  void add(const std::vector<axis>& axes = {}) {
    for (const parameters& params : grid(axes)) {
      case_entry entry = blank(std::string(W::name), std::string(W::subject::info.name), params);
      entry.about = &W::about;
      entry.design = &W::subject::info;
      entry.min_threads = min_threads_of<W>();
      entry.max_threads = max_threads_of<W>();
      if constexpr (requires { W::hidden; }) entry.hidden = W::hidden;
      entry.build = [](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<W>>(s);
      };
      if (built_for_tsan && !W::subject::info.tsan_opaque.empty()) {
        entry.skipped = "opaque to TSan: " + std::string(W::subject::info.tsan_opaque);
        entry.build = nullptr;
      }
      _catalog.add(std::move(entry));
    }
  }

  /// Calls `plug(type<S>{})` for each subject: one list of subjects, many workloads.
  template <class... S, class Plug>
  void over(Plug plug) {
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
};

}  // namespace contend
