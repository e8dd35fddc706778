// Runtimes with a planted bug each: the oracles of the baseline must see it.
#include <contend/harness/stress.hpp>
#include <suites/baseline/allocation.hpp>
#include <suites/baseline/list_append.hpp>
#include <suites/baseline/list_pop.hpp>
#include <suites/baseline/ref_count.hpp>
#include <suites/baseline/runtimes.hpp>
#include <suites/baseline/window.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend::suites {
namespace {

template <class Workload>
complaint wrong(parameters params = {}) {
  return harness::stress([](const setting& s) { return std::make_unique<load_of<Workload>>(s); },
                         {.threads = 1, .rounds = 150, .params = std::move(params)})
      .wrong;
}

const parameters private_place = grid({{"place", {"private"}}}).front(),
                 shared_place = grid({{"place", {"shared"}}}).front();

/// A list whose every 40th pop from the front drops one element more.
template <class E>
class lossy_list : public model::locked_list<E> {
 public:
  E pop_front() {
    if (++_pops % 40 == 0) model::locked_list<E>::pop_front();
    return model::locked_list<E>::pop_front();
  }

 private:
  unsigned _pops = 0;
};
struct lossy_runtime : model::native_runtime {
  template <class E>
  using shared_list = lossy_list<E>;
};

TEST(runtime_mutant, a_list_that_loses_an_element_is_seen) {
  const auto w = wrong<window<lossy_runtime>>(shared_place);
  ASSERT_TRUE(w);
  EXPECT_NE(w->find("came back"), std::string::npos) << *w;
}

TEST(runtime_mutant, a_pop_that_takes_two_is_seen) {
  const auto w = wrong<list_pop<lossy_runtime>>(shared_place);
  ASSERT_TRUE(w);
  EXPECT_NE(w->find("did not hold"), std::string::npos) << *w;
}

/// A list whose every 70th append is lost, as between two threads that both saw the old size.
template <class E>
class forgetful_list : public model::locked_list<E> {
 public:
  void append(E e) {
    if (++_appends % 70 != 0) model::locked_list<E>::append(std::move(e));
  }

 private:
  unsigned _appends = 0;
};
struct forgetful_runtime : model::native_runtime {
  template <class E>
  using list = forgetful_list<E>;
  template <class E>
  using shared_list = forgetful_list<E>;
};

TEST(runtime_mutant, a_lost_append_is_seen) {
  for (const parameters& place : {private_place, shared_place}) {
    const auto w = wrong<list_append<forgetful_runtime>>(place);
    ASSERT_TRUE(w);
    EXPECT_NE(w->find("did not hold"), std::string::npos) << *w;
  }
}

/// A list that pops from the wrong end.
template <class E>
class reversed_list : public model::list<E> {
 public:
  E pop_front() { return model::list<E>::pop_back(); }
};
struct reversed_runtime : model::native_runtime {
  template <class E>
  using list = reversed_list<E>;
};

TEST(runtime_mutant, a_list_out_of_order_is_seen) {
  const auto w = wrong<list_pop<reversed_runtime>>(private_place);
  ASSERT_TRUE(w);
  EXPECT_NE(w->find("did not hold"), std::string::npos) << *w;
}

/// A count that never falls to zero: nothing is destroyed. The memory stays reachable, so that a
/// leak checker leaves the finding to the ledger.
struct leaking_runtime : model::native_runtime {
  template <class T>
  class ref {
   public:
    ref() = default;
    explicit ref(T* object) : _object(object) {}
    ref(ref&& other) noexcept : _object(std::exchange(other._object, nullptr)) {}
    ref& operator=(ref&& other) noexcept {
      _object = std::exchange(other._object, nullptr);
      return *this;
    }
    void reset() noexcept { _object = nullptr; }
    explicit operator bool() const noexcept { return _object != nullptr; }
    [[nodiscard]] T* object() const noexcept { return _object; }

   private:
    T* _object = nullptr;
  };
  // Never destroyed: the leak checker looks after static objects are gone.
  static inline std::vector<void*>& leaked = *new std::vector<void*>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    T* object = new T(std::forward<A>(args)...);
    leaked.push_back(object);
    return ref<T>(object);
  }
  template <class T>
  static T* lend(const ref<T>& r) noexcept {
    return r.object();
  }
  template <class T>
  static T& get(const ref<T>& r) noexcept {
    return *r.object();
  }
  template <class T>
  static T& get(T* borrowed) noexcept {
    return *borrowed;
  }
};

TEST(runtime_mutant, an_object_that_is_never_destroyed_is_seen) {
  const auto w = wrong<window<leaking_runtime>>(private_place);
  ASSERT_TRUE(w);
  EXPECT_NE(w->find("ledger"), std::string::npos) << *w;
}

TEST(runtime_mutant, a_leak_is_seen_in_each_row_of_the_cost_table) {
  for (const complaint& w :
       {wrong<allocation<leaking_runtime>>(), wrong<list_pop<leaking_runtime>>(shared_place),
        wrong<ref_count<leaking_runtime>>(grid({{"of", {"owned"}}}).front())}) {
    ASSERT_TRUE(w);
    EXPECT_NE(w->find("ledger"), std::string::npos) << *w;
  }
}

TEST(runtime_mutant, the_rows_refuse_an_unknown_place) {
  using model::native_runtime;
  const parameters nowhere = grid({{"place", {"elsewhere"}}}).front();
  EXPECT_THROW(wrong<list_append<native_runtime>>(nowhere), std::invalid_argument);
  EXPECT_THROW(wrong<list_pop<native_runtime>>(nowhere), std::invalid_argument);
  EXPECT_THROW(wrong<ref_count<native_runtime>>(grid({{"of", {"lost"}}}).front()),
               std::invalid_argument);
}

TEST(runtime_mutant, the_window_refuses_an_unknown_place) {
  EXPECT_THROW(wrong<window<model::native_runtime>>(grid({{"place", {"elsewhere"}}}).front()),
               std::invalid_argument);
}

}  // namespace
}  // namespace contend::suites
