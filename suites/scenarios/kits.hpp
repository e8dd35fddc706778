// The kits on the bench: one of what every program starts with, the same with one part swapped, and
// one with all of them swapped.
#pragma once

#include "kit.hpp"

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>
#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>
#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/map/tbb_concurrent_hash_map.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/alloc/pool_batched.hpp>
#include <contend/model/buffer/vyukov_bounded.hpp>
#include <contend/model/refcount/arc.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/deferred.hpp>

namespace contend::suites {

namespace kits {

// A kit is told from another by these three alone.
struct standard {
  static constexpr subject_info info{
      .name = "standard",
      .title = "malloc, Arc, a deque and an unordered_map under a mutex each, a heap of timers",
      .source = "the C and C++ standard libraries"};
};
struct pool {
  static constexpr subject_info info{.name = "standard_with_pool_batched",
                                     .title = "standard, but documents from a batched pool",
                                     .source = "snmalloc, Lietar et al., ISMM 2019"};
};
struct tbb_memory {
  static constexpr subject_info info{.name = "standard_with_tbb_scalable",
                                     .title = "standard, but documents from oneTBB's allocator",
                                     .source = "oneTBB"};
};
struct boost_queue {
  static constexpr subject_info info{.name = "standard_with_boost_queue",
                                     .title = "standard, but boost::lockfree::queue",
                                     .source = "Boost.Lockfree"};
};
struct boost_spsc {
  static constexpr subject_info info{.name = "standard_with_boost_spsc",
                                     .title = "standard, but boost::lockfree::spsc_queue",
                                     .source = "Boost.Lockfree"};
};
struct vyukov_queue {
  static constexpr subject_info info{.name = "standard_with_vyukov_queue",
                                     .title = "standard, but Vyukov's bounded queue",
                                     .source = "Vyukov, bounded MPMC queue, 2010"};
};
struct tbb_queue {
  static constexpr subject_info info{.name = "standard_with_tbb_queue",
                                     .title = "standard, but tbb::concurrent_queue",
                                     .source = "oneTBB"};
};
struct biased {
  static constexpr subject_info info{.name = "standard_with_biased_count",
                                     .title = "standard, but biased counts",
                                     .source = "CPython 3.13 free threading"};
};
struct deferred {
  static constexpr subject_info info{.name = "standard_with_deferred_count",
                                     .title = "standard, but deferred counts",
                                     .source = "CPython 3.14 free threading"};
};
struct striped {
  static constexpr subject_info info{.name = "standard_with_striped_map",
                                     .title = "standard, but 64 unordered_maps under a mutex each",
                                     .source = "Herlihy, Shavit, chapter 13.2"};
};
struct tbb_map {
  static constexpr subject_info info{.name = "standard_with_tbb_map",
                                     .title = "standard, but tbb::concurrent_hash_map",
                                     .source = "oneTBB"};
};
struct wheel {
  static constexpr subject_info info{.name = "standard_with_timer_wheel",
                                     .title = "standard, but a wheel of timers",
                                     .source = "Varghese, Lauck, SOSP 1987"};
};
struct all_swapped {
  static constexpr subject_info info{
      .name = "all_swapped",
      .title =
          "a batched pool, deferred counts, boost::lockfree::queue, "
          "tbb::concurrent_hash_map, a wheel of timers",
      .source = "each part's own; see the kits with one part swapped"};
};

using adapter::boost_lockfree_queue;
using adapter::boost_lockfree_spsc;
using adapter::mutex_deque;
using adapter::mutex_unordered_map;
using adapter::process_malloc;
using model::arc;

template <class T>
using vyukov = model::vyukov_bounded<T>;

/// The standard kit with other parts in some places.
template <class Description, class Allocator = process_malloc, class Count = arc,
          template <class> class Buffer = mutex_deque>
using with = kit<Description, Allocator, Count, Buffer, mutex_unordered_map, heap_timers>;
template <class Description, template <class, class> class Map, class Timers = heap_timers>
using with_own = kit<Description, process_malloc, arc, mutex_deque, Map, Timers>;

}  // namespace kits

using standard_kit = kits::with<kits::standard>;
using swapped_kit =
    kit<kits::all_swapped, model::pool_batched, model::deferred_count,
        adapter::boost_lockfree_queue, adapter::tbb_concurrent_hash_map, wheel_timers>;

// Those that differ in a part that all, or some, of the scenarios use.
using memory_kits = type_list<kits::with<kits::pool, model::pool_batched>,
                              kits::with<kits::tbb_memory, adapter::tbb_scalable>>;
using boost_queue_kit = kits::with<kits::boost_queue, adapter::process_malloc, model::arc,
                                   adapter::boost_lockfree_queue>;
using vyukov_kit =
    kits::with<kits::vyukov_queue, adapter::process_malloc, model::arc, kits::vyukov>;
using spsc_kit =
    kits::with<kits::boost_spsc, adapter::process_malloc, model::arc, adapter::boost_lockfree_spsc>;
using queue_kits =
    type_list<boost_queue_kit, kits::with<kits::tbb_queue, adapter::process_malloc, model::arc,
                                          adapter::tbb_concurrent_queue>>;
using bounded_kits = type_list<boost_queue_kit, vyukov_kit, spsc_kit>;
using count_kits =
    type_list<kits::with<kits::biased, adapter::process_malloc, model::biased_count>,
              kits::with<kits::deferred, adapter::process_malloc, model::deferred_count>>;
using map_kits = type_list<kits::with_own<kits::striped, adapter::striped_unordered_map>,
                           kits::with_own<kits::tbb_map, adapter::tbb_concurrent_hash_map>>;
using timer_kit = kits::with_own<kits::wheel, adapter::mutex_unordered_map, wheel_timers>;

static_assert(scenario_kit<standard_kit> && scenario_kit<swapped_kit> && scenario_kit<timer_kit>);

}  // namespace contend::suites
