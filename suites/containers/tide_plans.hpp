// The loads of growth and shrinking: what makes one another, and what they are called.
#pragma once

#include <contend/load/card.hpp>

namespace contend::suites {

/// What makes one load of growth another.
struct tide_plan {
  bool replaced = true;  ///< when full: by a new one; else it is emptied, and filled again
  /// Shares in a hundred operations while it fills; the rest inserts what is not there yet.
  unsigned look = 0, erase = 0, update = 0;
};

inline constexpr tide_plan grown{}, drained{.replaced = false};
/// conc-map-bench's RapidGrow: 80 insertions beside 5 lookups, 5 erasures and 10 updates.
inline constexpr tide_plan grown_rapidly{.replaced = true, .look = 5, .erase = 5, .update = 10};
/// As many lookups as insertions: of keys that are there, while the table moves them.
inline constexpr tide_plan grown_and_read{.replaced = true, .look = 50};

inline constexpr card grow_card{
    .title = "Growth from empty",
    .operation =
        "one insertion of a new key; when all are in, the container is thrown away and a "
        "new one is filled",
    .models = "loading a table at start-up, a visited set, a build of an index",
    .frees =
        "the last worker to be done frees the whole container, alone: that is in the rate, not "
        "in `fill` and `first_fill`",
    .exposes =
        "what growing costs: who moves the elements, who waits for that, and what memory it "
        "takes at the peak (`sweep --footprint`)",
    .not_for =
        "insertion into a table that has its size: start:size is that. A worker that is done "
        "waits for the others; its looks at them are failed attempts",
    .source = "parlayhash's -grow; libcuckoo's universal benchmark, insertions only",
    .breaks = "tables that stop everybody to rehash",
};

inline constexpr card grow_read_card{
    .title = "Growth from empty, read meanwhile",
    .operation = "one insertion of a new key, or one lookup of a key that is there",
    .models = "loading a table that is already in use",
    .frees = "as map_grow",
    .exposes = "lookups while elements move: each must find its key, and none should wait long",
    .not_for = "the rate of growth alone: that is map_grow's",
    .source = "libcuckoo's issue 173: a lookup missed a key during a resize",
    .breaks = "tables in which an element is in neither place while it moves",
};

inline constexpr card rapid_card{
    .title = "RapidGrow: 80 % insertions into an empty table",
    .operation =
        "one insertion (80 %), update (10 %), lookup or erasure (5 % each) of a private key",
    .models = "a table that fills and is used meanwhile",
    .frees = "as map_grow",
    .exposes = "growth, or a table that has its size from the start, under writes of all kinds",
    .not_for =
        "comparison in numbers with the program: there a run ends when the table is full, "
        "here it is thrown away and filled again",
    .source = "conc-map-bench, RapidGrow",
};

inline constexpr card drain_card{
    .title = "Filled, drained, filled again",
    .operation =
        "one insertion of a new key, or one erasure of one that is there; all workers fill, "
        "then all erase, and so on",
    .models = "a table that had a busy hour: sessions at night, a cache after it was flushed",
    .frees = "each worker what it inserted",
    .exposes =
        "whether a table keeps its size when it is empty, what refilling it costs then, and "
        "the memory that an empty table holds (`sweep --footprint`)",
    .not_for = "a steady state: that is the mixes'",
    .source = "asked for in xenium's issue 31 (memory after shrinking)",
    .breaks = "tables that never shrink, and those whose erased keys leave marks behind",
};

}  // namespace contend::suites
