#include "disagreement.hpp"

#include <contend/harness/stress.hpp>
#include <preload/counting.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace contend::counting {
namespace {

// Wide enough for a difference of either sign.
struct calls {
  std::int64_t allocations = 0, frees = 0;

  friend calls operator-(const calls& a, const calls& b) {
    return {a.allocations - b.allocations, a.frees - b.frees};
  }
  friend bool operator==(const calls&, const calls&) = default;
};
calls of(const contend_counting_calls& c) {
  return {static_cast<std::int64_t>(c.allocations), static_cast<std::int64_t>(c.frees)};
}
std::string text(const calls& c) {
  return fmt::format("{} allocations and {} frees", c.allocations, c.frees);
}

contend_counting now() {
  contend_counting c{};
  contend_counting_read(&c);
  return c;
}

struct account {
  complaint wrong;
  bool claims = false;
  calls claimed, all, program;
  std::uint64_t threads = 0;
};

account run(const builder& build, unsigned threads, std::uint64_t rounds) {
  contend_counting before{};
  const auto r = harness::stress(
      [&](const setting& s) {
        before = now();
        return build(s);
      },
      {.threads = threads, .rounds = rounds, .perturb = false});
  const contend_counting after = now();
  account a{.wrong = r.wrong,
            .all = of(after.all) - of(before.all),
            .program = of(after.program) - of(before.program),
            .threads = after.threads - before.threads};
  bool allocations = false, frees = false;
  for (const metric& m : r.metrics) {
    if (m.name == "allocations") {
      a.claimed.allocations = static_cast<std::int64_t>(m.value);
      allocations = true;
    }
    if (m.name == "frees") {
      a.claimed.frees = static_cast<std::int64_t>(m.value);
      frees = true;
    }
  }
  a.claims = allocations && frees;
  return a;
}

}  // namespace

bool preloaded() noexcept { return &contend_counting_read != nullptr; }

namespace {

complaint disagreement_once(const builder& build, unsigned threads, bool direct,
                            std::uint64_t many) {
  constexpr std::uint64_t few = 2000;
  (void)run(build, threads, many);
  const account less = run(build, threads, few), more = run(build, threads, many);
  for (const account& a : {less, more}) {
    if (a.wrong) return "its own oracle: " + *a.wrong;
    if (!a.claims) return "it claims nothing: no metrics allocations and frees";
    if (direct && a.program != a.claimed) {
      return fmt::format("it claims {}; the allocator saw {}", text(a.claimed), text(a.program));
    }
  }
  if (more.claimed == less.claimed) {
    return fmt::format("{} rounds claim as much as {}: {}", many, few, text(more.claimed));
  }
  const calls besides_less = less.all - less.claimed, besides_more = more.all - more.claimed;
  if (less.threads == 0 && more.threads == 0 && besides_less != besides_more) {
    return fmt::format(
        "{} rounds claim {}, and the process made {}; {} rounds claim {}, and it made {}", few,
        text(less.claimed), text(less.all), many, text(more.claimed), text(more.all));
  }
  return std::nullopt;
}

}  // namespace

complaint disagreement(const builder& build, unsigned threads, bool direct) {
  complaint found;
  // What a load claims wrongly it claims wrongly each time. What a new thread's stack asks of
  // malloc depends on whether the last one's was there to be used again, and how much a load with
  // several workers gets done in so many rounds on who runs when: workers that came one after the
  // other fill their links, and do no more in a few rounds than in a few others. Hence ever more.
  for (const std::uint64_t many : {5'000u, 20'000u, 80'000u}) {
    found = disagreement_once(build, threads, direct, many);
    if (!found) break;
  }
  return found;
}

}  // namespace contend::counting
