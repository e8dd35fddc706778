// The account of a container that fills and empties: elements, and the times of the phases.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// Elements by the worker that put them there, and what was wrong. A worker writes its own place;
/// the sums may be read at any time, and lag behind by a step.
class tide_books {
 public:
  explicit tide_books(unsigned threads) : _places(threads) {}

  void elements(unsigned worker, std::uint64_t now) noexcept {
    // Relaxed: a count read for its value alone, or after a meeting.
    _places[worker]->elements.store(now, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t elements() const noexcept {
    std::uint64_t sum = 0;
    // Relaxed: see above.
    for (const auto& p : _places) sum += p->elements.load(std::memory_order_relaxed);
    return sum;
  }
  /// Of a worker that leaves.
  void wrong(unsigned worker, std::uint64_t answers) noexcept { _places[worker]->wrong = answers; }

  /// By whoever is alone inside: what the container says of its size.
  void check_size(std::uint64_t size);

  enum class phase { fill, drain };
  /// A whole phase of the team took so long, for so many elements. By whoever is alone.
  void took(phase what, std::int64_t ns, std::uint64_t elements);

  [[nodiscard]] complaint verify() const;
  /// `first_fill`, `fill` (those after the first) and `drain`, ns of the team an element; `cycles`,
  /// the fills that were completed.
  [[nodiscard]] std::vector<metric> metrics() const;

 private:
  struct place {
    atomic<std::uint64_t> elements{0};
    std::uint64_t wrong = 0;
  };
  struct total {
    double ns = 0, elements = 0;
    void add(double time, double count) noexcept {
      ns += time;
      elements += count;
    }
    [[nodiscard]] double mean() const noexcept { return elements > 0 ? ns / elements : 0; }
  };

  std::vector<padded<place>> _places;
  std::string _size_wrong;
  total _first, _fill, _drain;
  std::uint64_t _cycles = 0;
};

}  // namespace contend::suites
