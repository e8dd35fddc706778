// Half of the workers push batches, the other half pops batches.
#pragma once

#include "audit.hpp"
#include "shape.hpp"
#include "throttle.hpp"

#include <contend/core/spin_wait.hpp>

#include <span>
#include <vector>

namespace contend::suites {

/// Parameters: `capacity`; `batch`, items a call, or a run of calls; `call`: "bulk" if Bulk, else
/// "single", which hands over the same batch one by one.
template <buffer B, bool Bulk>
requires(!Bulk || bulk_buffer<B>) class batch_handover {
 public:
  using subject = B;
  static constexpr std::string_view name = "batch_handover";
  static constexpr unsigned min_threads = 2;
  static constexpr unsigned max_threads = most_threads(shape::mpmc, B::traits);
  static constexpr card about{
      .title = "Batches handed over",
      .operation =
          "one item pushed or popped; a batch ends where the buffer gives out, which is one failed "
          "attempt",
      .models = "network stacks and loggers that move what has gathered, not item by item",
      .frees = "nothing: items are numbers",
      .exposes =
          "what one call for many items saves against as many calls (call:bulk, call:single), and "
          "from which batch on",
      .not_for = "latency: an item waits until its batch is full",
      .source = "bulk benchmarks of moodycamel's ConcurrentQueue",
      .breaks = "bulk calls that are a loop inside",
  };

  explicit batch_handover(const setting& s)
      : _batch(parameter_within(s, "batch", 1, 1 << 16)),
        _throttle(s.threads, room_for(s).capacity),
        _buffer(room_for(s)),
        _audit(s.threads, B::traits, B::info.ceiling) {
    if (s.params.text("call") != (Bulk ? "bulk" : "single")) {
      throw std::invalid_argument("call: this load was built for the other one");
    }
  }

  class worker {
   public:
    worker(batch_handover& load, const seat& s)
        : _load(load),
          _index(s.index),
          _handle(load._buffer),
          _pushes(s.index),
          _pops(load._audit.new_pop_book()),
          _part(load._throttle, s.index),
          _batch(load._batch) {}
    ~worker() {
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::size_t done = produces(shape::mpmc, _index) ? push() : pop();
        t += {done + (done < _batch.size() ? 1 : 0), done};
        if (done != 0) {
          _pause.reset();
        } else {
          _pause.once();
        }
      }
      return t;
    }

   private:
    std::size_t push() {
      std::size_t done = 0;
      if (_part.room(_pushes.items().count)) {
        for (std::size_t k = 0; k < _batch.size(); ++k) _batch[k] = _pushes.next(k);
        done = put(_batch);
        for (std::size_t k = 0; k < done; ++k) _pushes.pushed();
      }
      if (done < _batch.size()) _pushes.refused();
      return done;
    }
    std::size_t pop() {
      const std::size_t done = take(_batch);
      for (std::size_t k = 0; k < done; ++k) _pops.popped(_batch[k]);
      if (done < _batch.size()) _pops.missed();
      _part.took(_pops.items().count, done == 0);
      return done;
    }

    std::size_t put(std::span<const item> items) {
      if constexpr (Bulk) {
        return _handle.try_push(items.data(), items.size());
      } else {
        std::size_t done = 0;
        while (done < items.size() && _handle.try_push(items[done])) ++done;
        return done;
      }
    }
    std::size_t take(std::span<item> items) {
      if constexpr (Bulk) {
        return _handle.try_pop(items.data(), items.size());
      } else {
        std::size_t done = 0;
        while (done < items.size() && _handle.try_pop(items[done])) ++done;
        return done;
      }
    }

    batch_handover& _load;
    unsigned _index;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
    typename throttle<B::traits.bounded>::part _part;
    std::vector<item> _batch;
    spin_wait _pause;
  };

  complaint verify() { return _audit.close(typename B::handle(_buffer)); }

  [[nodiscard]] std::uint64_t round_operations() const { return _batch; }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _audit.report(all);
    return all;
  }

 private:
  std::size_t _batch;
  throttle<B::traits.bounded> _throttle;
  B _buffer;
  audit _audit;
};

}  // namespace contend::suites
