// Reclamation schemes with a planted bug each: the contract's bodies and the loads' oracle must see
// it. No freed memory is touched here: what is destroyed too early is only counted, or buried.
#include "drive.hpp"
#include "reclaim_fixture.hpp"

#include <contend/model/reclaim/epoch.hpp>
#include <contend/model/reclaim/hazard_pointers.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#include <suites/reclaim/read_mostly.hpp>
#include <suites/reclaim/turnover.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace contend {
namespace {

struct hasty_epoch_rules : model::ebr_rules {
  static constexpr unsigned grace = 1;
};
struct hidden_qsbr_rules : model::qsbr_rules {
  static constexpr bool announces_itself = false;
};

class hasty_epoch : public reclaim_fixture<model::basic_epoch<hasty_epoch_rules>> {};
TEST_F(hasty_epoch, which_frees_one_epoch_early_is_seen) { EXPECT_FALSE(kept_while_guarded()); }

class hidden_qsbr : public reclaim_fixture<model::basic_qsbr<hidden_qsbr_rules>> {};
TEST_F(hidden_qsbr, which_takes_a_reader_that_has_just_come_for_absent_is_seen) {
  EXPECT_FALSE(kept_while_guarded());
}

/// A reader that stops between its load and its announcement.
template <bool LooksAgain>
struct paused_hazard_rules : model::hazard_rules {
  static constexpr bool looks_again = LooksAgain;
  static void before_announcing() noexcept {
    if (pause) std::exchange(pause, nullptr)();
  }
  static inline std::function<void()> pause;
};

template <class Rules>
class paused_hazard : public reclaim_fixture<model::basic_hazard_pointers<Rules>> {
 protected:
  using base = reclaim_fixture<model::basic_hazard_pointers<Rules>>;
  using typename base::guard_type, typename base::node_type, typename base::place_type;
  using scheme = model::basic_hazard_pointers<Rules>;

  /// Whether the reader is given the object that was freed while it paused.
  bool gives_a_dead_object() {
    node_type *const old = this->make(1), *const next = this->make(2);
    old->gone = &this->gone_a;
    place_type place(old);
    node_type* given = nullptr;
    this->in_another_thread_while_guarding(
        [&](auto hold) {
          guard_type guard;
          Rules::pause = hold;
          given = guard.protect(place);
        },
        [&](auto& member) {
          scheme::retire(place.exchange(next));
          this->churn(member);
          EXPECT_TRUE(this->gone_a) << "nobody had announced it";
        });
    scheme::retire(next);
    return given == old;
  }
};

using forgetful_hazard = paused_hazard<paused_hazard_rules<false>>;
TEST_F(forgetful_hazard, which_does_not_look_again_is_seen) { EXPECT_TRUE(gives_a_dead_object()); }
using careful_hazard = paused_hazard<paused_hazard_rules<true>>;
TEST_F(careful_hazard, which_looks_again_passes) { EXPECT_FALSE(gives_a_dead_object()); }

/// Destroys objects and keeps their memory until the test is over.
template <class Rules>
struct burying : Rules {
  template <class T>
  static void destroy(void* object) noexcept {
    static_cast<T*>(object)->~T();
    const std::lock_guard lock(mutex);
    graves.emplace_back(object, [](void* memory) { ::operator delete(memory); });
  }
  static inline std::mutex mutex;
  static inline std::vector<std::unique_ptr<void, void (*)(void*)>> graves;
};

/// Readers that look at what they protected only after a while.
template <class Scheme>
struct slow_reading : Scheme {
  template <class T>
  struct guard : Scheme::template guard<T> {
    T* protect(const typename Scheme::template place<T>& from) {
      T* const object = Scheme::template guard<T>::protect(from);
      std::this_thread::yield();
      return object;
    }
  };
};

template <class Scheme>
complaint read_mostly_says() {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const auto r =
        drive<suites::read_mostly<Scheme>>(4, 3000, {{"replace", "50"}, {"objects", "1"}});
    if (r.wrong) return r.wrong;
  }
  return std::nullopt;
}
template <class Scheme>
void expect_the_ledger_sees_it() {
  if (built_for_tsan) GTEST_SKIP() << "TSan sees it first: reading races with destruction";
  const complaint wrong = read_mostly_says<Scheme>();
  ASSERT_TRUE(wrong);
  EXPECT_NE(wrong->find("after their death"), std::string::npos) << *wrong;
}

TEST(reclaim_mutant, read_mostly_sees_objects_freed_one_epoch_early) {
  expect_the_ledger_sees_it<slow_reading<model::basic_epoch<burying<hasty_epoch_rules>>>>();
}
struct late_hazard_rules : model::hazard_rules {
  static constexpr bool looks_again = false;
  static void before_announcing() noexcept { std::this_thread::yield(); }
};
TEST(reclaim_mutant, read_mostly_sees_hazard_pointers_that_do_not_look_again) {
  expect_the_ledger_sees_it<model::basic_hazard_pointers<burying<late_hazard_rules>>>();
}

/// Right ones in the same clothes: what is seen above is the bug.
TEST(reclaim_mutant, read_mostly_finds_nothing_wrong_with_the_right_rules) {
  using right = slow_reading<model::basic_epoch<burying<model::ebr_rules>>>;
  const auto r = drive<suites::read_mostly<right>>(4, 3000, {{"replace", "50"}, {"objects", "1"}});
  EXPECT_EQ(r.wrong, std::nullopt);
}

/// Forgets one in fifty; its memory stays reachable, so that the finding is the ledger's.
struct losing : model::epoch {
  template <class T>
  static void retire(T* object, std::size_t bytes = sizeof(T)) {
    thread_local unsigned count = 0;
    if (++count % 50 == 0) {
      const std::lock_guard lock(mutex);
      lost.push_back(object);
    } else {
      model::epoch::retire(object, bytes);
    }
  }
  static inline std::mutex mutex;
  static inline std::vector<void*>& lost = *new std::vector<void*>;
};
TEST(reclaim_mutant, the_oracle_sees_an_object_that_is_never_freed) {
  const auto r = drive<suites::turnover<losing>>(2, 200, {{"retired", "4"}});
  ASSERT_TRUE(r.wrong);
  EXPECT_NE(r.wrong->find("ledger"), std::string::npos) << *r.wrong;
}

/// Counts bytes in, but not all of them out.
struct miscounting : model::epoch {
  static std::size_t pending() noexcept { return model::epoch::pending() + 8; }
};
TEST(reclaim_mutant, the_oracle_sees_books_that_do_not_end_at_zero) {
  const auto r = drive<suites::turnover<miscounting>>(2, 200, {{"retired", "4"}});
  ASSERT_TRUE(r.wrong);
  EXPECT_NE(r.wrong->find("books"), std::string::npos) << *r.wrong;
}

/// Loses a store: what was to go in comes out.
struct ignoring : model::epoch {
  template <class T>
  struct place : model::place<T> {
    using model::place<T>::place;
    T* exchange(T* object) noexcept {
      return object != nullptr && ++_calls == 7 ? object : model::place<T>::exchange(object);
    }
    unsigned _calls = 0;
  };
};
TEST(reclaim_mutant, the_oracle_sees_a_store_that_was_lost) {
  const auto r = drive<suites::turnover<ignoring>>(2, 200, {{"retired", "4"}});
  ASSERT_TRUE(r.wrong);
  EXPECT_NE(r.wrong->find("not what was put there"), std::string::npos) << *r.wrong;
}

}  // namespace
}  // namespace contend
