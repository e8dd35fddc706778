// Workers that meet between two phases.
#include <suites/containers/meeting.hpp>
#include <suites/containers/tide_books.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace contend {
namespace {

TEST(meeting, opens_when_the_last_one_has_come) {
  suites::meeting m(2);
  const auto before = m.held();
  EXPECT_FALSE(m.arrive());
  EXPECT_FALSE(m.passed(before));
  EXPECT_TRUE(m.arrive());
  EXPECT_FALSE(m.passed(before)) << "the last one has something to do first";
  m.open();
  EXPECT_TRUE(m.passed(before));
  EXPECT_FALSE(m.passed(m.held()));
}

TEST(meeting, shows_each_what_all_did_before) {
  constexpr unsigned threads = 3, phases = 200;
  suites::meeting m(threads);
  std::vector<unsigned> done(threads);  // plain: the meetings order
  unsigned sum = 0;
  std::vector<unsigned> wrong(threads);
  {
    std::vector<std::jthread> team;
    for (unsigned t = 0; t < threads; ++t) {
      team.emplace_back([&, t] {
        for (unsigned p = 1; p <= phases; ++p) {
          ++done[t];
          const auto before = m.held();
          if (m.arrive()) {
            sum = 0;
            for (const unsigned d : done) sum += d;
            m.open();
          }
          while (!m.passed(before)) std::this_thread::yield();
          wrong[t] += sum != p * threads;
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<unsigned>(threads));
}

TEST(tide_books, say_what_is_wrong_and_how_long_it_took) {
  suites::tide_books books(2);
  books.elements(0, 30);
  books.elements(1, 12);
  books.check_size(42);
  EXPECT_EQ(books.verify(), std::nullopt);
  books.took(suites::tide_books::phase::fill, 420, 42);
  books.took(suites::tide_books::phase::fill, 84, 42);
  books.took(suites::tide_books::phase::drain, 126, 42);
  double first = 0, fill = 0, drain = 0;
  for (const metric& m : books.metrics()) {
    if (m.name == "first_fill") first = m.value;
    if (m.name == "fill") fill = m.value;
    if (m.name == "drain") drain = m.value;
  }
  EXPECT_EQ(first, 10);
  EXPECT_EQ(fill, 2);
  EXPECT_EQ(drain, 3);
  books.check_size(41);
  ASSERT_TRUE(books.verify());
  EXPECT_NE(books.verify()->find("size() says 41"), std::string::npos);
}

}  // namespace
}  // namespace contend
