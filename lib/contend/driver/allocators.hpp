// The malloc libraries of this machine: which are known, where they lie, and whether they are any
// good.
#pragma once

#include <contend/load/workload.hpp>

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace contend::driver {

/// A library that can take malloc's place by being preloaded.
struct known_allocator {
  std::string_view name;                ///< its subject's name: [a-z0-9_]+
  std::vector<std::string_view> files;  ///< without a version, the preferred first
  std::string_view package;             ///< what brings it on Debian 12; empty: nothing does
};

/// In the order in which they are reported.
[[nodiscard]] std::span<const known_allocator> known_allocators();

/// What became of the search for one.
struct discovery {
  std::string name;
  std::string library;  ///< its path, all links followed; empty if there is none to be used
  std::string why_not;  ///< why there is none; empty if there is one

  /// The library, or why there is none.
  [[nodiscard]] const std::string& text() const { return library.empty() ? why_not : library; }
};

/// Where the dynamic linker looks, in its order, and where clang keeps its runtimes; only folders
/// that exist, each once.
[[nodiscard]] std::vector<std::filesystem::path> library_folders();

/// Why the file can't be preloaded into this program; nothing if, by its header, it can: an ELF
/// shared object for the same processor.
[[nodiscard]] complaint library_flaw(const std::filesystem::path& file);

/// One entry for each known allocator. As the linker does, it takes the first folder that has one;
/// of several versions there the newest. What is no shared library is passed over.
[[nodiscard]] std::vector<discovery> discover_allocators(
    std::span<const std::filesystem::path> folders);

/// Asks of each library that was found whether it works; one that does not is dropped, with what
/// `trial` says (nothing: it works).
void try_allocators(std::span<discovery> found,
                    const std::function<complaint(const std::string& library)>& trial);

/// What `--allocators` means, out of what was found: for "auto" all that work, but for those that
/// `--allocator` names already; else those of the names, comma by comma. In the form of
/// `--allocator`, NAME=LIB. Throws bad_input for a name that is not known, or not here.
[[nodiscard]] std::vector<std::string> pick_allocators(const std::string& request,
                                                       std::span<const discovery> found,
                                                       std::span<const std::string> given);

/// `--allocator`'s values and what `--allocators` adds to them; says on stderr, one line a
/// library, what was found and what was not. Starts a child for each that was found. Throws
/// bad_input, also for any request in a program whose sanitizer replaces malloc; for "auto" there,
/// it says so and adds none.
[[nodiscard]] std::vector<std::string> resolve_allocators(std::vector<std::string> given,
                                                          const std::string& request);

/// What `contend doctor` says: each known allocator and what became of the search.
[[nodiscard]] std::vector<discovery> working_allocators();

}  // namespace contend::driver
