// One lock's part of a cache: which values are kept, and which of them goes next.
#pragma once

#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace contend::suites {

/// A fixed number of slots in order of use. All but `lock` is for who holds it. Slots are told by
/// their number; `none` is no slot.
template <class Ref>
class alignas(no_share) lru_shard {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct slot {
    std::uint64_t key = 0;
    Ref value{};
    std::uint32_t newer = none, older = none;
  };

  explicit lru_shard(std::size_t slots) : _slots(slots) {
    for (std::size_t i = slots; i-- > 0;) {
      _slots[i].older = _free;
      _free = static_cast<std::uint32_t>(i);
    }
  }

  std::mutex lock;

  [[nodiscard]] slot& at(std::uint32_t i) noexcept { return _slots[i]; }
  [[nodiscard]] std::size_t size() const noexcept { return _used; }
  [[nodiscard]] std::size_t room() const noexcept { return _slots.size(); }
  [[nodiscard]] bool full() const noexcept { return _free == none; }
  /// The one that was used longest ago.
  [[nodiscard]] std::uint32_t oldest() const noexcept { return _oldest; }
  [[nodiscard]] std::uint32_t newest() const noexcept { return _newest; }

  void use(std::uint32_t i) noexcept {
    if (i == _newest) return;
    unlink(i);
    link(i);
  }
  /// A free slot, now the newest; there must be one.
  [[nodiscard]] std::uint32_t take(std::uint64_t key, Ref value) noexcept {
    const std::uint32_t i = _free;
    slot& s = _slots[i];
    _free = s.older;
    s.key = key;
    s.value = std::move(value);
    link(i);
    ++_used;
    return i;
  }
  /// Empties a slot; what it held is the caller's to drop, after the lock.
  [[nodiscard]] Ref give_back(std::uint32_t i) noexcept {
    unlink(i);
    slot& s = _slots[i];
    s.older = _free;
    _free = i;
    --_used;
    return std::move(s.value);
  }

 private:
  void link(std::uint32_t i) noexcept {
    slot& s = _slots[i];
    s.newer = none;
    s.older = _newest;
    (_newest == none ? _oldest : _slots[_newest].newer) = i;
    _newest = i;
  }
  void unlink(std::uint32_t i) noexcept {
    slot& s = _slots[i];
    (s.newer == none ? _newest : _slots[s.newer].older) = s.older;
    (s.older == none ? _oldest : _slots[s.older].newer) = s.newer;
  }

  std::vector<slot> _slots;
  std::uint32_t _newest = none, _oldest = none, _free = none;
  std::size_t _used = 0;
};

}  // namespace contend::suites
