// What the mixes are called with other writes, other keys and other cargo.
#pragma once

#include "mix_load.hpp"

#include <contend/load/card.hpp>

namespace contend::suites {

inline constexpr writes only_inserts{.insert = 1, .erase = 0, .update = 0};
inline constexpr writes only_updates{.insert = 0, .erase = 0, .update = 1};
/// conc-map-bench's Exchange: 40 insertions, 40 erasures and 10 updates beside 10 lookups.
inline constexpr writes exchanged{.insert = 4, .erase = 4, .update = 1};

inline constexpr card map_intern_card{
    .title = "Lookups and insertions on one shared map, no erasures",
    .operation = "one lookup or insertion, whatever its answer",
    .models = "symbol tables, registries, memo tables: an entry that came once stays",
    .frees = "nobody, until the end",
    .exposes = "what an insertion costs that finds its key already there: the normal case",
    .not_for =
        "insertion rates: the universe is finite, so that after the warm-up nearly every "
        "insertion finds its key (see effective_update_share)",
    .source = "set_intern, for maps; TBB's unordered maps can do no more",
};

inline constexpr card map_replace_card{
    .title = "Lookups, and values replaced in place",
    .operation = "one lookup, or one update of the value under a key that may be there",
    .models = "gauges, last-seen times, configuration: the keys stay, their values change",
    .frees = "the thread that updates, where a design makes a new node for a new value",
    .exposes =
        "whether a value is written in place under a lock, or a node is made and the old one "
        "reclaimed: then updates cost as much as an insertion and an erasure",
    .not_for = "a map that changes its keys: half of all keys are there, and none comes or goes",
    .source = "the updates of libcuckoo's universal benchmark, alone",
};

inline constexpr card war_card{
    .title = "A war over one key",
    .operation = "one insertion or erasure of the one key that all have, whatever its answer",
    .models = "a lock, a leader's seat, a flag that is kept as an entry",
    .frees = "whoever erases: usually not who inserted",
    .exposes =
        "the longest way through a design: all meet in one element, which is there and gone "
        "again; retries, helping and reclamation under the worst contention",
    .not_for = "anything else: no program does only this",
    .source = "libcds, stress map_insdel_item_int",
    .breaks = "designs that retry without pause, and those that reclaim a node for each insertion",
};

inline constexpr card hot_key_card{
    .title = "All look up one key",
    .operation = "one successful lookup of the same key",
    .models = "a global that every thread reads: a module's name, the current configuration",
    .frees = "nobody",
    .exposes =
        "what a lookup writes to the element or its bucket: with an exclusive lock only one "
        "reads at a time; with a shared one the lock's word still moves from core to core; "
        "a lookup that writes nothing scales",
    .not_for =
        "tables: with one key there is no miss, no probing, no cache that could be too small",
    .source = "folly ConcurrentHashMapBench (one hot item)",
    .breaks =
        "exclusive lookups (accessors, visit on a map that is not const), and reader-writer "
        "locks",
};

inline constexpr card handed_card{
    .title = "What one thread inserts, the next one erases",
    .operation = "one lookup or insertion in a worker's own part, or one erasure in the next one's",
    .models =
        "tables through which work is handed on: requests filed by one thread and closed by "
        "another",
    .frees = "never the thread that inserted (with more than one): each node is freed remotely",
    .exposes =
        "allocators and reclamation behind the map: every node's memory goes back to a thread "
        "that did not allocate it",
    .not_for = "contention for elements: two threads meet in a part, not all",
    .source = "the frees family's ring, through a map",
};

inline constexpr card words_card{
    .title = "Keys that are strings",
    .operation = "one lookup, insertion or erasure by a key of 24 characters",
    .models = "name tables: variables, header fields, user names",
    .frees = "the thread that erases; a key's characters with it",
    .exposes =
        "what a design does with a key: how often it hashes, compares and copies it, and "
        "whether it allocates while it holds a lock",
    .not_for = "designs that keep small keys in place: these have nothing to keep",
    .source = "parlayhash's strings; libcds find_string",
};

inline constexpr card counted_card{
    .title = "Keys and values that are counted objects",
    .operation = "one lookup, insertion or erasure; a lookup takes a reference to the value",
    .models = "an interpreter's dict: it holds objects that others hold, too",
    .frees = "whoever drops a value's last reference: the thread that erases it, or a reader",
    .exposes =
        "who drops what when: a value that dies under a lock, a node that keeps its objects "
        "until it is reclaimed, a lookup that counts up what is being erased",
    .not_for =
        "the price of the map alone: each lookup counts up and down an object that others "
        "count, too",
    .source = "CPython's dict; the count is an atomic one in the object",
};

}  // namespace contend::suites
