// Names for threads, of which 18 bits allow only so many.
#pragma once

#include <contend/model/refcount/owner_queue.hpp>

#include <cerrno>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>

namespace contend::model {

/// Ids from 1 to `last`. New ones while there are any; then those of threads that have left, the
/// longest gone first. A thread that gets a used id *is* the owner of what its namesake left
/// behind, and may be: the pool's lock orders everything the dead one did before the new one, and
/// whoever merged an orphan meanwhile did so under the lock of the bucket that both enter.
/// Any thread may call.
class paper_ids {
 public:
  explicit paper_ids(owner_id last) noexcept : _last(last) {}

  /// Throws std::system_error (EAGAIN) if as many threads as there are ids are members.
  [[nodiscard]] owner_id take() {
    const std::lock_guard lock(_mutex);
    if (_given < _last) return ++_given;
    if (_left.empty()) throw std::system_error(EAGAIN, std::generic_category(), "thread ids");
    const owner_id id = _left.front();
    _left.pop_front();
    return id;
  }
  void give(owner_id id) noexcept {
    const std::lock_guard lock(_mutex);
    try {
      _left.push_back(id);
    } catch (const std::bad_alloc&) {
      // Never used again: one fewer.
    }
  }

 private:
  const owner_id _last;
  std::mutex _mutex;
  owner_id _given = nobody;
  std::deque<owner_id> _left;
};

}  // namespace contend::model
