// What a payload load is about: the same hand-over with something to carry.
#pragma once

#include "cargo.hpp"
#include "producer_consumer.hpp"

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/buffer/locked_ring.hpp>
#include <contend/model/buffer/vyukov_bounded.hpp>
#include <contend/model/refcount/arc.hpp>

namespace contend::suites {

/// Buffers in which a payload travels: one of each way to store an item.
template <class T>
using carriers = type_list<adapter::mutex_deque<T>, model::mutex_ring<T>, model::vyukov_bounded<T>,
                           adapter::boost_lockfree_queue<T>, adapter::boost_lockfree_spsc<T>,
                           adapter::tbb_concurrent_queue<T>>;

using by_malloc = by_pointer<adapter::process_malloc>;
using by_arc = by_count<model::arc>;

/// A load of this card has the parameter `value`: how an item travels. It says which load it is,
/// and decides nothing.
inline constexpr card payload_card{
    .title = "Half push, half pop, with something to carry",
    .operation =
        "one push, with what it takes to make the payload, or one pop, with what it takes to "
        "check it and end it",
    .models = "messages: records by value, objects that the receiver frees, counted objects",
    .frees =
        "value:pointer: the consumer frees what the producer allocated. value:counted: the "
        "consumer drops the only reference. value:copy64: nothing",
    .exposes =
        "what a buffer makes of a payload of a cache line, and when the allocator, not the buffer, "
        "decides: blocks that all flow one way",
    .not_for =
        "comparing values with each other as if the buffer made the difference: making and "
        "checking is part of each operation",
    .source = "folly's DynamicBoundedQueue with larger payloads; libcds' queues of pointers",
    .breaks =
        "buffers that copy an item more often than needed, and under value:pointer allocators "
        "whose way home for a foreign block is long"};

}  // namespace contend::suites
