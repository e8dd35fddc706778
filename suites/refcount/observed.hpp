// Objects whose end is on record: that it came once, by whom, how late, and how many waited.
#pragma once

#include "backlog.hpp"
#include "drop_clock.hpp"
#include "provenance.hpp"

#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// The books of one load.
struct records {
  records(unsigned threads, std::size_t object_bytes)
      : deaths(threads), clock(threads), waiting(threads, object_bytes) {}

  void report(std::vector<metric>& to) const {
    deaths.report(to);
    waiting.report(to);
    clock.report(to);
  }

  /// After collect(): `made` objects were made, and each was destroyed once.
  [[nodiscard]] complaint verify(std::uint64_t made) const {
    if (made != book.total_born()) {
      return std::to_string(made) + " objects made, but the ledger knows " +
             std::to_string(book.total_born());
    }
    return book.verify();
  }

  ledger book;
  provenance deaths;
  drop_clock clock;
  backlog waiting;
};

/// The payload of such an object, or the head of one.
class observed {
 public:
  observed(records& to, unsigned maker, std::uint64_t serial) noexcept
      : _records(&to), _life(to.book, serial), _maker(maker) {}
  ~observed() {
    _records->deaths.died(_maker);
    _records->clock.died(_stamp);
  }
  observed(const observed&) = delete;
  observed& operator=(const observed&) = delete;

  [[nodiscard]] unsigned maker() const noexcept { return _maker; }
  /// A use after death is on record, too.
  [[nodiscard]] std::uint64_t serial() const noexcept { return _life.value(); }
  /// The caller is about to drop what may be the last reference. One in `one_in` is timed: by
  /// default a number that has no part in a batch's, so that all places in it have their turn.
  void dropping(std::uint64_t one_in = 61) noexcept {
    if (_life.value() % one_in == 0) _stamp.dropping();
  }

 private:
  records* _records;
  drop_clock::stamp _stamp;
  tracked _life;
  unsigned _maker;
};

/// What a worker brings home: the load adds them up in verify(). Written when the worker ends.
struct balance {
  std::uint64_t made = 0;     ///< objects
  std::uint64_t dropped = 0;  ///< objects whose last reference it dropped
  std::uint64_t wrong = 0;    ///< objects that were not what they should have been
  std::size_t high_water = 0;

  balance& operator+=(const balance& other) noexcept {
    made += other.made;
    dropped += other.dropped;
    wrong += other.wrong;
    high_water = std::max(high_water, other.high_water);
    return *this;
  }

  /// All that was made was dropped, and was what it should be.
  [[nodiscard]] complaint verify() const {
    if (wrong != 0) return std::to_string(wrong) + " objects arrived changed or out of order";
    if (made != dropped) {
      return "of " + std::to_string(made) + " objects " + std::to_string(dropped) + " were dropped";
    }
    return std::nullopt;
  }
};

/// A membership's own account of its queue, where the design has one.
template <class Thread>
[[nodiscard]] std::size_t queue_high_water(const Thread& membership) noexcept {
  if constexpr (requires { membership.queue_high_water(); }) return membership.queue_high_water();
  return 0;
}
template <class P>
void report_queue(std::vector<metric>& to, const balance& total) {
  if constexpr (requires(const typename P::thread& t) { t.queue_high_water(); }) {
    to.push_back({"queue_high_water", "objects", static_cast<double>(total.high_water)});
  }
}

/// Bytes of an object T in design P.
template <class P, class T>
inline constexpr std::size_t bytes_of = P::traits.object_bytes + sizeof(T);

}  // namespace contend::suites
