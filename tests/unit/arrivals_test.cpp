// Arrival times follow from seed and rate, and the open loop from the capacity that it measured.
#include <contend/load/arrivals.hpp>
#include <contend/load/open_loop.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend {
namespace {

parameters with(const std::string& value) { return parameters({{"arrivals", value}}); }

TEST(arrivals, are_closed_or_a_share_of_the_capacity) {
  EXPECT_EQ(offered_share(with("closed")), std::nullopt);
  EXPECT_EQ(offered_share(with("75")), 0.75);
  EXPECT_EQ(offered_share(with("125")), 1.25);
  for (const char* wrong : {"0", "-5", "401", "open", "", "nan"}) {
    try {
      (void)offered_share(with(wrong));
      ADD_FAILURE() << "'" << wrong << "' was taken";
    } catch (const std::invalid_argument& e) {
      EXPECT_NE(std::string(e.what()).find("arrivals"), std::string::npos) << e.what();
    }
  }
  EXPECT_THROW((void)offered_share(parameters{}), std::out_of_range);
}

TEST(arrivals, need_a_rate) {
  EXPECT_THROW(arrivals(0, 0, 1), std::invalid_argument);
  EXPECT_THROW(arrivals(-1, 0, 1), std::invalid_argument);
}

TEST(arrivals, follow_from_the_seed) {
  arrivals a(1e6, 1000, 7), b(1e6, 1000, 7), c(1e6, 1000, 8);
  bool differ = false;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(a.next(), b.next());
    differ = differ || a.next() != c.next();
    a.pop();
    b.pop();
    c.pop();
  }
  EXPECT_TRUE(differ);
}

// The gaps' mean and deviation are 1 / rate, and their median is log 2 of it. A hundred thousand of
// them are within one per cent with three standard errors.
TEST(arrivals, have_exponential_gaps) {
  for (const double rate : {1e3, 2e6}) {
    const double mean = 1e9 / rate;
    arrivals a(rate, 5, 42);
    std::int64_t last = 5;
    double sum = 0, squares = 0;
    int below_median = 0;
    const int n = 100'000;
    for (int i = 0; i < n; ++i, a.pop()) {
      const auto gap = static_cast<double>(a.next() - last);
      ASSERT_GE(gap, 0);
      last = a.next();
      sum += gap;
      squares += gap * gap;
      below_median += gap < mean * std::log(2);
    }
    const double measured = sum / n;
    EXPECT_NEAR(measured, mean, 0.01 * mean);
    EXPECT_NEAR(std::sqrt(squares / n - measured * measured), mean, 0.03 * mean);
    EXPECT_NEAR(below_median, n / 2.0, 0.01 * n);
  }
}

// Gaps shorter than the clock's unit must add up to the rate, too.
TEST(arrivals, keep_a_rate_beyond_the_clocks_resolution) {
  arrivals a(4e9, 0, 3);
  for (int i = 0; i < 100'000; ++i) a.pop();
  EXPECT_NEAR(static_cast<double>(a.next()), 25'000, 500);
}

TEST(arrivals, say_how_many_wait) {
  arrivals a(1e6, 0, 1);
  EXPECT_EQ(a.waiting(a.next() - 1), 0);
  EXPECT_EQ(a.waiting(a.next()), 1);
  EXPECT_NEAR(a.waiting(a.next() + 10'000), 11, 1e-6);
}

setting of(unsigned threads, const std::string& value) {
  return {.threads = threads, .params = with(value), .seed = 1};
}

double value_of(const std::vector<metric>& all, const std::string& name) {
  for (const metric& m : all) {
    if (m.name == name) return m.value;
  }
  return -1;
}

// A server of one request a microsecond, by hand: after the switch half as many arrive.
TEST(open_loop, offers_a_share_of_what_it_measured) {
  open_loop all(of(1, "50"), 1000);
  {
    open_loop::source source(all, {.index = 0, .threads = 1, .seed = 1});
    const std::int64_t end = now_ns() + 150'000'000;
    while (now_ns() < end) {
      source.look();
      const bool busy = source.due(true);
      if (busy) {
        const std::int64_t stamp = source.admit();
        for (const std::int64_t until = now_ns() + 1000; now_ns() < until;) {
        }
        source.complete(stamp);
      }
      source.rest(busy);
      source.end_step();
    }
  }
  std::vector<metric> told;
  all.report(told);
  ASSERT_GT(all.capacity(), 0) << "the switch never came";
  EXPECT_LT(all.capacity(), 1e6);
  EXPECT_DOUBLE_EQ(value_of(told, "offered_rate"), all.capacity() / 2);
  EXPECT_EQ(value_of(told, "capacity"), all.capacity());
  // On a busy host it may not keep up; more than was offered it cannot do.
  EXPECT_LT(value_of(told, "achieved_rate"), 0.55 * all.capacity());
  EXPECT_GT(value_of(told, "latency_samples"), 0);
  EXPECT_GE(value_of(told, "latency_p50"), 1000) << "a request takes a microsecond";
}

TEST(open_loop, times_nothing_while_closed) {
  open_loop all(of(1, "closed"), 10);
  {
    open_loop::source source(all, {.index = 0, .threads = 1, .seed = 1});
    for (int i = 0; i < 1000; ++i) {
      source.look();
      ASSERT_TRUE(source.due(true));
      const std::int64_t stamp = source.admit();
      EXPECT_EQ(stamp, 0);
      source.complete(stamp);
      source.rest(true);
    }
    source.end_step();
  }
  std::vector<metric> told;
  all.report(told);
  EXPECT_EQ(value_of(told, "capacity"), -1);
  EXPECT_EQ(value_of(told, "latency_samples"), -1);
  EXPECT_EQ(value_of(told, "backlog_high_water"), 0);
}

// Closed: a few at a time, and more only if there is nothing else to do.
TEST(open_loop, lets_in_a_few_when_idle) {
  open_loop all(of(1, "closed"), 10);
  open_loop::source source(all, {.index = 0, .threads = 1, .seed = 1});
  source.look();
  EXPECT_FALSE(source.due(false));
  int n = 0;
  for (bool idle = true; source.due(idle) && n < 1000; idle = false, ++n) (void)source.admit();
  EXPECT_GT(n, 1);
  EXPECT_LE(n, 16);
}

// A latency is from the intended arrival, however late the worker comes to look: the requests that
// came while it was away waited, all of them.
TEST(open_loop, omits_nothing_while_a_worker_is_away) {
  open_loop all(of(1, "50"), 1u << 20);
  const auto serve = [](open_loop::source& source, std::int64_t for_ns) {
    for (const std::int64_t end = now_ns() + for_ns; now_ns() < end;) {
      source.look();
      if (!source.due(true)) continue;
      const std::int64_t stamp = source.admit();
      for (const std::int64_t until = now_ns() + 5000; now_ns() < until;) {
      }
      source.complete(stamp);
    }
  };
  {
    open_loop::source source(all, {.index = 0, .threads = 1, .seed = 1});
    serve(source, 100'000'000);
    ASSERT_GT(all.capacity(), 0) << "the switch never came";
    for (const std::int64_t back = now_ns() + 50'000'000; now_ns() < back;) {
    }
    serve(source, 100'000'000);
  }
  std::vector<metric> told;
  all.report(told);
  // 50 ms of 250 or so: of a fifth of all requests, each waited for up to that long and longer.
  EXPECT_GT(value_of(told, "latency_max"), 40e6);
  EXPECT_GT(value_of(told, "latency_p99"), 20e6)
      << "one long wait and none behind it: coordinated omission";
}

// What is under way is bounded, what arrives is not: the rest is backlog.
TEST(open_loop, bounds_what_is_under_way) {
  open_loop all(of(1, "400"), 64);
  std::uint64_t out = 0, most = 0;
  {
    open_loop::source source(all, {.index = 0, .threads = 1, .seed = 1});
    std::vector<std::int64_t> queue;
    for (const std::int64_t end = now_ns() + 120'000'000; now_ns() < end;) {
      source.look();
      while (source.due(queue.empty())) {
        queue.push_back(source.admit());
        most = std::max<std::uint64_t>(most, ++out);
        if (all.capacity() == 0) break;
      }
      if (!queue.empty()) {
        for (const std::int64_t until = now_ns() + 5000; now_ns() < until;) {
        }
        source.complete(queue.back());
        queue.pop_back();
        --out;
      }
      source.end_step();
    }
  }
  EXPECT_GT(all.capacity(), 0);
  EXPECT_LE(most, 64u + 16u);
  std::vector<metric> told;
  all.report(told);
  EXPECT_GT(value_of(told, "backlog_high_water"), 100) << "three of four requests must wait";
}

}  // namespace
}  // namespace contend
