// How a long chain is dropped on a short stack: a destructor does not drop what its object refers
// to, it leaves that to a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace contend::suites {

/// CPython's trashcan (Objects/object.c): a node's destructor puts its references here instead of
/// dropping them, so that no drop ever runs inside another one's destructor, however deep the
/// structure. While a thread has one open, it is emptied piece by piece by drop(); on a thread
/// that has none, the outermost destructor opens one and empties it before it returns. Used on
/// one thread. Running out of memory inside a destructor terminates.
template <class Ref>
class trashcan {
 public:
  /// Opens it for the calling thread, which has none open.
  trashcan() noexcept { _open = this; }
  /// Emptied and closed.
  ~trashcan() { close(); }
  trashcan(const trashcan&) = delete;
  trashcan& operator=(const trashcan&) = delete;

  /// From a node's destructor, once: the reference that it leaves behind, which may be null.
  static void put(Ref last) noexcept {
    if (_open == nullptr) {
      if (!last) return;
      trashcan outermost;
      outermost._waiting.push_back(std::move(last));
      outermost.close();
      return;
    }
    ++_open->_unlinked;
    if (last) _open->_waiting.push_back(std::move(last));
  }

  /// Leaves a reference that is to be dropped later, by drop().
  void add(Ref r) { _waiting.push_back(std::move(r)); }

  /// Drops `most` references at most, those included that are put here meanwhile; how many.
  std::size_t drop(std::size_t most) noexcept {
    std::size_t dropped = 0;
    for (; dropped < most && !_waiting.empty(); ++dropped) {
      Ref next = std::move(_waiting.back());
      _waiting.pop_back();
      next.reset();
    }
    return dropped;
  }

  /// Drops all; destructors of this thread find none open afterwards.
  void close() noexcept {
    if (_open != this) return;
    drop(~std::size_t{0});
    _open = nullptr;
  }

  /// Destructors that ran on this thread while it was open.
  [[nodiscard]] std::uint64_t unlinked() const noexcept { return _unlinked; }

 private:
  static inline constinit thread_local trashcan* _open = nullptr;

  std::vector<Ref> _waiting;
  std::uint64_t _unlinked = 0;
};

}  // namespace contend::suites
