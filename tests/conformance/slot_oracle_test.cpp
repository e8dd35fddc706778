// What is said about slots is noticed when it is not so: planted wrong slots.
#include "drive.hpp"
#include "slot_checks.hpp"

#include <contend/model/refcount/handle.hpp>
#include <suites/refcount/slot_mix.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace contend {
namespace {

enum class bug {
  none,
  forgets_to_protect,  ///< a view is the bare address
  shows_the_dead,      ///< now and then what was replaced, which nothing keeps alive
  shows_the_old,       ///< now and then what was replaced, alive
  shows_nothing,       ///< now and then null
  loses_the_old,       ///< now and then what is replaced is never counted down
  ignores_stores,      ///< now and then
  drops_twice,         ///< now and then what is replaced is counted down twice
};

/// The memory of all nodes, kept to the end of the test: what happens to a dead object, or to
/// one that was lost, is for the oracle to see, not for a sanitizer.
std::vector<std::unique_ptr<unsigned char[]>> memory;

/// For one thread.
template <bug Bug>
struct bad_slots {
  static constexpr subject_info info{
      .name = "bad", .title = "bad", .source = "planted", .max_threads = 1};
  static constexpr counted_traits traits{};
  static constexpr slot_traits slotting{};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}
    static void up(node* n) noexcept { ++n->count; }
    static void down(node* n) noexcept {
      if (--n->count == 0) n->value.~T();
    }

    int count = 1;
    union {
      T value;
    };
    ~node() = delete;
  };
  template <class T>
  using ref = model::handle<node<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    static_assert(alignof(node<T>) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    memory.push_back(std::make_unique<unsigned char[]>(sizeof(node<T>)));
    return ref<T>::adopt(new (memory.back().get()) node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }

  /// A handle that may hold no count.
  template <class T>
  class view {
   public:
    view(ref<T> r, bool counted) noexcept : _ref(std::move(r)), _counted(counted) {}
    view(view&&) noexcept = default;
    ~view() {
      if (!_counted) (void)_ref.release();
    }
    explicit operator bool() const noexcept { return static_cast<bool>(_ref); }
    ref<T> _ref;
    bool _counted;
  };
  template <class T>
  static T& get(const view<T>& v) noexcept {
    return get(v._ref);
  }

  template <class T>
  class slot {
   public:
    explicit slot(ref<T> initial) noexcept : _held(std::move(initial)) {}

    view<T> load() {
      if constexpr (Bug == bug::forgets_to_protect) return {ref<T>::adopt(_held.node()), false};
      if (Bug == bug::shows_the_dead && _dead != nullptr && now()) {
        return {ref<T>::adopt(_dead), false};
      }
      if (Bug == bug::shows_the_old && _old && now()) return {_old, true};
      if (Bug == bug::shows_nothing && now()) return {{}, true};
      return {_held, true};
    }
    ref<T> share() { return _held; }
    ref<T> exchange(ref<T> next) { return std::exchange(_held, std::move(next)); }
    void store(ref<T> next) {
      if (Bug == bug::ignores_stores && now()) return;
      ref<T> old = exchange(std::move(next));
      if (Bug == bug::shows_the_dead) _dead = old.node();
      if (Bug == bug::shows_the_old) _old = old;
      if (Bug == bug::loses_the_old && now()) (void)old.release();
      if (Bug == bug::drops_twice && now()) old.node()->value.~T();
    }

   private:
    bool now() noexcept { return ++_calls % 50 == 0; }

    ref<T> _held, _old;
    node<T>* _dead = nullptr;
    unsigned _calls = 0;
  };
};
static_assert(slotted<bad_slots<bug::none>>);

class slot_oracle : public testing::Test {
 protected:
  void TearDown() override { memory.clear(); }

  template <bug Bug>
  static complaint of_mix(const char* slots = "2", const char* stores = "40") {
    return drive<suites::slot_mix<bad_slots<Bug>>>(1, 4000, {{"slots", slots}, {"stores", stores}})
        .wrong;
  }
  static void expect_says(const complaint& wrong, const std::string& what) {
    ASSERT_TRUE(wrong.has_value()) << "nothing was noticed";
    EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
  }
};

TEST_F(slot_oracle, passes_the_frame_without_a_bug) {
  using good = bad_slots<bug::none>;
  EXPECT_EQ(of_mix<bug::none>(), std::nullopt);
  EXPECT_EQ(slots::view_survives_stores<good>(), std::nullopt);
  EXPECT_EQ(slots::view_survives_exchange<good>(), std::nullopt);
  EXPECT_EQ(slots::view_survives_the_slot<good>(), std::nullopt);
  EXPECT_EQ(slots::many_views_survive<good>(), std::nullopt);
  EXPECT_EQ(slots::everything_stored_goes<good>(), std::nullopt);
}
TEST_F(slot_oracle, sees_a_view_that_protects_nothing) {
  using bad = bad_slots<bug::forgets_to_protect>;
  expect_says(slots::view_survives_stores<bad>(), "after their death");
  expect_says(slots::view_survives_exchange<bad>(), "after their death");
  expect_says(slots::view_survives_the_slot<bad>(), "after their death");
  expect_says(slots::many_views_survive<bad>(), "after their death");
}
TEST_F(slot_oracle, sees_a_lost_object) {
  expect_says(slots::everything_stored_goes<bad_slots<bug::loses_the_old>>(), "ledger");
  expect_says(of_mix<bug::loses_the_old>(), "ledger");
}
TEST_F(slot_oracle, sees_a_use_after_death) {
  expect_says(of_mix<bug::shows_the_dead>(), "after their death");
}
TEST_F(slot_oracle, sees_a_step_back) { expect_says(of_mix<bug::shows_the_old>(), "older"); }
TEST_F(slot_oracle, sees_a_load_of_nothing) {
  expect_says(of_mix<bug::shows_nothing>(), "no object");
}
TEST_F(slot_oracle, sees_a_lost_store) {
  expect_says(of_mix<bug::ignores_stores>(), "older");
  // The last of 4000 stores is one of those that do nothing, and nobody looks before the end.
  expect_says(of_mix<bug::ignores_stores>("1", "100"), "stored in them last");
}
TEST_F(slot_oracle, sees_an_object_destroyed_twice) {
  expect_says(of_mix<bug::drops_twice>(), "after their death");
}

}  // namespace
}  // namespace contend
