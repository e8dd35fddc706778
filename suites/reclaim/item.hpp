// What the loads of this family put into shared places.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/parameters.hpp>
#include <contend/subject/reclaimer.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace contend::suites {

/// An object that knows whether it is alive, and whether its contents fit together.
template <reclaimer R>
struct item : R::template object<item<R>> {
  item(ledger& book, std::uint64_t value) : life(book, value), check(mix(value)) {}

  [[nodiscard]] static item* make(ledger& book, std::uint64_t value) {
    auto* const made = new item(book, value);
    escape(made);
    return made;
  }
  /// False if it is not what it was when it was made.
  [[nodiscard]] bool whole() const noexcept { return mix(life.value()) == check; }

  tracked life;
  std::uint64_t check;
};

/// A parameter from `least` to `most`; std::invalid_argument names it otherwise.
inline std::uint64_t in_range(const parameters& p, std::string_view what, std::int64_t least,
                              std::int64_t most) {
  const std::int64_t value = p.integer(what);
  if (value < least || value > most) {
    throw std::invalid_argument(std::string(what) + " must be " + std::to_string(least) + " to " +
                                std::to_string(most) + ", not " + std::to_string(value));
  }
  return static_cast<std::uint64_t>(value);
}

}  // namespace contend::suites
