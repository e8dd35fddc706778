// The oracles of the ownership loads see what a wrong count does; and the loads show what a right
// one does with its dead.
#include "drive.hpp"

#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/blocked_owner.hpp>
#include <suites/refcount/cross_drop.hpp>
#include <suites/refcount/finalizer.hpp>
#include <suites/refcount/foreign_share.hpp>
#include <suites/refcount/migration.hpp>
#include <suites/refcount/owner_exit.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend {
namespace {

enum class bug { none, loses_an_up, loses_a_down, destroys_twice, leaves_its_queue };

/// A count under a lock that sends the dead home to their owner. With one bug, now and then. The
/// memory is kept until the next run, so that nothing is undefined but the count: neither a
/// sanitizer nor a crash is to find it.
template <bug Bug>
struct sends_home {
  static constexpr subject_info info{
      .name = "sends_home", .title = "sent home", .source = "nowhere"};
  static constexpr counted_traits traits{.destroyed_by = destroyer::owner};

  struct base {
    virtual ~base() = default;
    virtual void destroy() = 0;
    long count = 1;
    unsigned owner = self;
  };
  template <class T>
  struct node final : base {
    template <class... A>
    explicit node(A&&... args) {
      std::construct_at(&value, std::forward<A>(args)...);
    }
    ~node() override {}
    void destroy() override { std::destroy_at(&value); }

    static void up(node* n) noexcept {
      const std::lock_guard hold(lock);
      if (now(bug::loses_an_up)) return;
      ++n->count;
    }
    static void down(node* n) noexcept {
      {
        const std::lock_guard hold(lock);
        if (now(bug::loses_a_down) || --n->count != 0) return;
        if (n->owner != self && members.contains(n->owner)) {
          queues[n->owner].push_back(n);
          return;
        }
      }
      bury(n);
    }
    union {
      T value;
    };
  };
  template <class T>
  using ref = model::handle<node<T>>;

  struct thread : no_membership {
    thread() {
      const std::lock_guard hold(lock);
      self = ++last;
      members.insert(self);
    }
    ~thread() {
      while (true) {
        if (Bug != bug::leaves_its_queue) safepoint();
        const std::lock_guard hold(lock);
        if (Bug != bug::leaves_its_queue && !queues[self].empty()) continue;
        queues.erase(self);
        members.erase(self);
        self = 0;
        return;
      }
    }
    thread(const thread&) = delete;
    thread& operator=(const thread&) = delete;
    void safepoint() {
      std::vector<base*> dead;
      {
        const std::lock_guard hold(lock);
        dead.swap(queues[self]);
      }
      for (base* n : dead) bury(n);
    }
  };

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    auto made = std::make_unique<node<T>>(std::forward<A>(args)...);
    node<T>* n = made.get();
    const std::lock_guard hold(lock);
    kept.push_back(std::move(made));
    return ref<T>::adopt(n);
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }

  static void bury(base* n) {
    n->destroy();
    bool again = false;
    {
      const std::lock_guard hold(lock);
      again = now(bug::destroys_twice);
    }
    if (again) n->destroy();
  }
  /// With the lock held.
  static bool now(bug b) noexcept { return b == Bug && ++chances % 100 == 0; }

  static inline std::mutex lock;
  static inline std::vector<std::unique_ptr<base>> kept;
  static inline std::set<unsigned> members;
  static inline std::map<unsigned, std::vector<base*>> queues;
  static inline unsigned last = 0;
  static inline std::uint64_t chances = 0;
  static inline constinit thread_local unsigned self = 0;
};

template <template <class> class Load, bug Bug>
complaint of(unsigned threads, const parameter_list& with) {
  using P = sends_home<Bug>;
  P::chances = 0;
  auto wrong = drive<Load<P>>(threads, 200, with).wrong;
  P::kept.clear();
  return wrong;
}

const parameter_list half_foreign{{"foreign", "50"}};
const parameter_list half_remote{
    {"remote", "50"}, {"counts", "4"}, {"live", "64"}, {"per_maker", "1"}};
const parameter_list all_remote{
    {"remote", "100"}, {"counts", "0"}, {"live", "100"}, {"per_maker", "2"}};
const parameter_list blocked{{"blocked_ms", "2"}};
const parameter_list exits_after{{"exit", "after"}, {"turnover", "membership"}};
const parameter_list exits_during{{"exit", "during"}, {"turnover", "membership"}};
const parameter_list ends_before{{"exit", "before"}, {"turnover", "thread"}};
const parameter_list ends_after{{"exit", "after"}, {"turnover", "thread"}};
const parameter_list drops{{"does", "drops"}}, revives{{"does", "revives"}};

template <bug Bug>
void all_pass() {
  for (unsigned threads : {1u, 2u, 4u}) {
    EXPECT_EQ((of<suites::foreign_share, Bug>(threads, half_foreign)), std::nullopt);
    EXPECT_EQ((of<suites::cross_drop, Bug>(threads, half_remote)), std::nullopt);
    EXPECT_EQ((of<suites::cross_drop, Bug>(threads, all_remote)), std::nullopt);
    if (threads > 1) {
      EXPECT_EQ((of<suites::blocked_owner, Bug>(threads, blocked)), std::nullopt);
    }
    for (const auto& how : {exits_after, exits_during, ends_before, ends_after}) {
      EXPECT_EQ((of<suites::owner_exit, Bug>(threads, how)), std::nullopt);
    }
    EXPECT_EQ((of<suites::migration, Bug>(threads, {})), std::nullopt);
    EXPECT_EQ((of<suites::finalizer, Bug>(threads, drops)), std::nullopt);
    EXPECT_EQ((of<suites::finalizer, Bug>(threads, revives)), std::nullopt);
  }
}

TEST(ownership_oracle, passes_the_design_without_a_bug) { all_pass<bug::none>(); }

/// All say what they saw in words of their own; that they say something is what counts.
template <bug Bug>
void all_fail() {
  constexpr unsigned threads = 2;
  EXPECT_TRUE((of<suites::cross_drop, Bug>(threads, half_remote))) << "cross_drop";
  EXPECT_TRUE((of<suites::owner_exit, Bug>(threads, exits_during))) << "owner_exit";
  EXPECT_TRUE((of<suites::owner_exit, Bug>(threads, ends_before))) << "owner_exit, threads";
  EXPECT_TRUE((of<suites::migration, Bug>(threads, {}))) << "migration";
  // One thread: what is destroyed twice drops twice, and what it drops dies under a user's eyes.
  EXPECT_TRUE((of<suites::finalizer, Bug>(1, drops))) << "finalizer, drops";
  EXPECT_TRUE((of<suites::finalizer, Bug>(1, revives))) << "finalizer, revives";
}

TEST(ownership_oracle, sees_a_lost_count_down) {
  all_fail<bug::loses_a_down>();
  EXPECT_TRUE((of<suites::foreign_share, bug::loses_a_down>(2, half_foreign)));
  EXPECT_TRUE((of<suites::blocked_owner, bug::loses_a_down>(2, blocked)));
}

TEST(ownership_oracle, sees_a_second_destruction) {
  all_fail<bug::destroys_twice>();
  EXPECT_TRUE((of<suites::blocked_owner, bug::destroys_twice>(2, blocked)));
}

// One thread: with more, the early destruction races with a use, and that is TSan's to find. The
// other loads move and don't copy.
TEST(ownership_oracle, sees_a_lost_count_up) {
  constexpr bug lost = bug::loses_an_up;
  EXPECT_TRUE((of<suites::foreign_share, lost>(1, half_foreign)));
  EXPECT_TRUE((of<suites::cross_drop, lost>(1, half_remote)));
  EXPECT_TRUE((of<suites::migration, lost>(1, {})));
  EXPECT_TRUE((of<suites::finalizer, lost>(1, revives)));
}

TEST(ownership_oracle, sees_a_queue_that_an_exit_leaves_behind) {
  constexpr bug left = bug::leaves_its_queue;
  EXPECT_TRUE((of<suites::owner_exit, left>(2, exits_after)));
  EXPECT_TRUE((of<suites::owner_exit, left>(2, ends_after)));
  EXPECT_TRUE((of<suites::migration, left>(2, {})));
  EXPECT_TRUE((of<suites::finalizer, left>(2, revives)));
}

double value_of(const harness::stress_result& r, std::string_view name) {
  for (const metric& m : r.metrics) {
    if (m.name == name) return m.value;
  }
  ADD_FAILURE() << "no metric " << name;
  return -1;
}

TEST(blocked_owner, retains_for_an_owner_what_the_last_dropper_frees_at_once) {
  const auto at_once = drive<suites::blocked_owner<model::atomic_count>>(2, 2000, blocked);
  EXPECT_EQ(at_once.wrong, std::nullopt);
  EXPECT_GT(value_of(at_once, "destroyed_by_others"), 0);

  const auto later = drive<suites::blocked_owner<model::biased_count>>(2, 2000, blocked);
  EXPECT_EQ(later.wrong, std::nullopt);
  EXPECT_EQ(value_of(later, "destroyed_by_others"), 0);
  EXPECT_GT(value_of(later, "queue_high_water"), 0);
  EXPECT_GT(value_of(later, "drop_to_destroy_samples"), 0);
  ASSERT_EQ(later.histories.size(), 1u);
  EXPECT_EQ(later.histories[0].name, "retained_bytes");
  EXPECT_FALSE(later.histories[0].points.empty());
}

TEST(owner_exit, leaves_orphans_to_who_drops_them) {
  for (const auto& how :
       {parameter_list{{"exit", "before"}, {"turnover", "membership"}}, ends_before}) {
    const auto r = drive<suites::owner_exit<model::biased_count>>(2, 500, how);
    EXPECT_EQ(r.wrong, std::nullopt);
    EXPECT_EQ(value_of(r, "queue_high_water"), 0) << "nobody is there to queue for";
    EXPECT_GT(value_of(r, "owners"), 1);
  }
  const auto r = drive<suites::owner_exit<model::biased_count>>(2, 500, ends_after);
  EXPECT_EQ(r.wrong, std::nullopt);
  EXPECT_GT(value_of(r, "queue_high_water"), 0);
}

TEST(cross_drop, drops_the_share_that_it_is_told) {
  for (const char* remote : {"0", "30", "100"}) {
    const auto r = drive<suites::cross_drop<model::atomic_count>>(
        2, 1000, {{"remote", remote}, {"counts", "1"}, {"live", "64"}, {"per_maker", "1"}});
    EXPECT_EQ(r.wrong, std::nullopt);
    // Of what was replaced; all but a parcel a worker, not full yet when the workers stopped, and
    // a fraction of an object.
    const double share = std::stod(remote) / 100 * static_cast<double>(r.total.succeeded);
    const double others = value_of(r, "destroyed_by_others");
    EXPECT_LE(others, share + 0.5) << remote;
    EXPECT_GE(others, share - 2 * (suites::lane<int>::most + 1)) << remote;
  }
}

template <template <class> class Load>
void refuses(const parameter_list& with) {
  EXPECT_THROW(Load<model::atomic_count>({.threads = 2, .params = parameters(with)}),
               std::invalid_argument);
}

TEST(ownership_loads, refuse_parameters_that_make_no_sense) {
  refuses<suites::foreign_share>({{"foreign", "-1"}});
  refuses<suites::foreign_share>({{"foreign", "101"}});
  refuses<suites::cross_drop>(
      {{"remote", "101"}, {"counts", "1"}, {"live", "64"}, {"per_maker", "1"}});
  refuses<suites::cross_drop>(
      {{"remote", "1"}, {"counts", "-1"}, {"live", "64"}, {"per_maker", "1"}});
  refuses<suites::cross_drop>(
      {{"remote", "1"}, {"counts", "1"}, {"live", "15"}, {"per_maker", "1"}});
  refuses<suites::blocked_owner>({{"blocked_ms", "0"}});
  refuses<suites::owner_exit>({{"exit", "never"}, {"turnover", "thread"}});
  refuses<suites::owner_exit>({{"exit", "after"}, {"turnover", "process"}});
  refuses<suites::finalizer>({{"does", "nothing"}});
}

}  // namespace
}  // namespace contend
