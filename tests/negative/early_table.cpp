// Planted: a hash map frees its old table when all has moved, though a reader may still be in it.
#include "bugs.hpp"

#include <contend/model/dict/line_map.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

namespace contend::negative {
namespace {

/// Another thread comes between a reader's two looks, and stays until the map has grown.
struct right : model::line_rules {
  static void after_first_look() noexcept {
    if (pause) std::exchange(pause, nullptr)();
  }
  static inline thread_local std::function<void()> pause;
};
struct wrong : right {
  static constexpr bool retires_tables = false;
};

template <class Rules>
int grow_under_a_reader() {
  using M = model::basic_line_map<std::uint64_t, std::uint64_t, model::qsbr, Rules>;
  bool found = false;
  {
    M map(1);
    typename M::handle reader(map);
    reader.insert(0, 0);
    Rules::pause = [&map] {
      std::thread([&map] {
        typename M::handle writer(map);
        // Once: the next table but one could take the memory of the first, and hide what is wrong.
        for (std::uint64_t k = 1; k < 100; ++k) writer.insert(k, k);
      }).join();
    };
    found = reader.find(0) == std::optional<std::uint64_t>(0);
  }
  model::qsbr::collect();
  if (found) return 0;
  std::printf("oracle: a key was missed\n");
  return 1;
}

}  // namespace

int early_table(bool planted) {
  return planted ? grow_under_a_reader<wrong>() : grow_under_a_reader<right>();
}

}  // namespace contend::negative
