// Two sticky counts beside the object: an upgrade is one fetch_add, whoever else is upgrading.
#pragma once

#include <contend/model/refcount/sticky_counter.hpp>
#include <contend/model/refcount/two_counts.hpp>

namespace contend::model {

/// See two_counts. A strong reference that is dropped late (see sticky_counter) looks at memory
/// that nothing keeps for it. So whoever revives the count takes a weak reference for it: it has
/// one itself, which keeps the memory meanwhile.
class sticky_counts {
 public:
  void add_strong() noexcept { _strong.increment(); }
  [[nodiscard]] dropped drop_strong() noexcept {
    switch (_strong.leave()) {
      case sticky_counter<>::exit::not_last: return dropped::not_last;
      case sticky_counter<>::exit::late: return dropped::late;
      case sticky_counter<>::exit::last: break;
    }
    return dropped::last;
  }
  [[nodiscard]] bool upgrade() noexcept {
    const auto how = _strong.enter();
    if (how == sticky_counter<>::entry::revived) add_weak();
    return how != sticky_counter<>::entry::dead;
  }

  void add_weak() noexcept { _weak.increment(); }
  [[nodiscard]] bool drop_weak() noexcept { return _weak.decrement(); }

 private:
  sticky_counter<> _strong{1}, _weak{1};
};

/// The counts of CDRC (Anderson, Blelloch, Wei, PLDI 2021 and 2022) without its deferral: what is
/// dropped last is destroyed then and there.
struct sticky : two_counts<sticky_counts> {
  static constexpr subject_info info{
      .name = "sticky",
      .title = "sticky strong and weak count",
      .source = "Anderson, Blelloch, Wei, PLDI 2022, section 4.3 (CDRC), without deferral",
      .progress = progress::wait_free,
  };
  static constexpr weak_traits weakness{.upgrading = progress::wait_free, .cannot = keeps_memory};
};

static_assert(weakly_counted<sticky>);

}  // namespace contend::model
