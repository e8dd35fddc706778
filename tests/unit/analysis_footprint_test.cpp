// What a memory run says, of timelines whose numbers are known.
#include <contend/analysis/footprint.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace contend {
namespace {

constexpr double mib = 1024 * 1024;

/// Ready at 9.8 s, works from 10 to 12 s, drained at 12.2, nudged at 12.4, exited at 12.8.
struct made_up {
  double live = 128 * mib;
  double own = 10 * mib;  ///< resident before the load worked
  std::function<double(double)> held = [](double) { return 0.0; };  ///< R at an instant
  double step = 0.005;
  double gap_at = -1, gap = 0;
  double live_before = 0;

  [[nodiscard]] double live_at(double t) const {
    // Grows for a second, then stays.
    return t < 10 ? live_before : t < 11 ? live * (t - 10) : t <= 12 ? live : 0;
  }
  [[nodiscard]] footprint_trace trace() const {
    footprint_trace to;
    const std::pair<const char*, double> marks[] = {
        {"baseline", 9.5}, {"ready", 9.8}, {"working", 10},  {"worked", 12}, {"drained", 12.2},
        {"nudged", 12.4},  {"left", 12.6}, {"exited", 12.8}, {"end", 17.85}};
    for (const auto& [name, t] : marks) to.marks.push_back({name, t, t < 9.7 ? 0 : live_at(t)});
    for (double t = 10; t <= 12; t += 0.005) to.live.emplace_back(t, live_at(t));
    for (double t = 9.0; t < 18; t += step) {
      if (t > gap_at && t < gap_at + gap) continue;
      to.resident.emplace_back(t, own + (t < 9.8 ? -4 * mib : 0) + held(t));
    }
    return to;
  }
  [[nodiscard]] footprint_result result() const { return footprint_of(trace()); }
};

double value(const footprint_result& r, const char* name) {
  const auto found = r.metrics.find(name);
  return found == r.metrics.end() ? NAN : found->second.value;
}

TEST(footprint, of_an_ideal_allocator_is_nothing) {
  made_up m;
  m.held = [&](double t) { return m.live_at(t); };
  const footprint_result r = m.result();
  EXPECT_EQ(r.invalid, "");
  EXPECT_EQ(r.note, "");
  EXPECT_NEAR(value(r, "live_peak"), 128 * mib, 1);
  EXPECT_NEAR(value(r, "peak_overhead"), 1, 1e-3);
  EXPECT_NEAR(value(r, "fragmentation"), 0, 1e-3);
  EXPECT_NEAR(value(r, "time_overhead"), 0, 1e-3);
  EXPECT_NEAR(value(r, "stranded_idle"), 0, 1);
  EXPECT_NEAR(value(r, "stranded_nudged"), 0, 1);
  EXPECT_NEAR(value(r, "stranded_exited"), 0, 1);
  for (const char* name : {"returned_100ms", "returned_1s", "returned_5s"}) {
    EXPECT_NEAR(value(r, name), 1, 1e-3) << name;
  }
}

TEST(footprint, of_one_that_holds_twice_as_much_and_gives_back_in_steps) {
  made_up m;
  // Two bytes a byte; idle owners keep all, an allocation gives half back, the exit another
  // quarter, and two seconds later nothing is left.
  m.held = [&](double t) {
    if (t < 12.2) return t <= 12 ? 2 * m.live_at(t) : 256 * mib;
    if (t < 12.4) return 256 * mib;
    if (t < 12.8) return 128 * mib;
    return t < 14.8 ? 64 * mib : 0;
  };
  const footprint_result r = m.result();
  EXPECT_EQ(r.invalid, "");
  EXPECT_NEAR(value(r, "resident_peak"), 256 * mib, 1);
  EXPECT_NEAR(value(r, "peak_overhead"), 2, 1e-3);
  EXPECT_NEAR(value(r, "fragmentation"), 1, 1e-2);
  EXPECT_NEAR(value(r, "time_overhead"), 1, 1e-2);
  EXPECT_NEAR(value(r, "stranded_idle"), 256 * mib, 1);
  EXPECT_NEAR(value(r, "stranded_nudged"), 128 * mib, 1);
  EXPECT_NEAR(value(r, "stranded_exited"), 64 * mib, 1);
  EXPECT_NEAR(value(r, "returned_100ms"), 0.75, 1e-6);
  EXPECT_NEAR(value(r, "returned_1s"), 0.75, 1e-6);
  EXPECT_NEAR(value(r, "returned_5s"), 1, 1e-6);
}

TEST(footprint, tells_a_peak_that_comes_before_the_most_is_live) {
  made_up m;
  // All is resident at once, long before it is live: no more than the peak of what is live.
  m.held = [](double t) { return t < 10.25 ? 0 : t < 12.1 ? 128 * mib : 0; };
  const footprint_result r = m.result();
  EXPECT_NEAR(value(r, "peak_overhead"), 1, 1e-3);
  EXPECT_NEAR(value(r, "fragmentation"), 3, 0.1);  // a quarter was live
  // The integral of M is (1/2 + 1) s times 128 MiB, that of R 1.75 s.
  EXPECT_NEAR(value(r, "time_overhead"), 0.25 / 1.5, 0.01);
}

TEST(footprint, below_64_mib_says_nothing) {
  made_up m;
  m.live = 63.9 * mib;
  m.held = [&](double t) { return m.live_at(t); };
  const footprint_result r = m.result();
  EXPECT_EQ(r.invalid, "");
  EXPECT_NE(r.note.find("63.9 MiB"), std::string::npos) << r.note;
  EXPECT_EQ(r.metrics.size(), 1u);
}

TEST(footprint, of_a_run_that_was_not_read_often_enough_is_invalid) {
  made_up m;
  m.gap_at = 11;
  m.gap = 0.12;
  EXPECT_NE(m.result().invalid.find("unread for 12"), std::string::npos) << m.result().invalid;
  m.gap = 0.09;
  EXPECT_EQ(m.result().invalid, "");
  m.gap_at = 11.95;  // over the end of the work
  m.gap = 0.12;
  EXPECT_EQ(m.result().invalid, "");
  m.gap_at = 9.7;  // no zero
  m.gap = 0.29;
  EXPECT_NE(m.result().invalid.find("before the load worked"), std::string::npos);
  footprint_trace blind = made_up{}.trace();
  std::erase_if(blind.live, [](const auto& p) { return p.first > 11 && p.first < 11.2; });
  EXPECT_NE(footprint_of(blind).invalid.find("live bytes went unread"), std::string::npos);
  footprint_trace cut = made_up{}.trace();
  cut.marks.resize(3);
  EXPECT_NE(footprint_of(cut).invalid, "");
  EXPECT_NE(footprint_of({}).invalid, "");
}

TEST(footprint, leaves_out_what_was_not_read) {
  made_up m;
  m.held = [&](double t) { return m.live_at(t); };
  m.gap_at = 12.39;
  m.gap = 0.2;
  const footprint_result r = m.result();
  EXPECT_FALSE(r.metrics.contains("stranded_nudged"));
  EXPECT_TRUE(r.metrics.contains("stranded_idle"));
  EXPECT_NE(r.note.find("'nudged'"), std::string::npos) << r.note;
  m.gap_at = 13.7;
  const footprint_result later = m.result();
  EXPECT_FALSE(later.metrics.contains("returned_1s"));
  EXPECT_TRUE(later.metrics.contains("returned_5s"));
  footprint_trace no_nudge = made_up{}.trace();
  std::erase_if(no_nudge.marks, [](const mark_record& k) { return k.name == "nudged"; });
  EXPECT_EQ(footprint_of(no_nudge).note, "");
  EXPECT_FALSE(footprint_of(no_nudge).metrics.contains("stranded_nudged"));
}

TEST(footprint, of_a_load_that_is_built_full_counts_from_before_it_was_built) {
  made_up m;
  m.live_before = 1 * mib;
  m.held = [&](double t) { return t < 9.8 ? 0 : m.live_at(t); };
  const footprint_result r = m.result();
  // What the team alone held was 4 MiB less.
  EXPECT_NEAR(value(r, "resident_peak"), 132 * mib, 1);
  EXPECT_NE(r.note.find("before its first step"), std::string::npos);
}

TEST(footprint, has_a_column_for_each_number) {
  made_up m;
  m.held = [&](double t) { return m.live_at(t); };
  footprint_trace seen = m.trace();
  seen.elements = 1e6;
  const footprint_result r = footprint_of(seen);
  EXPECT_EQ(r.metrics.size(), footprint_columns().size());
  for (const footprint_column& c : footprint_columns()) {
    EXPECT_TRUE(r.metrics.contains(std::string(c.name))) << c.name;
  }
}

/// A million elements of 128 bytes, which need half as much again; the table is there twice while
/// it grows, and stays when all are erased.
footprint_result of_elements(bool erasable) {
  made_up m;
  m.held = [&](double t) {
    const double live = t > 12 && erasable ? 0 : m.live_at(t < 12 ? t : 12);
    const double table = t < 10 ? 0 : t > 10.9 && t < 11 ? 128 * mib : 64 * mib;
    return live + table;
  };
  footprint_trace seen = m.trace();
  for (mark_record& mark : seen.marks) {
    if (mark.name == "drained" && !erasable) mark.live_bytes = m.live;
  }
  seen.elements = mib;
  return footprint_of(seen);
}

TEST(footprint, of_a_container_is_told_by_element) {
  const footprint_result r = of_elements(true);
  EXPECT_EQ(r.invalid, "");
  EXPECT_NEAR(value(r, "element_full"), 192, 0.5);
  EXPECT_NEAR(value(r, "element_peak"), 256, 2);
  EXPECT_NEAR(value(r, "element_drained"), 64, 0.5);
}

TEST(footprint, of_a_container_that_cannot_be_drained_says_so) {
  const footprint_result r = of_elements(false);
  EXPECT_TRUE(r.metrics.contains("element_full"));
  EXPECT_FALSE(r.metrics.contains("element_drained"));
  EXPECT_NE(r.note.find("can't be drained"), std::string::npos) << r.note;
}

TEST(footprint, of_an_allocator_has_no_elements) {
  made_up m;
  m.held = [&](double t) { return m.live_at(t); };
  EXPECT_FALSE(m.result().metrics.contains("element_full"));
}

}  // namespace
}  // namespace contend
