// Each worker walks a buffer of its own, reading and writing every word: what the caches and the
// memory bus can carry.
#pragma once

#include "account.hpp"

#include <contend/core/escape.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace contend::suites {

struct read_write {
  static constexpr subject_info info{
      .name = "read_write",
      .title = "sequential read-modify-write of 64-bit words",
      .source = "after McCalpin's STREAM, in place",
      .progress = progress::wait_free,
  };
};

/// Parameter `kib`: bytes a worker walks, in KiB; a multiple of 4.
class stream {
 public:
  using subject = read_write;
  static constexpr std::string_view name = "stream";
  static constexpr std::size_t chunk_bytes = 4096;
  static constexpr card about{
      .title = "Memory streaming",
      .operation = "read and write 4 KiB, one after the other through a private buffer",
      .models = "scans, copies, large initialisations",
      .frees = "each worker, its buffer, at the end",
      .exposes =
          "memory bandwidth, where the buffer (kib) is larger than the caches: the curve "
          "bends though nothing is shared; the small one scales",
      .not_for = "latency of dependent accesses: the prefetcher sees this pattern",
      .source = "McCalpin, STREAM",
  };

  explicit stream(const setting& s)
      : _chunks(static_cast<std::size_t>(s.params.integer("kib")) * 1024 / chunk_bytes) {}

  class worker {
   public:
    worker(stream& load, const seat&) : _load(load), _buffer(load._chunks) {
      escape(_buffer.data());
    }
    ~worker() {
      // Every word holds the number of passes over its chunk.
      std::uint64_t sum = 0, torn = 0;
      for (const chunk& c : _buffer) {
        sum += c.front();
        torn += std::any_of(c.begin(), c.end(), [&](auto word) { return word != c.front(); });
      }
      _load._reported.add(_done);
      _load._passed.add(sum);
      _load._torn.add(torn);
    }

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) {
        for (std::uint64_t& word : _buffer[_next]) ++word;
        escape(_buffer.data());
        if (++_next == _buffer.size()) _next = 0;
      }
      _done += rounds;
      return tally::all(rounds);
    }

   private:
    using chunk = std::array<std::uint64_t, chunk_bytes / sizeof(std::uint64_t)>;

    stream& _load;
    std::vector<chunk> _buffer;
    std::size_t _next = 0;
    std::uint64_t _done = 0;
  };

  complaint verify() {
    if (_torn.total() != 0) return std::to_string(_torn.total()) + " chunks have unequal words";
    return _reported.compare("passes over chunks", _passed.total());
  }

 private:
  std::size_t _chunks;
  account _reported, _passed, _torn;
};

}  // namespace contend::suites
