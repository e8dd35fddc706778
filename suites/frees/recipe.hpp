// A load of the generator as data: one value on each of its axes.
#pragma once

#include <contend/load/card.hpp>
#include <contend/load/parameters.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace contend::suites {

/// Who allocates, and who frees what it allocated.
enum class topology {
  self,      ///< each worker its own
  pairs,     ///< 1 to 1: every even worker allocates, its neighbour frees
  fan_out,   ///< 1 to N: the first one allocates, all others free
  fan_in,    ///< N to 1: the first one frees what all others allocate
  random,    ///< N to N: each frees what it is sent by any other
  ring,      ///< each hands on to the next, `hops` times; the last one frees
  relay,     ///< ring in which a worker may allocate only as much as it has freed
  exchange,  ///< swap with what lies in a shared slot, and free that
};

/// In which order blocks leave, of those that wait and of a batch.
enum class free_order { fifo, lifo, shuffled };

/// What the freeing thread does otherwise.
enum class freer_state {
  allocates,       ///< now and then a block of its own
  allocated_once,  ///< before the clock
  never,           ///< no allocation in its whole life: a thread of its own, for frees only
};

/// What becomes of the thread that allocated.
enum class owner_state {
  active,    ///< goes on
  idle,      ///< lives on, and does nothing, while its blocks are freed
  exited,    ///< is gone before what it still held is freed
  replaced,  ///< is gone; a new thread inherits what it held, and goes on
};

/// What is written to a block.
enum class touching {
  none,         ///< nothing: the block's contents are then not checked either
  first,        ///< a word at each end
  all,          ///< every byte
  by_consumer,  ///< a word at each end, and every byte once more by the thread that frees it
};

struct recipe {
  topology way = topology::self;
  unsigned hops = 1;       ///< of ring
  std::size_t batch = 64;  ///< blocks allocated, handed over and freed together
  std::size_t live = 0;    ///< blocks that each allocating worker keeps before they go their way
  free_order order = free_order::fifo;
  freer_state freer = freer_state::allocates;
  owner_state owner = owner_state::active;
  std::string_view size = "64";  ///< see size_mix
  touching touch = touching::first;
  unsigned life = 64;    ///< rounds that a thread of its own lives, where one does
  unsigned writes = 1;   ///< times that every byte is written, where all are
  bool donated = false;  ///< one block for each worker is allocated by the controller, in a row
};

/// From a case's parameters, all of which must be there: topology, hops, batch, live, order, freer,
/// owner, size, touch. Throws std::invalid_argument. `size` refers to the parameters.
[[nodiscard]] recipe recipe_from(const parameters& params);

/// Throws std::invalid_argument for a recipe that contradicts itself.
void check(const recipe& r);

/// How many of so many workers allocate.
[[nodiscard]] unsigned makers(topology way, unsigned threads) noexcept;

/// The recipe as a run needs it: with as many blocks waiting as make up `live_bytes` over the whole
/// team, where that is not 0; in a relay a whole number of batches. Throws as check().
[[nodiscard]] recipe sized(recipe r, unsigned threads, std::uint64_t live_bytes);

/// A load that others have named.
struct named_recipe {
  std::string_view name;
  card about;
  recipe how;
};

}  // namespace contend::suites
