// Readers view what its owner wants to grow.
#pragma once

#include "../refcount/checked.hpp"
#include "view_bytes.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameter: `hold`, how many words a reader reads of each view (1 to 512), and of its own memory
/// between two.
template <pinning E>
class resizing_owner {
 public:
  using subject = E;
  static constexpr std::string_view name = "resizing_owner";
  static constexpr card about{
      .title = "An owner that appends, and its readers",
      .operation =
          "a reader's view, taken, read and released; or the owner's attempt to append 64 bytes, "
          "which succeeds if no view is there. After a refusal the owner waits a little, longer "
          "each time",
      .models =
          "a receive buffer or a log that grows while others look at what is there: in CPython a "
          "bytearray, whose append raises BufferError while it is exported",
      .frees =
          "the owner frees the old bytes when it grows beyond what is allocated; the controller "
          "drops it after the run",
      .exposes =
          "what a resize pays for cheap views: it must stop new ones and count the old; how long "
          "an owner starves among readers that overlap; refused attempts that disturb readers",
      .not_for =
          "comparing designs by throughput alone: one that refuses the owner for ever serves "
          "readers best. See refused_share and resize_wait",
      .source = "CPython, bytearrayobject.c (_canresize, PyByteArray_Resize)",
      .breaks =
          "sharded counts: each attempt looks at every shard's line; any count, with many readers "
          "and a long hold: there is hardly a moment without a view",
  };

  explicit resizing_owner(const setting& s)
      : _hold(in_range(name, s.params, "hold", 1, 512)), _wrong(s.threads) {}

 private:
  struct faults {
    std::uint64_t bytes = 0, size = 0, order = 0, granted = 0;
    faults& operator+=(const faults& other) noexcept {
      bytes += other.bytes;
      size += other.size;
      order += other.order;
      granted += other.granted;
      return *this;
    }
  };
  struct account {
    std::uint64_t resizes = 0, refused = 0;
    histogram waits;
  };

 public:
  class worker {
   public:
    worker(resizing_owner& load, const seat& s) : _load(load), _index(s.index) {
      if (s.index == 0) load.create();
      for (std::size_t i = 0; i < _own.size(); ++i) _own[i] = view_bytes::expected(i);
    }
    ~worker() {
      *_load._wrong[_index] = _wrong;
      if (_index == 0) _load._account = std::move(_account);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_index != 0) {
          look();
          ++t.succeeded;
        } else {
          t.succeeded += append() ? 1 : 0;
          if (++_round % probe_every == 0) probe();
        }
      }
      return t;
    }

   private:
    static constexpr std::uint64_t probe_every = 64;

    void look() {
      const auto view = _load._owner.view();
      const auto bytes = view.bytes();
      const std::uint64_t version = view_bytes::tag(bytes);
      _wrong.size += bytes.size() != size_of(version);
      _wrong.order += version < _seen;
      _seen = version;
      const std::size_t words = bytes.size() / view_bytes::word;
      _at = 1 + (_at + _load._hold) % (words - 1);
      _wrong.bytes += view_bytes::wrong(bytes, _at, _load._hold);
      escape(bytes.data());  // look again
      _wrong.bytes += view_bytes::tag(bytes) != version;
      rest();
    }
    /// As long as the reading took, about, and after the view's end.
    void rest() {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < _load._hold; ++i) sum += _own[(_at + i) % _own.size()];
      keep(sum);
    }

    bool append() {
      const std::uint64_t next = _account.resizes + 1;
      const bool granted = _load._owner.resize(size_of(next), [next](std::span<std::byte> bytes) {
        const std::size_t before = size_of(next - 1) / view_bytes::word;
        view_bytes::write(bytes, next, std::max<std::size_t>(before, 1));
      });
      if (!granted) {
        if (_since == 0) _since = now_ns();
        ++_account.refused;
        _pause.once();
        return false;
      }
      ++_account.resizes;
      if (_since != 0) _account.waits.record(now_ns() - _since);
      _since = 0;
      _pause.reset();
      return true;
    }
    /// Whatever others do: under a view of its own the owner must be refused.
    void probe() {
      const auto view = _load._owner.view();
      escape(&view);
      _wrong.granted += _load._owner.resize(least, [](std::span<std::byte>) {});
      _wrong.bytes += view_bytes::tag(view.bytes()) != _account.resizes;
    }

    resizing_owner& _load;
    unsigned _index;
    faults _wrong;
    account _account;         // the owner's
    std::int64_t _since = 0;  // when it was first refused what it still wants
    spin_wait _pause;
    std::uint64_t _round = 0, _seen = 0;
    std::size_t _at = 0;
    std::array<std::uint64_t, 512> _own;
  };

  /// Under a view nothing changed, no resize was granted, and none was lost.
  complaint verify() {
    faults all;
    for (const auto& w : _wrong) all += *w;
    if (all.granted != 0) {
      return std::to_string(all.granted) + " resizes were granted under a view";
    }
    if (all.bytes + all.size + all.order != 0) {
      return "under a view, or against its time: " + std::to_string(all.bytes) +
             " words were not what they should be, " + std::to_string(all.size) + " sizes, and " +
             std::to_string(all.order) + " versions were older than one seen before";
    }
    if (auto wrong = last_look()) return wrong;
    if (!_owner.resize(least, [](std::span<std::byte>) {})) {
      return "a resize is refused, though no view is left: a count was lost";
    }
    _owner.reset();
    return _end.book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    const double granted = static_cast<double>(_account.resizes);
    const double refused = static_cast<double>(_account.refused);
    const double waited = static_cast<double>(_account.waits.samples());
    std::vector<metric> all{
        {"resizes", "resizes", granted},
        {"refused_share", "share", refused / std::max(granted + refused, 1.0)},
        // Of those that were granted: without having been refused before.
        {"at_once_share", "share", (granted - waited) / std::max(granted, 1.0)}};
    _account.waits.report(all, "resize_wait");
    return all;
  }

 private:
  static constexpr std::size_t least = 512, step_bytes = 64, period = 121;

  /// Grows to 8 KiB by appending, and starts again.
  static constexpr std::size_t size_of(std::uint64_t version) noexcept {
    return least + static_cast<std::size_t>(version % period) * step_bytes;
  }

  void create() {
    _owner = E::make(
        size_of(0), [](std::span<std::byte> bytes) { view_bytes::write(bytes, 0); }, &_end);
    _end.book.born();
  }

  complaint last_look() const {
    const auto view = _owner.view();
    const auto bytes = view.bytes();
    const bool right = view_bytes::tag(bytes) == _account.resizes &&
                       bytes.size() == size_of(_account.resizes) &&
                       view_bytes::wrong(bytes, 1, bytes.size() / view_bytes::word - 1) == 0;
    if (right) return std::nullopt;
    return "in the end the bytes are not what " + std::to_string(_account.resizes) +
           " resizes should have left";
  }

  std::size_t _hold;
  view_end _end;
  typename E::owner _owner;
  std::vector<padded<faults>> _wrong;
  account _account;
};

}  // namespace contend::suites
