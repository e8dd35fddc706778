// The shared places of this family's loads, and the oracle on what was in them.
#pragma once

#include "item.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace contend::suites {

/// What one worker saw and did. Its own until it is handed in.
struct reclaim_account {
  std::uint64_t retired = 0, broken = 0;

  reclaim_account& operator+=(const reclaim_account& other) noexcept {
    retired += other.retired;
    broken += other.broken;
    return *this;
  }
};

/// `count` places, each on lines of its own, each with an object in it. read() and replace() by
/// attached members; the rest by the controller.
template <reclaimer R>
class places {
 public:
  using object = item<R>;
  using place_type = typename R::template place<object>;
  using guard_type = typename R::template guard<object>;

  explicit places(std::size_t count) {
    _places.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      _places.push_back(std::make_unique<lonely>(object::make(_book, i)));
    }
  }
  ~places() { empty(); }

  [[nodiscard]] std::size_t size() const noexcept { return _places.size(); }
  [[nodiscard]] place_type& operator[](std::size_t i) noexcept { return _places[i]->place; }

  void read(std::size_t i, reclaim_account& mine) {
    guard_type guard;
    mine.broken += !guard.protect((*this)[i])->whole();
  }
  void replace(std::size_t i, std::uint64_t value, reclaim_account& mine) {
    object* const old = (*this)[i].exchange(object::make(_book, value));
    mine.broken += !old->whole();
    R::retire(old);
    ++mine.retired;
  }

  /// What was seen was whole; what was replaced was deleted, once, and nothing else was. Collects.
  complaint verify(const reclaim_account& all) {
    empty();
    R::collect();
    if (all.broken != 0) return std::to_string(all.broken) + " objects seen that were not whole";
    if (const auto wrong = _book.verify()) return wrong;
    if (_book.total_born() != all.retired + size()) {
      return std::to_string(all.retired) + " objects replaced, but " +
             std::to_string(_book.total_born()) + " made";
    }
    if (R::pending() != 0) {
      return std::to_string(R::pending()) + " bytes on the books when all was collected";
    }
    return std::nullopt;
  }

 private:
  struct alignas(no_share) lonely {
    explicit lonely(object* first) : place(first) {}
    place_type place;
  };

  void empty() {
    for (const auto& p : _places) delete p->place.exchange(nullptr);
  }

  ledger _book;
  std::vector<std::unique_ptr<lonely>> _places;
};

}  // namespace contend::suites
