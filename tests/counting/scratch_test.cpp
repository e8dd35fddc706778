// The control: a load that allocates nothing is caught, whatever it claims.
#include "scratch.hpp"
#include "disagreement.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string_view>
#include <vector>

namespace contend::counting {
namespace {

/// One object a round, or so it says.
class scratch {
 public:
  struct subject {
    static constexpr subject_info info{.name = "new", .title = "operator new", .source = "here"};
  };
  static constexpr std::string_view name = "scratch";
  static constexpr card about{.title = "cache-scratch, as published"};

  explicit scratch(const setting&, scratch_worker* work = nullptr, bool claims = true)
      : _work(work), _claims(claims) {}

  class worker {
   public:
    worker(scratch& load, const seat&) : _load(load) {}
    tally step(std::uint32_t rounds) {
      _load._work(rounds, 8);
      _load._rounds += rounds;
      return tally::all(rounds);
    }

   private:
    scratch& _load;
  };

  complaint verify() { return std::nullopt; }
  std::vector<metric> metrics() const {
    if (!_claims) return {};
    const auto rounds = static_cast<double>(_rounds.load());
    return {{"allocations", "calls", rounds}, {"frees", "calls", rounds}};
  }

 private:
  scratch_worker* _work;
  bool _claims;
  std::atomic<std::uint64_t> _rounds{0};
};

builder scratching(scratch_worker* work, bool claims = true) {
  return [=](const setting& s) { return std::make_unique<load_of<scratch>>(s, work, claims); };
}

complaint of(scratch_worker* work, bool direct) {
  return disagreement(scratching(work), 2, direct);
}

void judge(const scratch_workers& by) {
  ASSERT_TRUE(preloaded()) << "run this with LD_PRELOAD=libcontend_counting.so";
  SCOPED_TRACE(by.compiler);
  const complaint caught = of(by.as_published, false);
  ASSERT_TRUE(caught) << "the control did allocate: the compiler no longer removes the pair";
  EXPECT_NE(caught->find("80000 rounds claim 160000 allocations and 160000 frees, and it made"),
            std::string::npos)
      << *caught;
  EXPECT_EQ(of(by.escaped, false), std::nullopt);

  const complaint seen = of(by.malloc_bare, true);
  ASSERT_TRUE(seen) << "the control did allocate: the compiler no longer removes the pair";
  EXPECT_EQ(
      *seen,
      "it claims 4000 allocations and 4000 frees; the allocator saw 0 allocations and 0 frees");
  EXPECT_EQ(of(by.malloc_escaped, true), std::nullopt);
  EXPECT_EQ(of(by.malloc_escaped, false), std::nullopt);
}

TEST(cache_scratch, is_caught_claiming_nothing) {
  ASSERT_TRUE(preloaded()) << "run this with LD_PRELOAD=libcontend_counting.so";
  const builder silent = scratching(scratch_by_build_compiler().malloc_escaped, false);
  EXPECT_EQ(disagreement(silent, 2, true), "it claims nothing: no metrics allocations and frees");
}

TEST(cache_scratch, is_caught_allocating_nothing) { judge(scratch_by_build_compiler()); }

TEST(cache_scratch, is_caught_allocating_nothing_by_clang) {
#if defined(CONTEND_SCRATCH_CLANG)
  judge(scratch_by_clang());
#else
  GTEST_SKIP() << "no clang++ on this host, or it is the build's own compiler";
#endif
}

}  // namespace
}  // namespace contend::counting
