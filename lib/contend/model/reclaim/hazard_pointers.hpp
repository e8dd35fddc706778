// Hazard pointers: readers say which object they look at.
#pragma once

#include <contend/model/reclaim/domain.hpp>
#include <contend/subject/reclaimer.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::model {

struct alignas(no_share) hazard_record : member_record<hazard_record> {
  static constexpr std::size_t slots = 8;  // on a line

  alignas(no_share) atomic<void*> hazards[slots]{};
  // The member's alone.
  alignas(no_share) unsigned used = 0;  // a bit a slot
  std::vector<void*> seen;              // kept for its room
};

/// What can be got wrong; the tests do.
struct hazard_rules : deleting {
  static constexpr auto name = "hazard";
  /// A reader looks again, after it has announced the object, whether it is still there.
  static constexpr bool looks_again = true;
  /// Called between a reader's load and its announcement.
  static void before_announcing() noexcept {}
};

/// Michael's scheme: a reader announces an object in a slot of its own and looks again whether it
/// is still in its place. A member that has retired twice as many objects as there are slots, or
/// 64, frees those of them that nobody has announced. So what is kept back is bounded however long
/// a reader stays; but each protect() is a seq_cst store, and each free pays for the look around.
///
/// What a leaving member could not free is adopted by the next that looks around.
template <class Rules>
struct basic_hazard_pointers : domain<basic_hazard_pointers<Rules>, hazard_record, Rules> {
  static constexpr subject_info info{
      .name = Rules::name,
      .title = "hazard pointers",
      .source = "Michael, Hazard pointers, IEEE TPDS 15(6), 2004",
      .progress = progress::lock_free,
  };
  static constexpr reclaimer_traits traits{.bounded_garbage = true,
                                           .guards_per_thread = hazard_record::slots};
  static constexpr std::size_t fewest = 64;

 private:
  using base = domain<basic_hazard_pointers, hazard_record, Rules>;
  friend base;

 public:
  template <class T>
  class guard {
   public:
    guard() noexcept
        : _self(base::self()), _slot(static_cast<unsigned>(std::countr_one(_self.used))) {
      _self.used |= 1u << _slot;
    }
    ~guard() {
      // (1) release, partner (3): what I read comes before its being freed.
      _self.hazards[_slot].store(nullptr, memory_order_release);
      _self.used &= ~(1u << _slot);
    }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

    [[nodiscard]] T* protect(const place<T>& from) noexcept {
      T* object = from.load();
      for (;;) {
        Rules::before_announcing();
        // (2) seq_cst, partner (3): either who frees sees this, or the load below sees what it has
        // put in the object's place. Also releases what I read in the object announced before.
        _self.hazards[_slot].store(object, memory_order_seq_cst);
        if constexpr (!Rules::looks_again) return object;
        T* const again = from.load();
        if (again == object) return object;
        object = again;
      }
    }

   private:
    hazard_record& _self;
    unsigned _slot;
  };

 private:
  static void attached(hazard_record&) noexcept {}
  static void detached(hazard_record&) noexcept {}
  static void at_safepoint(hazard_record&) noexcept {}
  static std::uint64_t goal() noexcept { return 0; }

  static void retired_one(hazard_record& self, const retired& r) noexcept {
    self.waiting.push(r);
    const std::size_t slots = base::_members->size() * hazard_record::slots;
    if (self.waiting.size() >= std::max(fewest, 2 * slots)) scan(self);
  }
  static void leaving(hazard_record& self) noexcept {
    if (!self.waiting.empty()) scan(self);
  }

  static void scan(hazard_record& self) noexcept {
    if (self.processing) return;  // from a destructor below: its object waits for the next scan
    self.processing = true;
    base::_orphans->adopt(self.waiting);
    auto& seen = self.seen;
    seen.clear();
    for (hazard_record* r = base::_members->first(); r != nullptr; r = r->next) {
      for (auto& hazard : r->hazards) {
        // (3) seq_cst, partners (1), (2): see there.
        if (void* const object = hazard.load(memory_order_seq_cst)) seen.push_back(object);
      }
    }
    std::sort(seen.begin(), seen.end());
    // Those that destructors retire meanwhile come after these, and are not looked at.
    for (std::size_t n = self.waiting.size(); n != 0; --n) {
      const retired r = self.waiting.pop();
      if (std::binary_search(seen.begin(), seen.end(), r.object)) {
        self.waiting.push(r);
      } else {
        base::free_one(self, r);
      }
    }
    self.processing = false;
  }
};

using hazard_pointers = basic_hazard_pointers<hazard_rules>;

static_assert(reclaimer<hazard_pointers>);

}  // namespace contend::model
