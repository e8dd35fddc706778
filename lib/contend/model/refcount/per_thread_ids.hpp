// Small numbers for objects, so that each thread can keep an array indexed by object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace contend::model {

/// As small as can be, each in use once: a high water and a list of what was given back. Any
/// thread. Throws std::bad_alloc.
class per_thread_ids {
 public:
  using id = std::uint32_t;

  /// Appends `n` ids.
  void take(std::vector<id>& to, std::size_t n) {
    const std::lock_guard lock(_mutex);
    for (; n != 0; --n) {
      if (_free.empty()) {
        to.push_back(_next++);
      } else {
        to.push_back(_free.back());
        _free.pop_back();
      }
    }
  }
  /// Takes the last `n` ids of `from` back.
  void give_back(std::vector<id>& from, std::size_t n) {
    const std::lock_guard lock(_mutex);
    const auto first = from.end() - static_cast<std::ptrdiff_t>(n);
    _free.insert(_free.end(), first, from.end());
    from.erase(first, from.end());
  }
  /// One more than the highest id so far.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(_mutex);
    return _next;
  }

 private:
  mutable std::mutex _mutex;
  std::vector<id> _free;
  id _next = 0;
};

}  // namespace contend::model
