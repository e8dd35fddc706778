// The exporters of a load in which nobody resizes while the clock runs: one that all share, or one
// for each worker.
#pragma once

#include "view_bytes.hpp"

#include <contend/load/workload.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

template <exporter E>
class lent_bytes {
 public:
  lent_bytes(bool shared, unsigned threads, std::size_t bytes)
      : _shared(shared), _bytes(bytes), _owners(threads), _misread(threads) {}

  /// On the worker's own thread: who makes an exporter is its owner.
  void join(unsigned worker) {
    if (_shared && worker != 0) return;
    *_owners[worker] = E::make(
        _bytes, [](std::span<std::byte> b) { view_bytes::write(b, 0); }, &_end);
    _end.book.born();
  }
  /// What worker `i` views. Only after all have joined.
  [[nodiscard]] const typename E::owner& of(unsigned worker) const noexcept {
    return *_owners[_shared ? 0 : worker];
  }
  /// Once a worker, when it leaves.
  void misread(unsigned worker, std::uint64_t words) noexcept { *_misread[worker] = words; }

  /// On the controller, when all workers and their views are gone.
  complaint verify() {
    std::uint64_t misread = 0;
    for (const auto& words : _misread) misread += *words;
    if (misread != 0) return std::to_string(misread) + " words were not what they should be";
    for (auto& owner : _owners) {
      if (!*owner) continue;
      if constexpr (E::traits.pins) {
        if (auto wrong = refuses_when_it_should(*owner)) return wrong;
      }
      owner->reset();
    }
    return _end.book.verify();
  }

 private:
  static complaint refuses_when_it_should(typename E::owner& owner) {
    const auto nothing = [](std::span<std::byte>) {};
    if (!owner.resize(8, nothing)) {
      return "a resize is refused, though no view is left: a count was lost";
    }
    const auto held = owner.view();
    if (owner.resize(16, nothing)) return "a resize was granted under a view: a count was lost";
    return std::nullopt;
  }

  bool _shared;
  std::size_t _bytes;
  view_end _end;
  std::vector<padded<typename E::owner>> _owners;
  std::vector<padded<std::uint64_t>> _misread;
};

}  // namespace contend::suites
