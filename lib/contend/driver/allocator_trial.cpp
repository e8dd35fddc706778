#include <contend/driver/allocator_trial.hpp>

#include <contend/core/escape.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/commands.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include <dlfcn.h>

namespace contend::driver {
namespace {

/// The path with all links followed; empty if there is no such file.
std::string real_path(const char* path) {
  std::array<char, 4096> target;
  return ::realpath(path, target.data()) != nullptr ? target.data() : "";
}

/// A library may be preloaded and still not be what malloc calls: by a name that two projects
/// share, or because it was built without its override.
bool malloc_is_of(const std::string& library) {
  Dl_info where{};
  void* at = ::dlsym(RTLD_DEFAULT, "malloc");
  return at != nullptr && ::dladdr(at, &where) != 0 &&
         real_path(where.dli_fname) == real_path(library.c_str());
}

using blocks = std::array<char*, 256>;

void fill(blocks& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t bytes = (i + 1) * (i + 1);  // up to 64 KiB
    all[i] = static_cast<char*>(i % 4 == 0 ? std::calloc(1, bytes) : std::malloc(bytes));
    if (all[i] == nullptr) continue;
    std::memset(all[i], static_cast<int>(i), bytes);
    if (i % 4 == 1) {
      void* longer = std::realloc(all[i], 2 * bytes);
      if (longer != nullptr) all[i] = static_cast<char*>(longer);
    }
    escape(all[i]);
  }
}

/// Whether all were there and held what fill() wrote; frees them.
bool drain(blocks& all) {
  bool good = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    good = good && all[i] != nullptr && all[i][0] == static_cast<char>(i) &&
           all[i][(i + 1) * (i + 1) - 1] == static_cast<char>(i);
    std::free(all[i]);
  }
  return good;
}

int fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  return exit_code::failed;
}

}  // namespace

bool library_is_mapped(const std::string& library) {
  std::ifstream maps("/proc/self/maps");
  const std::string base = library.substr(library.find_last_of('/') + 1);
  for (std::string line; std::getline(maps, line);) {
    if (line.find(base) != std::string::npos) return true;
  }
  // A link's target may have another name: libx.so.2 -> libx.so.2.0.
  const std::string target = real_path(library.c_str());
  if (target.empty()) return false;
  maps.clear();
  maps.seekg(0);
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(target)) return true;
  }
  return false;
}

int trial(const std::string& library) {
  if (!library_is_mapped(library)) return fail("the loader did not preload it");
  if (!malloc_is_of(library)) return fail("it does not replace malloc");
  // Each thread frees what the other allocated, and ends: first and last calls, too, must work.
  blocks here{}, there{};
  bool good = true;
  fill(here);
  std::thread([&] {
    fill(there);
    good = drain(here);
  }).join();
  good = drain(there) && good;
  return good ? exit_code::fine : fail("it lost or mixed up what was written to its blocks");
}

complaint try_allocator(const std::string& library) {
  child_plan plan;
  plan.arguments = {"trial", "--library", library};
  plan.preload = library;
  plan.timeout_seconds = 10;
  plan.memory_bytes = memory_limit({});
  const child_result r = run_child(plan, [] { return false; });
  if (r.status() == "ok") return std::nullopt;
  if (r.how == child_result::end::exited && r.code == exit_code::failed && !r.note.empty()) {
    return r.note;
  }
  return r.status();
}

}  // namespace contend::driver
