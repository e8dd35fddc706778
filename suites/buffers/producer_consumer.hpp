// Half of the workers push, the other half pops.
#pragma once

#include "audit.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/spin_wait.hpp>

#include <type_traits>

namespace contend::suites {

/// Parameter: `capacity`, items that may wait. An unbounded buffer is kept at it by the load: see
/// backlog. Workers with an even index produce, so that neighbouring seats are partners.
template <buffer B>
class producer_consumer {
 public:
  using subject = B;
  static constexpr std::string_view name = "producer_consumer";
  static constexpr unsigned producers(unsigned threads) noexcept { return threads - threads / 2; }
  static constexpr unsigned consumers(unsigned threads) noexcept { return threads / 2; }
  static constexpr unsigned min_threads = 2;
  static constexpr unsigned max_threads = [] {
    unsigned n = min_threads;
    while (n < too_many_producers && producers(n + 1) <= B::traits.max_producers &&
           consumers(n + 1) <= B::traits.max_consumers) {
      ++n;
    }
    return n;
  }();
  static constexpr card about{
      .title = "Half push, half pop",
      .operation =
          "one push or one pop: an item's way through the buffer is two. After a full or "
          "empty buffer the worker waits a little, longer each time, then yields",
      .models = "thread pools, logging, pipelines: work is made on one side and done on the other",
      .frees =
          "nothing: items are numbers. A buffer's own nodes are made by producers and "
          "given back by consumers",
      .exposes =
          "how far apart the two ends are kept, who starves when the sides are unequal, and "
          "what it costs to find a buffer full or empty",
      .not_for =
          "latency of an item: a full buffer is the normal state if consumers are slower. "
          "An odd number of threads has one producer more",
      .source =
          "throughput benchmarks of atomic_queue, folly and libcds; per-producer sequence "
          "check after libcds' queue stress",
  };

  explicit producer_consumer(const setting& s)
      : _capacity(room_for(s).capacity),
        _buffer(room_for(s)),
        _audit(s.threads, B::traits, B::info.ceiling),
        _moved(B::traits.bounded ? 0 : s.threads),
        _threads(s.threads) {}

  class worker {
   public:
    worker(producer_consumer& load, const seat& s)
        : _load(load), _index(s.index), _handle(load._buffer), _pushes(s.index), _pops(s.threads) {}
    ~worker() {
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_index % 2 == 0 ? push() : pop()) {
          ++t.succeeded;
          _pause.reset();
        } else {
          _pause.once();
        }
      }
      return t;
    }

   private:
    bool push() {
      if (!_load.room(_index, _pushes.items().count)) return false;
      if (!_handle.try_push(_pushes.next())) return false;
      _pushes.pushed();
      return true;
    }
    bool pop() {
      item got = 0;
      const bool ok = _handle.try_pop(got);
      if (ok) _pops.popped(got);
      _load.publish(_index, _pops.items().count, !ok);
      return ok;
    }

    producer_consumer& _load;
    unsigned _index;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
    spin_wait _pause;
  };

  complaint verify() { return _audit.close(typename B::handle(_buffer)); }

  std::vector<metric> metrics() const {
    std::uint64_t total = 0, least = ~std::uint64_t{0}, most = 0;
    for (unsigned i = 1; i < _threads; i += 2) {
      const std::uint64_t n = _audit.popped_by(i);
      total += n;
      least = std::min(least, n);
      most = std::max(most, n);
    }
    const double all = static_cast<double>(std::max<std::uint64_t>(total, 1));
    return {{"consumer_share_min", "share", static_cast<double>(least) / all},
            {"consumer_share_max", "share", static_cast<double>(most) / all}};
  }

 private:
  // An unbounded buffer would grow without end where producers are faster, and the run would
  // measure page faults. So each worker of such a buffer says now and then how many items it has
  // moved, and producers stop while the difference is above the capacity. It may be exceeded by
  // `stride` items a worker.
  static constexpr std::uint64_t stride = 64;

  bool room(unsigned index, std::uint64_t pushed) noexcept {
    if constexpr (!B::traits.bounded) {
      if (pushed % stride != 0) return true;
      publish(index, pushed, true);
      std::uint64_t in = 0, out = 0;
      for (unsigned i = 0; i < _threads; ++i) {
        // Relaxed: an estimate; no item is reached through it.
        (i % 2 == 0 ? in : out) += _moved[i]->load(memory_order_relaxed);
      }
      return in < out + _capacity;
    }
    return true;
  }
  void publish(unsigned index, std::uint64_t moved, bool at_once) noexcept {
    if constexpr (!B::traits.bounded) {
      // Relaxed: an estimate; no item is reached through it.
      if (at_once || moved % stride == 0) _moved[index]->store(moved, memory_order_relaxed);
    }
  }

  std::size_t _capacity;
  B _buffer;
  audit _audit;
  std::vector<padded<atomic<std::uint64_t>>> _moved;  // by worker; only for an unbounded buffer
  unsigned _threads;
};

}  // namespace contend::suites
