// Designs whose weak references are wrong, one line each: the oracles of the suite must see it.
// On one worker, so that it takes no luck; the race of check-then-increment is in tests/negative.
#include "drive.hpp"

#include <contend/core/atomic.hpp>
#include <contend/subject/weak.hpp>
#include <suites/weakref/dead_deref.hpp>
#include <suites/weakref/private_deref.hpp>
#include <suites/weakref/upgrade_storm.hpp>
#include <suites/weakref/weak_churn.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace contend {
namespace {

enum class bug {
  none,
  revives,       ///< an upgrade hands out what was destroyed
  keeps,         ///< a weak reference keeps the object alive
  gives_up,      ///< an upgrade now and then takes a busy count for a dead object
  counts_short,  ///< an upgrade forgets to count
  leads_astray,  ///< a weak reference leads to the object before
  leaks,         ///< the last drop forgets to destroy
};

/// One thread; a right design but for the bug. Memory goes at the end, so that a bug is seen by
/// the oracle and by nothing else.
template <bug Bug>
struct planted {
  static constexpr subject_info info{
      .name = "planted", .title = "planted", .source = "", .max_threads = 1};
  static constexpr counted_traits traits{};
  static constexpr weak_traits weakness{};
  using thread = no_membership;

  struct header {
    explicit header(void (*how)(header*)) : destroy(how) {}
    std::int64_t count = 1;
    void (*destroy)(header*);
    void (*release)(header*) = nullptr;
  };
  template <class T>
  struct node : header {
    template <class... A>
    explicit node(A&&... args)
        : header([](header* h) { static_cast<node*>(h)->value.~T(); }),
          value(std::forward<A>(args)...) {}
    ~node() {}
    union {
      T value;
    };
  };

  static void up(header* h) { ++h->count; }
  static void down(header* h) {
    if (--h->count == 0 && Bug != bug::leaks) h->destroy(h);
  }

  template <class T, bool Counted>
  struct pointer {
    pointer() = default;
    explicit pointer(node<T>* n) : to(n) {}
    pointer(const pointer& o) : to(o.to) {
      if (Counted && to != nullptr) up(to);
    }
    pointer(pointer&& o) noexcept : to(std::exchange(o.to, nullptr)) {}
    pointer& operator=(pointer o) {
      std::swap(to, o.to);
      return *this;
    }
    ~pointer() { reset(); }
    void reset() {
      if (node<T>* n = std::exchange(to, nullptr); Counted && n != nullptr) down(n);
    }
    explicit operator bool() const { return to != nullptr; }
    node<T>* to = nullptr;
  };
  template <class T>
  using ref = pointer<T, true>;
  template <class T>
  using weak = pointer<T, Bug == bug::keeps>;

  static inline std::vector<header*> all{};
  static inline unsigned upgrades = 0;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    auto* n = new node<T>(std::forward<A>(args)...);
    n->release = [](header* h) { delete static_cast<node<T>*>(h); };
    all.push_back(n);
    return ref<T>(n);
  }
  static void collect() {
    for (header* h : all) h->release(h);
    all.clear();
  }
  template <class T>
  static T& get(const pointer<T, true>& r) {
    return r.to->value;
  }
  template <class T>
  static weak<T> downgrade(const pointer<T, true>& r) {
    node<T>* to = r.to;
    if (Bug == bug::leads_astray && all.size() > 1) to = static_cast<node<T>*>(all.front());
    if (Bug == bug::keeps) up(to);
    return weak<T>(to);
  }
  template <class T, bool Counted>
  static ref<T> upgrade(const pointer<T, Counted>& w) {
    if (w.to == nullptr || (w.to->count <= 0 && Bug != bug::revives)) return {};
    if (Bug == bug::gives_up && ++upgrades % 50 == 0) return {};
    if (Bug != bug::counts_short) up(w.to);
    return ref<T>(w.to);
  }
};
static_assert(weakly_counted<planted<bug::none>>);

/// What the oracle says. It stops at the first thing that is wrong, so we collect for it.
template <workload W>
complaint verdict(parameter_list list) {
  auto wrong = drive<W>(1, 300, std::move(list)).wrong;
  W::subject::collect();
  return wrong;
}

template <bug Bug>
complaint storm() {
  return verdict<suites::upgrade_storm<planted<Bug>>>({{"upgrades", "8"}});
}
template <bug Bug>
complaint churn() {
  return verdict<suites::weak_churn<planted<Bug>>>({{"of", "private"}, {"kept", "none"}});
}
template <bug Bug>
complaint deref() {
  return verdict<suites::private_deref<planted<Bug>>>({{"stripes", "any"}, {"objects", "2"}});
}
template <bug Bug>
complaint dead() {
  return verdict<suites::dead_deref<planted<Bug>>>({{"of", "private"}});
}

void sees(const complaint& wrong, const char* what) {
  ASSERT_TRUE(wrong) << "not seen: " << what;
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

TEST(weak_oracle, a_right_design_passes) {
  EXPECT_EQ(storm<bug::none>(), std::nullopt);
  EXPECT_EQ(churn<bug::none>(), std::nullopt);
  EXPECT_EQ(deref<bug::none>(), std::nullopt);
  EXPECT_EQ(dead<bug::none>(), std::nullopt);
}
TEST(weak_oracle, an_upgrade_that_revives_the_dead_is_seen) {
  sees(storm<bug::revives>(), "revived a dead object");
  sees(dead<bug::revives>(), "revived a dead object");
}
TEST(weak_oracle, a_weak_reference_that_keeps_the_object_is_seen) {
  sees(storm<bug::keeps>(), "revived a dead object");
  sees(dead<bug::keeps>(), "revived a dead object");
  sees(deref<bug::keeps>(), "wrong answer");
}
TEST(weak_oracle, an_upgrade_that_gives_up_is_seen) {
  sees(storm<bug::gives_up>(), "failed while a reference was held");
  sees(deref<bug::gives_up>(), "wrong answer");
}
TEST(weak_oracle, an_upgrade_that_does_not_count_is_seen) {
  EXPECT_TRUE(storm<bug::counts_short>());
  EXPECT_TRUE(churn<bug::counts_short>());
  EXPECT_TRUE(deref<bug::counts_short>());
}
TEST(weak_oracle, a_weak_reference_to_another_object_is_seen) {
  EXPECT_TRUE(storm<bug::leads_astray>());
  sees(deref<bug::leads_astray>(), "wrong answer");
}
TEST(weak_oracle, an_object_that_is_never_destroyed_is_seen) {
  sees(storm<bug::leaks>(), "ledger");
  sees(churn<bug::leaks>(), "ledger");
  sees(deref<bug::leaks>(), "ledger");
  sees(dead<bug::leaks>(), "ledger");
}

TEST(weak_parameters, nonsense_is_refused_by_name) {
  using P = planted<bug::none>;
  EXPECT_THROW(drive<suites::upgrade_storm<P>>(1, 1, {{"upgrades", "0"}}), std::invalid_argument);
  EXPECT_THROW(drive<suites::upgrade_storm<P>>(1, 1, {{"upgrades", "4097"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::weak_churn<P>>(1, 1, {{"of", "nobody"}, {"kept", "one"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::weak_churn<P>>(1, 1, {{"of", "shared"}, {"kept", "two"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::dead_deref<P>>(1, 1, {{"of", ""}}), std::invalid_argument);
  EXPECT_THROW(drive<suites::private_deref<P>>(1, 1, {{"stripes", "any"}, {"objects", "65"}}),
               std::invalid_argument);
}

}  // namespace
}  // namespace contend
