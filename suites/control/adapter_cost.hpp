// One loop over a library's queue, through the suite's adapter and without it: their ratio is what
// the adapter costs.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/buffer.hpp>

#include <cstdint>
#include <string>

namespace contend::suites {

/// What the queues of this control carry, and how many must fit.
using word = std::uint64_t;
inline constexpr std::size_t adapter_cost_capacity = 1024;

/// A queue Q of adapter_cost_queues.hpp, by its own functions.
template <class Q>
class direct {
 public:
  static constexpr subject_info info{
      .name = "direct",
      .title = "the library's own functions",
      .source = "this project",
      .progress = Q::adapted::info.progress,
      .tsan_opaque = Q::adapted::info.tsan_opaque,
  };
  class handle : public Q::user {
   public:
    explicit handle(direct& d) : Q::user(d._queue) {}
  };

 private:
  typename Q::library _queue = Q::make(adapter_cost_capacity);
};

/// The same queue through the adapter that all other loads use.
template <class Q>
class adapted {
 public:
  static constexpr subject_info info{
      .name = "adapter",
      .title = "the suite's adapter",
      .source = "this project",
      .progress = Q::adapted::info.progress,
      .tsan_opaque = Q::adapted::info.tsan_opaque,
  };
  class handle {
   public:
    explicit handle(adapted& a) : _handle(a._buffer) {}
    bool push(word v) { return _handle.try_push(v); }
    bool pop(word& v) { return _handle.try_pop(v); }

   private:
    typename Q::adapted::handle _handle;
  };

 private:
  // The controller's handle is the third.
  typename Q::adapted _buffer{buffer_size{.capacity = adapter_cost_capacity, .handles = 3}};
};

/// Way is direct<Q> or adapted<Q>. One worker pushes and pops in turn; of two, the first pushes and
/// the second pops.
template <class Way>
class adapter_cost {
 public:
  using subject = Way;
  static constexpr std::string_view name = "adapter_cost";
  static constexpr bool hidden = true;
  static constexpr unsigned max_threads = 2;
  static constexpr card about{
      .title = "What an adapter costs",
      .operation =
          "one push or one pop of a 64-bit number. One thread does both in turn; of two, one "
          "pushes and one pops, and waits a little where that fails",
      .models = "nothing: a loop that does as little as possible beside the queue",
      .frees = "nothing but what the queue itself makes",
      .exposes = "an adapter that is not free: each queue's `adapter` must be as fast as `direct`",
      .not_for =
          "comparing queues. At two threads the two ends meet now more and now less often, from "
          "run to run: the interval is wide there",
      .source = "this project",
  };

  explicit adapter_cost(const setting&) {}

  class worker {
   public:
    worker(adapter_cost& load, const seat& s)
        : _load(load), _seat(s), _handle(load._way), _next(word{s.index} << 32) {}
    ~worker() { *_load._results[_seat.index] = _result; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      if (_seat.threads == 1) return both(rounds);
      return _seat.index == 0 ? pushes(rounds) : pops(rounds);
    }

   private:
    tally both(std::uint32_t rounds) {
      counts c;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        push(c);
        pop(c);
      }
      return note(c, 2 * std::uint64_t{rounds});
    }
    tally pushes(std::uint32_t rounds) {
      counts c;
      spin_wait pause;
      for (std::uint32_t i = 0; i < rounds; ++i) push(c) ? pause.reset() : pause.once();
      return note(c, rounds);
    }
    tally pops(std::uint32_t rounds) {
      counts c;
      spin_wait pause;
      for (std::uint32_t i = 0; i < rounds; ++i) pop(c) ? pause.reset() : pause.once();
      return note(c, rounds);
    }

    // Of one step, in registers.
    struct counts {
      word pushed = 0, popped = 0, sum = 0;
    };
    bool push(counts& c) {
      const bool done = _handle.push(_next + c.pushed);
      c.pushed += done;
      return done;
    }
    bool pop(counts& c) {
      word got = 0;
      const bool done = _handle.pop(got);
      c.popped += done;
      c.sum += got;
      return done;
    }
    tally note(const counts& c, std::uint64_t attempted) {
      _result.pushed += c.pushed;
      // The sum of numbers in a row, so that the loop need not add them up; modulo 2^64.
      _result.sum_in += c.pushed * _next + (c.pushed * (c.pushed - (c.pushed != 0))) / 2;
      _next += c.pushed;
      _result.popped += c.popped;
      _result.sum_out += c.sum;
      return {attempted, c.pushed + c.popped};
    }

    adapter_cost& _load;
    seat _seat;
    typename Way::handle _handle;
    word _next;
    typename adapter_cost::result _result;
  };

  complaint verify() {
    result all;
    for (const auto& r : _results) {
      all.pushed += r->pushed;
      all.popped += r->popped;
      all.sum_in += r->sum_in;
      all.sum_out += r->sum_out;
    }
    typename Way::handle rest(_way);
    for (word got = 0; all.popped <= all.pushed && rest.pop(got); ++all.popped) {
      all.sum_out += got;
    }
    if (all.pushed == all.popped && all.sum_in == all.sum_out) return std::nullopt;
    return std::to_string(all.pushed) + " numbers went in, " + std::to_string(all.popped) +
           " came out; their sums are " + std::to_string(all.sum_in) + " and " +
           std::to_string(all.sum_out);
  }

 private:
  struct result {
    word pushed = 0, popped = 0, sum_in = 0, sum_out = 0;
  };

  alignas(no_share) Way _way;
  padded<result> _results[max_threads];
};

}  // namespace contend::suites
