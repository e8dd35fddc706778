#include <contend/linearize/timeline.hpp>

#include <algorithm>
#include <bit>
#include <numeric>

namespace contend::linearize {

timeline::timeline(std::span<const operation> all) {
  std::vector<std::uint32_t> by_call(all.size()), by_return(all.size());
  std::iota(by_call.begin(), by_call.end(), 0u);
  by_return = by_call;
  std::stable_sort(by_call.begin(), by_call.end(),
                   [&](auto a, auto b) { return all[a].call < all[b].call; });
  const auto sooner = [&](std::uint32_t a, std::uint32_t b) {
    return all[a].returned != all[b].returned ? all[a].returned < all[b].returned : a < b;
  };
  std::sort(by_return.begin(), by_return.end(), sooner);

  std::vector<entry> open;
  std::uint64_t taken = 0;
  std::size_t called = 0;
  for (const std::uint32_t r : by_return) {
    if (!all[r].required()) break;
    for (; called < all.size() && all[by_call[called]].call <= all[r].returned; ++called) {
      if (open.size() == most_open) {
        _fits = false;
        return;
      }
      const entry fresh{by_call[called], static_cast<std::uint32_t>(std::countr_one(taken))};
      taken |= std::uint64_t{1} << fresh.slot;
      const auto place = std::upper_bound(
          open.begin(), open.end(), fresh,
          [&](const entry& a, const entry& b) { return sooner(a.index, b.index); });
      open.insert(place, fresh);
    }
    _open.insert(_open.end(), open.begin(), open.end());
    _ends.push_back(_open.size());
    taken &= ~(std::uint64_t{1} << open.front().slot);
    open.erase(open.begin());
  }
}

}  // namespace contend::linearize
