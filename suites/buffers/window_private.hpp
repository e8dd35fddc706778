// Each worker keeps a window of its latest items, in a buffer of its own.
#pragma once

#include "audit.hpp"

namespace contend::suites {

/// Parameter: `window`, items kept by each worker.
template <buffer B>
class window_private {
 public:
  using subject = B;
  static constexpr std::string_view name = "window_private";
  static constexpr unsigned max_threads = too_many_producers;
  static constexpr card about{
      .title = "A window each",
      .operation = "one push, or one pop that keeps the window at its length",
      .models = "the reference program's list of the last 100 objects, one for each thread",
      .frees = "nothing: items are numbers",
      .exposes =
          "the cost of synchronisation that nobody needs, and whatever a buffer shares behind "
          "its users' backs: allocators, thread registries, neighbouring lines",
      .not_for = "anything between threads: a curve that is not straight here is a defect",
      .source = "the reference program's window of 100",
      .breaks = "buffers that keep global state, or that allocate for each item",
  };

  explicit window_private(const setting& s)
      : _window(parameter_within(s, "window", 1, 1 << 20)),
        _audit(s.threads, B::traits, B::info.ceiling),
        _refusals(s.threads) {}

  class worker {
   public:
    worker(window_private& load, const seat& s)
        : _load(load),
          _index(s.index),
          _buffer(buffer_size{.capacity = load._window + 1, .handles = 1}),
          _handle(_buffer),
          _pushes(s.index),
          _pops(load._audit.new_pop_book()) {
      for (std::size_t i = 0; i < load._window; ++i) push();
    }
    ~worker() {
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
      *_load._refusals[_index] = _pushes.refusals() + _pops.misses();
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = 2 * std::uint64_t{rounds}, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const item newest = _pushes.next();
        if (push()) ++t.succeeded;
        if (pop(newest)) ++t.succeeded;
      }
      return t;
    }

    void settle() {
      if (B::info.ceiling) return;
      const std::uint64_t pushed = _pushes.items().count;
      item left = 0;
      while (_pops.items().count <= pushed && _handle.try_pop(left)) _pops.popped(left);
    }

   private:
    bool push() {
      if (!_handle.try_push(_pushes.next())) {
        _pushes.refused();
        return false;
      }
      _pushes.pushed();
      return true;
    }
    bool pop(item newest) {
      item got = 0;
      if (!_handle.try_pop(got)) {
        _pops.missed();
        return false;
      }
      _pops.popped(got);
      // Of a queue's order, the book sees all that there is. A stack gives back what came last.
      if (B::traits.order == order_guarantee::lifo && got != newest) _pops.misplaced();
      return true;
    }

    window_private& _load;
    unsigned _index;
    B _buffer;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
  };

  complaint verify() {
    if (auto wrong = _audit.close_by([](item&) { return false; })) return wrong;
    std::uint64_t refusals = 0;
    for (const auto& r : _refusals) refusals += *r;
    if (refusals == 0 || B::info.ceiling) return std::nullopt;
    // Operations may fail for no reason only while another thread's is in progress.
    return "a buffer that had room, and items, refused its only user " + std::to_string(refusals) +
           " times";
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _audit.report(all);
    return all;
  }

 private:
  std::size_t _window;
  audit _audit;
  std::vector<padded<std::uint64_t>> _refusals;
};

}  // namespace contend::suites
