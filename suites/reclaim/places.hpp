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
  /// The value that was there.
  std::uint64_t replace(std::size_t i, std::uint64_t value, reclaim_account& mine) {
    object* const old = (*this)[i].exchange(object::make(_book, value));
    const std::uint64_t was = old->life.value();
    mine.broken += !old->whole();
    R::retire(old);
    ++mine.retired;
    return was;
  }
  /// By the only worker who replaces there: what it put there last must come out. `last`: its
  /// count of replacements, also the value.
  void replace_own(std::size_t i, std::uint64_t& last, reclaim_account& mine) {
    const std::uint64_t was = replace(i, last + 1, mine);
    mine.broken += was != (last == 0 ? i : last);
    ++last;
  }

  /// What was seen was what was put there; what was replaced was deleted, once. Collects.
  complaint verify(const reclaim_account& all) {
    empty();
    R::collect();
    if (all.broken != 0)
      return std::to_string(all.broken) + " objects were seen that were not what was put there";
    if (const auto wrong = _book.verify()) return wrong;
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
