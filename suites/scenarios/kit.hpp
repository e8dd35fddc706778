// What a scenario is built of: a kit names an allocator, a counted design, a buffer, a map and a
// timer queue, and is the subject of the scenarios' cases.
#pragma once

#include "timers.hpp"

#include <contend/subject/allocator.hpp>
#include <contend/subject/buffer.hpp>
#include <contend/subject/counted.hpp>
#include <contend/subject/dictionary.hpp>

#include <algorithm>
#include <cstdint>

namespace contend::suites {

/// A kit K. Each scenario uses some of the parts; two kits that differ in none of those would be
/// the same subject twice.
///  - `allocator`: of what is made for a request: documents, and the bodies of counted values;
///  - `count`: of the cache's values. Its headers come from operator new, as everywhere here;
///  - `buffer_of<T>`: between threads;
///  - `map_of<K, V>`: the cache's index;
///  - `timer_queue`: an event loop's own.
// clang-format off
template <class K>
concept scenario_kit = subject<K> && allocator<typename K::allocator> &&
                       mortal<typename K::count> &&
                       buffer<typename K::template buffer_of<void*>> &&
                       map<typename K::template map_of<std::uint64_t, std::uint64_t>> &&
                       timer_queue<typename K::timers>;
// clang-format on

/// `Description::info` has name, title and source; what else a subject says of itself follows from
/// the parts.
template <class Description, class Allocator, class Count, template <class> class Buffer,
          template <class, class> class Map, class Timers>
struct kit {
  using allocator = Allocator;
  using count = Count;
  template <class T>
  using buffer_of = Buffer<T>;
  template <class K, class V>
  using map_of = Map<K, V>;
  using timers = Timers;

  static constexpr subject_info info = [] {
    subject_info all = Description::info;
    all.progress = progress::blocking;
    all.max_threads = std::min({Allocator::info.max_threads, Count::info.max_threads,
                                Buffer<void*>::info.max_threads,
                                Map<std::uint64_t, std::uint64_t>::info.max_threads});
    all.process_malloc = Allocator::info.process_malloc;
    for (const std::string_view why :
         {Allocator::info.tsan_opaque, Count::info.tsan_opaque, Buffer<void*>::info.tsan_opaque,
          Map<std::uint64_t, std::uint64_t>::info.tsan_opaque}) {
      if (all.tsan_opaque.empty()) all.tsan_opaque = why;
    }
    return all;
  }();
};

/// A scenario in which any worker pushes and pops needs such a buffer.
template <class B>
inline constexpr bool for_everybody =
    B::traits.max_producers == any_threads&& B::traits.max_consumers == any_threads;

}  // namespace contend::suites
