// The seed program's data: lists of 100 boxed squares, and what must come back out of them.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/runtime.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace contend::suites {

inline constexpr std::size_t squares_per_list = 100;

constexpr std::uint64_t square_sum() noexcept {
  std::uint64_t sum = 0;
  for (std::uint64_t j = 0; j < squares_per_list; ++j) sum += j * j;
  return sum;
}
static_assert(square_sum() == 328'350);

/// The objects of the program on a runtime: a box is an integer with a place in the ledger; a
/// row is a list of references to boxes, with a place in the ledger as well.
template <runtime R>
struct objects {
  using box = tracked;
  using box_ref = typename R::template ref<box>;

  struct row {
    explicit row(ledger& book) : life(book) {}
    tracked life;
    typename R::template list<box_ref> boxes;
  };
  using row_ref = typename R::template ref<row>;

  static box_ref boxed(ledger& book, std::uint64_t value) {
    box_ref b = R::template make<box>(book, value);
    escape(&R::get(b));
    return b;
  }

  /// [j * j for j in range(100)]
  static row_ref squares(ledger& book) {
    row_ref r = R::template make<row>(book);
    auto& boxes = R::get(r).boxes;
    escape(&boxes);
    for (std::uint64_t j = 0; j < squares_per_list; ++j) {
      boxes.append_private(boxed(book, j * j));
    }
    return r;
  }

  /// Whether the row is what squares() made. The caller alone reaches it.
  static bool intact(const row_ref& r) {
    const row& list = R::get(r);
    if (list.life.value() != 0 || list.boxes.size() != squares_per_list) return false;
    std::uint64_t sum = 0;
    for (std::size_t j = 0; j < squares_per_list; ++j) sum += R::get(list.boxes.at(j)).value();
    return sum == square_sum();
  }
};

/// How many rows came back, and how often one or the window was broken. add() by each worker, once,
/// when it ends; the rest when all are gone.
class returns {
 public:
  struct part {
    std::uint64_t built = 0, came_back = 0, broken = 0;
  };

  void add(const part& p) noexcept {
    // Relaxed, all three: sums; read after the workers were joined.
    _built.fetch_add(p.built, memory_order_relaxed);
    _came_back.fetch_add(p.came_back, memory_order_relaxed);
    _broken.fetch_add(p.broken, memory_order_relaxed);
  }
  [[nodiscard]] complaint verify() const {
    // Relaxed, all three: the workers are gone.
    const auto built = _built.load(memory_order_relaxed);
    const auto came_back = _came_back.load(memory_order_relaxed);
    const auto broken = _broken.load(memory_order_relaxed);
    if (broken != 0) {
      return std::to_string(broken) +
             " times a list was too long or did not hold what was put there";
    }
    if (built != came_back) {
      return std::to_string(built) + " lists were built, but " + std::to_string(came_back) +
             " came back";
    }
    return std::nullopt;
  }

 private:
  atomic<std::uint64_t> _built{0}, _came_back{0}, _broken{0};
};

}  // namespace contend::suites
