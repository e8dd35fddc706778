#include <contend/driver/allocators.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/core/sanitizer_malloc.hpp>
#include <contend/driver/allocator_trial.hpp>
#include <contend/driver/comma_list.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

namespace contend::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sanitizer_reason =
    "this build's sanitizer has a malloc of its own, which no other may replace";

/// libfoo.so is version {}, libfoo.so.2.10 {2, 10}; nothing if the file is not named so.
std::optional<std::vector<unsigned>> version_of(std::string_view file, std::string_view stem) {
  if (!file.starts_with(stem)) return std::nullopt;
  file.remove_prefix(stem.size());
  std::vector<unsigned> version;
  while (!file.empty()) {
    if (file.front() != '.') return std::nullopt;
    unsigned part = 0;
    const auto [end, error] = std::from_chars(file.data() + 1, file.data() + file.size(), part);
    if (error != std::errc{}) return std::nullopt;
    version.push_back(part);
    file.remove_prefix(static_cast<std::size_t>(end - file.data()));
  }
  return version;
}

std::vector<fs::path> in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());  // else in the order of the file system's moods
  return files;
}

/// Folders whose path matches the pattern, part by part; a part may have one '*'.
void expand(const fs::path& base, std::span<const std::string_view> parts,
            std::vector<fs::path>& into) {
  std::error_code ignored;
  if (!fs::is_directory(base, ignored)) return;
  if (parts.empty()) {
    into.push_back(base);
    return;
  }
  const std::size_t star = parts.front().find('*');
  if (star == std::string_view::npos) return expand(base / parts.front(), parts.subspan(1), into);
  const auto head = parts.front().substr(0, star), tail = parts.front().substr(star + 1);
  auto all = in(base);
  std::reverse(all.begin(), all.end());  // newer compilers first
  for (const fs::path& p : all) {
    const std::string name = p.filename();
    if (name.size() < head.size() + tail.size()) continue;
    if (name.starts_with(head) && name.ends_with(tail)) expand(p, parts.subspan(1), into);
  }
}

/// The newest file of the folder that has the stem and is a library; else what is wrong with the
/// newest that is none.
discovery newest(std::span<const fs::path> files, std::string_view stem) {
  std::vector<std::pair<std::vector<unsigned>, const fs::path*>> versions;
  for (const fs::path& file : files) {
    const std::string name = file.filename();
    if (auto version = version_of(name, stem)) versions.emplace_back(std::move(*version), &file);
  }
  std::sort(versions.rbegin(), versions.rend());
  discovery result;
  for (const auto& [version, file] : versions) {
    const complaint flaw = library_flaw(*file);
    if (!flaw) return {{}, fs::canonical(*file), {}};
    if (result.why_not.empty()) result.why_not = *flaw;
  }
  return result;
}

std::string not_here(const known_allocator& a) {
  if (a.package.empty()) {
    return "not found, and Debian 12 has no package of it (--allocator NAME=LIB.so takes any)";
  }
  return fmt::format("not found; Debian 12 has it in {}", a.package);
}

std::array<char, 20> elf_header(const fs::path& file) {
  std::array<char, 20> head{};
  std::ifstream(file, std::ios::binary).read(head.data(), head.size());
  return head;
}

}  // namespace

std::span<const known_allocator> known_allocators() {
  // Google's own tcmalloc is built by its users, under no name of its own; "tcmalloc" is that of
  // gperftools.
  static const std::vector<known_allocator> all{
      {"jemalloc", {"libjemalloc.so"}, "libjemalloc2"},
      {"mimalloc", {"libmimalloc.so"}, "libmimalloc2.0"},
      {"tcmalloc", {"libtcmalloc.so"}, "libgoogle-perftools4"},
      {"tcmalloc_minimal", {"libtcmalloc_minimal.so"}, "libtcmalloc-minimal4"},
      {"tbbmalloc", {"libtbbmalloc_proxy.so"}, "libtbbmalloc2"},
      {"scudo",
       {"libclang_rt.scudo_standalone.so", "libclang_rt.scudo_standalone-x86_64.so",
        "libclang_rt.scudo_standalone-aarch64.so"},
       "libclang-rt-14-dev"},
      {"snmalloc", {"libsnmallocshim.so"}, {}},
      {"rpmalloc", {"librpmallocwrap.so", "librpmalloc.so"}, {}},
      {"hoard", {"libhoard.so"}, {}},
      {"mesh", {"libmesh.so"}, {}},
  };
  return all;
}

std::vector<fs::path> library_folders() {
  std::vector<fs::path> folders, unique;
  if (const char* first = std::getenv("LD_LIBRARY_PATH")) {
    std::string list = first;
    std::replace(list.begin(), list.end(), ';', ':');
    for (std::size_t from = 0; from < list.size();) {
      const std::size_t colon = std::min(list.find(':', from), list.size());
      if (colon > from) folders.emplace_back(list.substr(from, colon - from));
      from = colon + 1;
    }
  }
  // A folder of another processor's libraries does no harm: they are passed over.
  const std::vector<std::vector<std::string_view>> usual{
      {"usr", "local", "lib", "*-linux-gnu"},
      {"usr", "local", "lib"},
      {"usr", "local", "lib64"},
      {"lib", "*-linux-gnu"},
      {"usr", "lib", "*-linux-gnu"},
      {"lib64"},
      {"usr", "lib64"},
      {"lib"},
      {"usr", "lib"},
      {"usr", "lib", "llvm-*", "lib", "clang", "*", "lib", "linux"},
      {"usr", "lib", "llvm-*", "lib", "clang", "*", "lib", "*-linux-gnu"},
      {"usr", "lib", "clang", "*", "lib", "linux"},
      {"usr", "lib", "clang", "*", "lib", "*-linux-gnu"},
      {"usr", "lib64", "clang", "*", "lib", "linux"},
  };
  for (const auto& parts : usual) expand("/", parts, folders);
  for (const fs::path& folder : folders) {
    std::error_code missing;
    const fs::path real = fs::canonical(folder, missing);
    if (missing || std::find(unique.begin(), unique.end(), real) != unique.end()) continue;
    unique.push_back(real);
  }
  return unique;
}

complaint library_flaw(const fs::path& file) {
  if (!std::ifstream(file, std::ios::binary)) return fmt::format("can't read {}", file.string());
  const auto head = elf_header(file), own = elf_header("/proc/self/exe");
  constexpr std::string_view magic{"\177ELF"};
  constexpr char shared_object = 3;  // ET_DYN
  if (std::string_view(head.data(), magic.size()) != magic || head[16] != shared_object) {
    return fmt::format("{} is no shared library", file.string());
  }
  // Word size and byte order, then the processor.
  if (!std::equal(&head[4], &head[6], &own[4]) || !std::equal(&head[18], &head[20], &own[18])) {
    return fmt::format("{} is for another processor", file.string());
  }
  return std::nullopt;
}

std::vector<discovery> discover_allocators(std::span<const fs::path> folders) {
  std::vector<std::vector<fs::path>> contents;
  for (const fs::path& folder : folders) contents.push_back(in(folder));
  std::vector<discovery> all;
  for (const known_allocator& a : known_allocators()) {
    discovery best{std::string(a.name), {}, {}};
    for (const auto& files : contents) {
      for (const std::string_view stem : a.files) {
        if (!best.library.empty()) break;
        discovery here = newest(files, stem);
        best.library = std::move(here.library);
        if (best.why_not.empty()) best.why_not = std::move(here.why_not);
      }
    }
    if (!best.library.empty()) {
      best.why_not.clear();
    } else if (best.why_not.empty()) {
      best.why_not = not_here(a);
    }
    all.push_back(std::move(best));
  }
  return all;
}

void try_allocators(std::span<discovery> found,
                    const std::function<complaint(const std::string& library)>& trial) {
  for (discovery& d : found) {
    if (d.library.empty()) continue;
    if (const complaint wrong = trial(d.library)) {
      d.why_not = fmt::format("{} does not work here: {}", d.library, *wrong);
      d.library.clear();
    }
  }
}

std::vector<std::string> pick_allocators(const std::string& request,
                                         std::span<const discovery> found,
                                         std::span<const std::string> given) {
  std::vector<std::string> picked;
  if (request == "auto") {
    for (const discovery& d : found) {
      const bool named = std::any_of(given.begin(), given.end(), [&](const std::string& text) {
        return text.starts_with(d.name + "=");
      });
      if (!d.library.empty() && !named) picked.push_back(d.name + "=" + d.library);
    }
    return picked;
  }
  for (const std::string& name : split_at_commas(request)) {
    const auto at = std::find_if(found.begin(), found.end(),
                                 [&](const discovery& d) { return d.name == name; });
    if (at == found.end()) {
      std::string known;
      for (const discovery& d : found) known += (known.empty() ? "" : ", ") + d.name;
      throw bad_input(
          fmt::format("--allocators: '{}' is not known; write auto or, with commas, any of {} "
                      "(any other library: --allocator NAME=LIB.so)",
                      name, known));
    }
    if (at->library.empty()) {
      throw bad_input(fmt::format("--allocators: {}: {}", name, at->why_not));
    }
    picked.push_back(name + "=" + at->library);
  }
  return picked;
}

std::vector<discovery> working_allocators() {
  auto found = discover_allocators(library_folders());
  for (discovery& d : found) {
    if (!sanitizer_owns_malloc || d.library.empty()) continue;
    d.why_not = fmt::format("{}: {}", d.library, sanitizer_reason);
    d.library.clear();
  }
  try_allocators(found, try_allocator);
  return found;
}

std::vector<std::string> resolve_allocators(std::vector<std::string> given,
                                            const std::string& request) {
  if (sanitizer_owns_malloc && !(given.empty() && request.empty())) {
    if (!given.empty()) throw bad_input(fmt::format("--allocator: {}", sanitizer_reason));
    if (request != "auto") throw bad_input(fmt::format("--allocators: {}", sanitizer_reason));
    fmt::print(stderr, "contend: allocators: none; {}\n", sanitizer_reason);
    return given;
  }
  if (request.empty()) return given;
  auto found = discover_allocators(library_folders());
  std::vector<discovery> asked;
  for (const discovery& d : found) {
    const auto names = split_at_commas(request);
    if (request == "auto" || std::find(names.begin(), names.end(), d.name) != names.end()) {
      asked.push_back(d);
    }
  }
  try_allocators(asked, try_allocator);
  for (discovery& d : found) {
    for (const discovery& tried : asked) {
      if (tried.name == d.name) d = tried;
    }
  }
  const auto picked = pick_allocators(request, found, given);
  for (const discovery& d : asked) {
    fmt::print(stderr, "contend: allocator {:<17} {}\n", d.name, d.text());
  }
  given.insert(given.end(), picked.begin(), picked.end());
  return given;
}

}  // namespace contend::driver
