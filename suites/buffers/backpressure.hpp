// Half of the workers push, the other half pops more slowly; who finds no room sleeps.
#pragma once

#include "audit.hpp"
#include "chore.hpp"
#include "shape.hpp"
#include "warden.hpp"

#include <contend/core/clock.hpp>
#include <contend/load/histogram.hpp>

#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `capacity`; `work`, units that a consumer works on each item (chore). Whether a call
/// had to wait is known from its attempt without waiting, which comes first.
template <waiting_buffer B>
class backpressure {
 public:
  using subject = B;
  static constexpr std::string_view name = "backpressure";
  static constexpr unsigned min_threads = 2;
  static constexpr unsigned max_threads = too_many_producers - 1;
  static_assert(B::traits.max_producers == any_threads && B::traits.max_consumers == any_threads,
                "the warden pushes and pops, too");
  static constexpr card about{
      .title = "Backpressure",
      .operation =
          "one push or one pop; the consumers work on each item, the producers do nothing else, "
          "and whoever finds no room or no item sleeps until there is",
      .models = "bounded work queues that slow their producers down instead of growing",
      .frees = "nothing: items are numbers",
      .exposes =
          "what sleeping and waking costs, how many calls pay for it (push_wait_share) and how "
          "long (push_wait)",
      .not_for =
          "throughput of the buffer: the consumers' work decides most of it. When a side has "
          "stopped at the end of a run, the load lets the other go (helped)",
      .source = "folly's DynamicBoundedQueue benchmark, may block; oneTBB's bounded queue",
      .breaks =
          "buffers that wake everybody, or wake with the lock held; one that loses a wake-up is "
          "told of, and its run ends",
  };

  explicit backpressure(const setting& s)
      : _work(parameter_within(s, "work", 0, 1 << 20)),
        _threads(s.threads),
        _buffer(buffer_size{.capacity = room_for(s).capacity, .handles = s.threads + 2}),
        _audit(s.threads + 1, B::traits, B::info.ceiling),
        _waits(s.threads),
        _warden(_buffer, room_for(s).capacity, _audit, s.threads,
                [](unsigned i) { return produces(shape::mpmc, i); }) {}

  class worker {
   public:
    worker(backpressure& load, const seat& s)
        : _load(load),
          _index(s.index),
          _sign(load._warden.of(s.index)),
          _handle(load._buffer),
          _pushes(s.index),
          _pops(load._audit.new_pop_book()),
          _chore(s.seed) {}
    ~worker() {
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
      *_load._waits[_index] = std::move(_waits);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      const bool pushing = produces(shape::mpmc, _index);
      for (std::uint32_t i = 0; i < rounds && !_closed; ++i) {
        if (!(pushing ? push() : pop())) continue;
        ++t.succeeded;
        _sign.moved(_pushes.items().count, _pops.items().count);
      }
      return t;
    }

   private:
    bool push() {
      const item next = _pushes.next();
      if (!_handle.try_push(next)) {
        _pushes.refused();
        if (!wait([&] { return _handle.push(next); })) return false;
      }
      _pushes.pushed();
      return true;
    }
    bool pop() {
      item got = 0;
      if (!_handle.try_pop(got)) {
        _pops.missed();
        if (!wait([&] { return _handle.pop(got); })) return false;
      }
      _pops.popped(got);
      _chore.work(_load._work);
      return true;
    }
    template <class Call>
    bool wait(Call call) {
      const std::int64_t before = now_ns();
      _sign.waits(true);
      const bool ok = call();
      _sign.waits(false);
      _waits.record(now_ns() - before);
      _closed = !ok;
      return ok;
    }

    backpressure& _load;
    unsigned _index;
    wait_sign& _sign;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
    chore _chore;
    histogram _waits;
    bool _closed = false;
  };

  complaint verify() {
    _warden.stop();
    if (const complaint& lost = _warden.verdict()) return lost;
    return _audit.close(typename B::handle(_buffer));
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _audit.report(all, _threads);
    side pushes, pops;
    for (unsigned i = 0; i < _threads; ++i) {
      const bool pushed = produces(shape::mpmc, i);
      (pushed ? pushes : pops).add(*_waits[i], pushed ? _audit.pushed_by(i) : _audit.popped_by(i));
    }
    pushes.report(all, "push_wait");
    pops.report(all, "pop_wait");
    all.push_back({"helped", "items", static_cast<double>(_warden.helped())});
    return all;
  }

 private:
  struct side {
    histogram waits;
    std::uint64_t calls = 0;

    void add(const histogram& w, std::uint64_t n) {
      waits.merge(w);
      calls += n;
    }
    void report(std::vector<metric>& to, const std::string& name) const {
      to.push_back({name + "_share", "share",
                    static_cast<double>(waits.samples()) /
                        static_cast<double>(std::max<std::uint64_t>(calls, 1))});
      waits.report(to, name);
    }
  };

  std::uint64_t _work;
  unsigned _threads;
  B _buffer;
  audit _audit;
  std::vector<padded<histogram>> _waits;
  warden<B> _warden;
};

}  // namespace contend::suites
