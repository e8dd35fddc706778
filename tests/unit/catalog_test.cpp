#include <contend/catalog/catalog.hpp>
#include <suites/plug.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace contend;

template <int Number>
struct fake_subject {
  static constexpr subject_info info{.name = Number == 1 ? "one" : "two",
                                     .title = "a subject for this test",
                                     .source = "this test",
                                     .max_threads = Number == 1 ? 8 : any_threads};
};

template <class S>
struct idle {
  using subject = S;
  static constexpr std::string_view name = "idle";
  static constexpr card about{.title = "nothing"};
  explicit idle(const setting& s) : depth(s.params.integer("depth")) {}
  struct worker {
    worker(idle&, const seat&) {}
    tally step(std::uint32_t rounds) { return tally::all(rounds); }
  };
  complaint verify() { return std::nullopt; }
  std::vector<metric> metrics() const { return {{"depth", "objects", static_cast<double>(depth)}}; }
  std::int64_t depth;
};

template <class S>
struct bomb {
  using subject = S;
  static constexpr std::string_view name = "bomb";
  static constexpr card about{.title = "fails"};
  static constexpr bool hidden = true;
  static constexpr unsigned min_threads = 2, max_threads = 4;
  explicit bomb(const setting&) {}
  struct worker {
    worker(bomb&, const seat&) {}
    tally step(std::uint32_t) { return {}; }
  };
  complaint verify() { return "boom"; }
};

catalog plugged() {
  catalog all;
  suite s(all, "fake");
  s.over<fake_subject<1>, fake_subject<2>>([&]<class S>(type<S>) {
    s.add<idle<S>>({{"depth", {"1", "10"}}});
    s.add<bomb<S>>();
  });
  s.absent({"idle", "bomb"}, "missing", "the package is not installed");
  return all;
}

std::vector<std::string> names(const std::vector<const case_entry*>& found) {
  std::vector<std::string> all;
  for (const case_entry* entry : found) all.push_back(entry->name);
  return all;
}

TEST(catalog, names_a_case_by_its_path) {
  const catalog all = plugged();
  EXPECT_EQ(all.all().size(), 8u);
  const case_entry* entry = all.find("fake/idle/one/depth:10");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->suite, "fake");
  EXPECT_EQ(entry->workload, "idle");
  EXPECT_EQ(entry->subject, "one");
  EXPECT_EQ(entry->params.integer("depth"), 10);
  EXPECT_EQ(entry->max_threads, 8u) << "the subject's limit";
  EXPECT_EQ(all.find("fake/idle/one"), nullptr);
  EXPECT_EQ(all.find(""), nullptr);
}

struct nothing {
  static constexpr subject_info info{
      .name = "nothing", .title = "Nothing", .source = "here", .ceiling = true};
};

TEST(catalog, a_ceiling_says_so) {
  EXPECT_EQ(design_notes<nothing>(), ceiling_note);
  EXPECT_EQ(design_notes<fake_subject<1>>(), "");
}

TEST(catalog, builds_the_case_with_its_parameters) {
  const catalog all = plugged();
  const case_entry* entry = all.find("fake/idle/two/depth:10");
  ASSERT_NE(entry, nullptr);
  const auto built = entry->build({.threads = 1, .params = entry->params});
  const auto worker = built->join({});
  EXPECT_EQ(worker->step(5), tally::all(5));
  worker->settle();
  EXPECT_EQ(built->verify(), std::nullopt);
  ASSERT_EQ(built->metrics().size(), 1u);
  EXPECT_EQ(built->metrics()[0].value, 10);
}

TEST(catalog, knows_on_how_many_threads_a_case_is_defined) {
  const catalog all = plugged();
  const case_entry* entry = all.find("fake/bomb/two");
  ASSERT_NE(entry, nullptr);
  EXPECT_FALSE(entry->allows(1));
  EXPECT_TRUE(entry->allows(2));
  EXPECT_TRUE(entry->allows(4));
  EXPECT_FALSE(entry->allows(5));
}

TEST(catalog, refuses_a_second_case_of_a_name) {
  catalog all = plugged();
  suite again(all, "fake");
  EXPECT_THROW(again.add<bomb<fake_subject<1>>>(), std::logic_error);
  EXPECT_THROW(again.absent({"idle"}, "missing", "still"), std::logic_error);
  EXPECT_EQ(all.all().size(), 8u);
  // An axis that lists a value twice is the same mistake.
  suite other(all, "other");
  EXPECT_THROW(other.add<idle<fake_subject<1>>>({{"depth", {"1", "1"}}}), std::logic_error);
}

/// The plain beginning of an expression is looked at first: it may not lose a match.
TEST(catalog, finds_the_same_whatever_an_expression_begins_with) {
  const catalog all = plugged();
  const auto found = [&](const char* expression) {
    std::vector<std::string> by_hand;
    for (const case_entry& entry : all.all()) {
      if (!entry.hidden && std::regex_search(entry.name, std::regex(expression)))
        by_hand.push_back(entry.name);
    }
    EXPECT_EQ(names(all.matching(expression)), by_hand) << expression;
    return by_hand.size();
  };
  EXPECT_GE(found("^fake/idlex?/"), 5u);
  EXPECT_GE(found("^fake/idlex*/"), 5u);
  EXPECT_GE(found("^fake/idlex{0,1}/"), 5u);
  EXPECT_GE(found("^fake/idle+/"), 5u);
  EXPECT_GE(found("^fake|nothing"), 5u);
  EXPECT_GE(found("^nothing|fake"), 5u);
  EXPECT_GE(found("^(nothing|fake)"), 5u);
  EXPECT_GE(found("^[(]|fake"), 5u);
  EXPECT_GE(found("^\\(|fake"), 5u);
  EXPECT_GE(found("^"), 5u);
  EXPECT_GE(found("^\\w+/"), 5u);
  EXPECT_EQ(found("^fak$"), 0u);
  EXPECT_EQ(found("^dle/"), 0u);
}

TEST(catalog, finds_by_regular_expression) {
  const catalog all = plugged();
  EXPECT_EQ(names(all.matching("idle/(one|missing)")),
            (std::vector<std::string>{"fake/idle/one/depth:1", "fake/idle/one/depth:10",
                                      "fake/idle/missing"}));
  EXPECT_EQ(names(all.matching("depth:1$")),
            (std::vector<std::string>{"fake/idle/one/depth:1", "fake/idle/two/depth:1"}));
  EXPECT_TRUE(all.matching("nowhere").empty());
}

TEST(catalog, names_a_malformed_expression) {
  const catalog all = plugged();
  for (const char* wrong : {"(", "[", "*", "a{2", "\\"}) {
    try {
      (void)all.matching(wrong);
      ADD_FAILURE() << wrong << " was taken for an expression";
    } catch (const std::invalid_argument& e) {
      EXPECT_NE(std::string(e.what()).find(wrong), std::string::npos);
    }
  }
}

TEST(catalog, hides_failing_controls_unless_they_are_named) {
  const catalog all = plugged();
  const auto count = [&](const char* expression) { return all.matching(expression).size(); };
  EXPECT_EQ(count(""), 6u) << "four idle cases and the absent subject's two, which cannot go off";
  EXPECT_EQ(count("bomb"), 3u);
  EXPECT_EQ(count("fake/bomb/one"), 1u);
  EXPECT_EQ(count("bo.b"), 1u) << "a pattern that happens to match does not name it";
}

TEST(catalog, an_absent_subject_is_listed_with_its_reason) {
  const catalog all = plugged();
  const case_entry* entry = all.find("fake/idle/missing");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->skipped, "the package is not installed");
  EXPECT_FALSE(entry->build);
}

struct traited {
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::owner, .object_bytes = 32, .cannot = "count beyond 30 bits."};
  static constexpr weak_traits weakness{progress::lock_free, 48, 8, {}};
  static constexpr slot_traits slotting{progress::wait_free, progress::blocking, {}};
};
struct scheme {
  static constexpr reclaimer_traits traits{.bounded_garbage = true, .needs_safepoints = true};
};

TEST(catalog, puts_traits_into_words) {
  EXPECT_EQ(
      design_notes<traited>(),
      "An object is destroyed by its owner, at a safepoint; 32 B an object beside its value, 8 B "
      "a handle; cannot: count beyond 30 bits\n"
      "Weak references: upgrading is lock-free; 48 B for an object's first, 8 B for each "
      "further one\n"
      "Slots: loading is wait-free, storing is blocking");
  EXPECT_EQ(design_notes<scheme>(),
            "A stalled reader holds back a bounded amount; every member must reach safepoints");
  EXPECT_EQ(design_notes<fake_subject<1>>(), "");
}

// The real catalogue keeps the rules that its readers rely on.
TEST(catalog, of_this_program_is_well_formed) {
  catalog all;
  suites::plug_all(all);
  ASSERT_FALSE(all.all().empty());
  const std::regex path("[a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+(/[a-z0-9_]+:[A-Za-z0-9_.+-]+)*");
  for (const case_entry& entry : all.all()) {
    EXPECT_TRUE(std::regex_match(entry.name, path)) << entry.name;
    EXPECT_EQ(all.find(entry.name), &entry);
    EXPECT_NE(static_cast<bool>(entry.build), entry.skipped.has_value()) << entry.name;
    if (entry.skipped) {
      EXPECT_FALSE(entry.skipped->empty()) << entry.name;
      continue;
    }
    ASSERT_NE(entry.about, nullptr) << entry.name;
    ASSERT_NE(entry.design, nullptr) << entry.name;
    for (const std::string_view field :
         {entry.about->title, entry.about->operation, entry.about->models, entry.about->frees,
          entry.about->exposes, entry.about->not_for, entry.about->source}) {
      EXPECT_FALSE(field.empty()) << entry.name << " has an incomplete card";
    }
    EXPECT_FALSE(entry.design->title.empty()) << entry.name;
    EXPECT_FALSE(entry.design->source.empty()) << entry.name;
    EXPECT_LE(entry.min_threads, entry.max_threads) << entry.name;
  }
}

}  // namespace
