// Views that outlive their exporter's owner, read and released on two threads.
#pragma once

#include "../refcount/checked.hpp"
#include "../refcount/provenance.hpp"
#include "../refcount/ring.hpp"
#include "view_bytes.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstdint>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `owner`, who makes the exporters, and ends its ownership while both views exist: the
/// `worker`, or a `thread` that has ended before the views are read.
template <pinning E>
class late_views {
  using view = typename E::view;

 public:
  using subject = E;
  static constexpr std::string_view name = "late_views";
  static constexpr card about{
      .title = "Views that outlive the owner",
      .operation =
          "one exporter's life: made with 128 bytes, viewed twice, disowned; one view is read and "
          "released by the next worker in the ring, the other by its maker",
      .models =
          "messages and frames of which somebody keeps a part: memoryviews of a buffer whose name "
          "went out of scope long ago",
      .frees = "whichever of the two workers releases its view last",
      .exposes =
          "the last release: two threads may come to it at once, and exactly one of them frees; "
          "what a design does with an owner that is gone",
      .not_for =
          "a count under contention (short_views): here an exporter has two users, and an "
          "operation includes its allocation",
      .source = "CPython: a memoryview holds a reference to its exporter; refcount/owner_exit",
      .breaks =
          "counts by owner (biased), which are foreign to all once the owner is gone, and large "
          "exporters (sharded)",
  };

  explicit late_views(const setting& s)
      : _threads_make(one_of(name, s.params, "owner", {"worker", "thread"}) == 1),
        _ends(s.threads),
        _deaths(s.threads),
        _counts(s.threads),
        _ring(s.threads) {
    for (unsigned i = 0; i < s.threads; ++i) _ends[i].join(_deaths, _end, i);
  }

 private:
  struct counts {
    std::uint64_t made = 0, received = 0, released = 0, wrong = 0;
    counts& operator+=(const counts& other) noexcept {
      made += other.made;
      received += other.received;
      released += other.released;
      wrong += other.wrong;
      return *this;
    }
  };

 public:
  class worker {
   public:
    worker(late_views& load, const seat& s) : _load(load), _index(s.index), _here(s.index) {
      _kept.reserve(batch);
      _made.reserve(batch);
    }
    ~worker() { *_load._counts[_index] = _sum; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        bool did = false;
        if (due()) {
          const bool made = make();
          t += {batch, made ? batch : 0};
          did = made;
        }
        did = receive() || did;
        if (did) {
          _idle.reset();
        } else {
          _idle.once();
        }
      }
      if (_index == 0) _load._alive.tick([this] { return _load._end.book.alive_about(); });
      return t;
    }

    void settle() {
      while (receive()) {
      }
      release(_kept);
    }

   private:
    /// A thread costs more than a round.
    [[nodiscard]] bool due() noexcept { return !_load._threads_make || _round++ % 16 == 0; }

    bool make() {
      auto& out = _load._ring.out_of(_index);
      auto* room = out.room();
      if (room == nullptr) return false;
      if (_load._threads_make) {
        std::async(std::launch::async, [&] { make_into(*room); }).get();
      } else {
        make_into(*room);
      }
      // From here on both sides may release.
      out.send();
      release(_kept);
      _kept.swap(_made);
      return true;
    }

    void make_into(typename lane<view>::batch& room) {
      for (view& sent : room) {
        const std::uint64_t tag = tag_of(_index, _sum.made);
        auto owner = E::make(
            bytes, [tag](std::span<std::byte> b) { view_bytes::write(b, tag); },
            &_load._ends[_index]);
        _load._end.book.born();
        ++_sum.made;
        sent = owner.view();
        _made.push_back(owner.view());
        escape(&_made.back());
      }
    }

    bool receive() {
      auto& in = _load._ring.into(_index);
      auto* arrived = in.next();
      if (arrived == nullptr) return false;
      for (view& v : *arrived) {
        check(v, tag_of(_load._ring.before(_index), _sum.received++));
        v.reset();
      }
      in.release();
      return true;
    }
    void release(std::vector<view>& own) {
      for (view& v : own) check(v, tag_of(_index, _sum.released++));
      own.clear();
    }
    void check(const view& v, std::uint64_t tag) noexcept {
      const auto b = v.bytes();
      _sum.wrong += b.size() != bytes || view_bytes::tag(b) != tag ||
                    view_bytes::wrong(b, 1, bytes / view_bytes::word - 1) != 0;
    }

    late_views& _load;
    unsigned _index;
    provenance::mark _here;
    std::vector<view> _made, _kept;
    counts _sum;
    std::uint64_t _round = 0;
    spin_wait _idle;
  };

  /// All views showed what their maker wrote, both views of each exporter were released, and each
  /// exporter was freed once.
  complaint verify() {
    counts all;
    for (const auto& c : _counts) all += *c;
    if (all.wrong != 0) return std::to_string(all.wrong) + " views did not show what was written";
    if (all.received != all.made || all.released != all.made) {
      return "of " + std::to_string(all.made) + " pairs of views " + std::to_string(all.received) +
             " were released by neighbours, " + std::to_string(all.released) + " by their makers";
    }
    return _end.book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all{{"alive_peak", "exporters", _alive.peak()},
                            {"alive_mean", "exporters", _alive.mean()}};
    _deaths.report(all);
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_alive.data()}; }

 private:
  static constexpr std::size_t bytes = 128;
  static constexpr std::size_t batch = lane<view>::most;

  static constexpr std::uint64_t tag_of(unsigned maker, std::uint64_t serial) noexcept {
    return static_cast<std::uint64_t>(maker) << 48 | serial;
  }

  /// The end of what one worker makes; any of them may see it.
  class end_of final : public exporter_end {
   public:
    void join(provenance& deaths, view_end& all, unsigned maker) noexcept {
      _deaths = &deaths;
      _all = &all;
      _maker = maker;
    }
    void ended(std::span<std::byte> b) noexcept override {
      _all->ended(b);
      _deaths->died(_maker);
    }

   private:
    provenance* _deaths = nullptr;
    view_end* _all = nullptr;
    unsigned _maker = 0;
  };

  bool _threads_make;
  view_end _end;
  std::vector<end_of> _ends;  // only read while workers run
  provenance _deaths;
  std::vector<padded<counts>> _counts;
  timeline _alive{"exporters_alive", "exporters"};
  ring<view> _ring;  // last: what is left in it still reports its end
};

}  // namespace contend::suites
