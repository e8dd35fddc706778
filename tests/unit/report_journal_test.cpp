#include "report_fixture.hpp"

#include <contend/core/bad_input.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/record_json.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <streambuf>

namespace contend {
namespace {

using testing::visit;

class journal_file : public ::testing::Test {
 protected:
  journal_file() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    _folder = std::filesystem::temp_directory_path() /
              ("contend-journal-" + std::to_string(::getpid()) + "-" + test->name());
    std::filesystem::create_directories(_folder);
  }
  ~journal_file() override { std::filesystem::remove_all(_folder); }

  [[nodiscard]] std::filesystem::path file() const { return _folder / "journal.jsonl"; }

  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << std::ifstream(file(), std::ios::binary).rdbuf();
    return out.str();
  }

  void write(const std::string& text) const { std::ofstream(file(), std::ios::binary) << text; }

  /// What read_journal() complains about.
  [[nodiscard]] std::string complaint() const {
    try {
      (void)read_journal(file());
    } catch (const bad_input& problem) {
      return problem.what();
    }
    return "";
  }

  static run_record header() {
    run_record run = testing::sample_run();
    run.points.clear();
    return run;
  }

 private:
  std::filesystem::path _folder;
};

/// Two runs are the same if their JSON is.
std::string all_of(const run_record& run) {
  std::string text = one_line(to_json(run));
  for (const point_record& p : run.points) text.append("\n").append(one_line(to_json(p)));
  return text;
}

TEST_F(journal_file, keeps_the_series_and_keeps_them_small) {
  point_record p = visit("a/b/c", 2, 0, {1});
  for (int i = 0; i < 3000; ++i) {
    p.series["held"].points.emplace_back(i * 1.23456789e-3, i == 2000 ? 1e12 : i);
  }
  p.series["held"].unit = "bytes";
  {
    journal j = journal::create(file(), header());
    j.append(p);
  }
  const run_record run = read_journal(file());
  const series_record& back = run.points.at(0).series.at("held");
  EXPECT_EQ(back.unit, "bytes");
  EXPECT_LE(back.points.size(), 512U);
  EXPECT_NEAR(back.points.back().first, 2999 * 1.23456789e-3, 1e-6);
  EXPECT_TRUE(std::any_of(back.points.begin(), back.points.end(),
                          [](const auto& point) { return point.second == 1e12; }));
}

TEST_F(journal_file, names_a_point_of_a_series_that_is_none) {
  write(one_line(to_json(header())) + "\n" +
        R"({"kind":"point","name":"a/b/c","threads":1,"block":0,"status":"ok",)" +
        R"("series":{"held":{"unit":"","points":[[1,2],[3]]}}})" + "\n");
  EXPECT_NE(complaint().find("the point.series.held.points[1] is not a pair"), std::string::npos)
      << complaint();
}

TEST_F(journal_file, gives_back_what_was_written) {
  run_record run = testing::sample_run();
  run.points.resize(40);  // each is a wait for the disk
  {
    journal j = journal::create(file(), run);
    for (const point_record& p : run.points) j.append(p);
  }
  EXPECT_EQ(all_of(read_journal(file())), all_of(run));
}

TEST_F(journal_file, lines_are_as_promised) {
  journal::create(file(), header()).append(visit("a/b/c", 4, 2, {1, 2}));
  std::istringstream lines(text());
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(nlohmann::json::parse(line).at("kind"), "run");
  std::getline(lines, line);
  const auto point = nlohmann::json::parse(line);
  EXPECT_EQ(point.at("kind"), "point");
  EXPECT_EQ(point.at("name"), "a/b/c");
  EXPECT_EQ(point.at("threads"), 4);
  EXPECT_EQ(point.at("block"), 2);
  EXPECT_EQ(point.at("status"), "ok");
}

TEST_F(journal_file, is_gone_on_with) {
  { journal::create(file(), header()).append(visit("a/b/c", 1, 0, {1})); }
  { journal::append_to(file()).append(visit("a/b/c", 1, 1, {2})); }
  EXPECT_EQ(read_journal(file()).points.size(), 2U);
}

TEST_F(journal_file, is_never_overwritten) {
  { (void)journal::create(file(), header()); }
  const std::string before = text();
  EXPECT_THROW((void)journal::create(file(), header()), bad_input);
  EXPECT_EQ(text(), before);
}

TEST_F(journal_file, takes_one_writer) {
  const journal first = journal::create(file(), header());
  EXPECT_THROW((void)journal::append_to(file()), bad_input);
}

TEST_F(journal_file, that_is_missing_or_no_file_is_named) {
  EXPECT_EQ(complaint(), file().string() + ": No such file or directory");
  EXPECT_THROW((void)journal::append_to(file()), bad_input);
  std::filesystem::create_directories(file());
  EXPECT_EQ(complaint(), file().string() + ": Is a directory");
}

TEST_F(journal_file, a_cut_off_line_is_named_with_the_way_on) {
  { journal::create(file(), header()).append(visit("a/b/c", 1, 0, {1})); }
  const std::string whole = text();
  const std::size_t start = whole.find('\n') + 1;
  write(whole.substr(0, whole.size() - 20));
  EXPECT_EQ(complaint(), file().string() + ": line 2: cut off; `truncate -s " +
                             std::to_string(start) + " " + file().string() +
                             "` drops it, then --resume measures its point again");
  EXPECT_THROW((void)journal::append_to(file()), bad_input);
  // The way on leads on.
  std::filesystem::resize_file(file(), start);
  EXPECT_EQ(complaint(), "");
  write(whole.substr(0, whole.size() - 1));  // only the line's end is missing
  EXPECT_NE(complaint().find("line 2: cut off"), std::string::npos);
}

TEST_F(journal_file, garbage_is_named_by_its_line) {
  { (void)journal::create(file(), header()); }
  const std::string head = text();
  write(head + "\x01\x02 garbage\n");
  EXPECT_NE(complaint().find("line 2: not JSON"), std::string::npos);
  write(head + "\n");
  EXPECT_NE(complaint().find("line 2: not JSON"), std::string::npos);
  write(head + "[1]\n");
  EXPECT_NE(complaint().find("line 2: not a point"), std::string::npos);
  write(head + "{\"kind\":7}\n");
  EXPECT_NE(complaint().find("line 2: not a point"), std::string::npos);
  write(head + R"({"kind":"point","name":"a","threads":"4","block":0,"status":"ok"})" + "\n");
  EXPECT_NE(complaint().find("line 2: the point.threads is not a whole number"), std::string::npos);
  write(head + R"({"kind":"point","name":"a","threads":-4,"block":0,"status":"ok"})" + "\n");
  EXPECT_NE(complaint().find("line 2: the point.threads is not a whole number"), std::string::npos);
  write(head + R"({"kind":"point","name":"a","threads":9999999999,"block":0,"status":"ok"})" +
        "\n");
  EXPECT_NE(complaint().find("line 2: the point.threads is too large"), std::string::npos);
  write(head + R"({"kind":"point","name":"a","threads":4,"block":0})" + "\n");
  EXPECT_NE(complaint().find("line 2: the point.status is missing"), std::string::npos);
  write("");
  EXPECT_NE(complaint().find("empty"), std::string::npos);
}

/// Never ends, and says how much of it was taken.
class endless_noise : public std::streambuf {
 public:
  [[nodiscard]] std::size_t taken() const { return _taken; }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize n) override {
    std::fill_n(to, n, 'x');
    _taken += static_cast<std::size_t>(n);
    return n;
  }
  int_type underflow() override { return 'x'; }

 private:
  std::size_t _taken = 0;
};

TEST(journal, noise_without_an_end_is_not_read_to_its_end) {
  endless_noise noise;
  std::istream in(&noise);
  try {
    (void)read_journal(in, "noise");
    FAIL() << "an endless file was read";
  } catch (const bad_input& problem) {
    EXPECT_STREQ(problem.what(), "noise: line 1: too long; is this a journal of contend?");
  }
  EXPECT_LT(noise.taken(), std::size_t{80} << 20);
}

TEST_F(journal_file, without_a_header_is_refused) {
  write(one_line(to_json(visit("a/b/c", 1, 0, {1}))) + "\n");
  EXPECT_NE(complaint().find("line 1: not a run's header"), std::string::npos);
}

TEST_F(journal_file, of_another_schema_is_refused) {
  auto head = to_json(header());
  head["schema"] = 7;
  write(one_line(head) + "\n");
  EXPECT_NE(complaint().find("line 1: schema 7 is unknown"), std::string::npos);
}

TEST_F(journal_file, unknown_fields_are_ignored) {
  auto head = to_json(header());
  head["invented"] = {1, 2};
  auto point = to_json(visit("a/b/c", 1, 0, {1}));
  point["invented"] = "later";
  write(one_line(head) + "\n" + one_line(point) + "\n");
  EXPECT_EQ(read_journal(file()).points.size(), 1U);
}

TEST_F(journal_file, a_point_there_twice_is_refused) {
  {
    journal j = journal::create(file(), header());
    j.append(visit("a/b/c", 1, 0, {1}));
    j.append(visit("a/b/c", 1, 1, {1}));
    j.append(visit("a/b/c", 1, 0, {1}));
  }
  EXPECT_NE(complaint().find("line 4: block 0 of a/b/c/threads:1 is already on line 2"),
            std::string::npos);
}

TEST_F(journal_file, a_full_device_is_bad_input) {
  journal full = journal::append_to("/dev/full");
  try {
    full.append(visit("a/b/c", 1, 0, {1}));
    FAIL() << "a full device took a line";
  } catch (const bad_input& problem) {
    EXPECT_STREQ(problem.what(), "/dev/full: No space left on device");
  }
}

/// Lets this process write only so much to a file; the excess is a short write, then an error.
class size_limit {
 public:
  explicit size_limit(std::uintmax_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &_before);
    _handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = _before;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &_before);
    std::signal(SIGXFSZ, _handler);
  }
  size_limit(const size_limit&) = delete;
  size_limit& operator=(const size_limit&) = delete;

 private:
  rlimit _before{};
  void (*_handler)(int) = nullptr;
};

TEST_F(journal_file, half_a_line_is_taken_back) {
  journal j = journal::create(file(), header());
  j.append(visit("a/b/c", 1, 0, {1}));
  const std::string before = text();
  {
    const size_limit limit(before.size() + 50);
    EXPECT_THROW(j.append(visit("a/b/c", 1, 1, {1})), bad_input);
  }
  EXPECT_EQ(text(), before);
  j.append(visit("a/b/c", 1, 1, {1}));  // there is room again
  EXPECT_EQ(read_journal(file()).points.size(), 2U);
}

TEST_F(journal_file, that_has_no_room_for_its_header_is_not_left_behind) {
  {
    const size_limit limit(10);
    EXPECT_THROW((void)journal::create(file(), header()), bad_input);
  }
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST(record_json, has_no_number_that_is_none) {
  point_record p = visit("a/b/c", 1, 0, {std::nan(""), std::numeric_limits<double>::infinity()});
  p.metrics["m"] = {"u", -std::numeric_limits<double>::infinity()};
  const std::string text = one_line(to_json(p));
  const auto back = point_from_json(nlohmann::json::parse(text));  // throws if it is no JSON
  EXPECT_TRUE(std::isnan(back.windows[0].succeeded));
  EXPECT_TRUE(std::isnan(back.metrics.at("m").value));
}

TEST(record_json, keeps_large_seeds_and_bad_bytes_out_of_trouble) {
  point_record p = visit("a/\xff/c", 1, 0, {1});
  p.seed = std::numeric_limits<std::uint64_t>::max();
  const auto back = point_from_json(nlohmann::json::parse(one_line(to_json(p))));
  EXPECT_EQ(back.seed, p.seed);
  EXPECT_EQ(back.name, "a/\xef\xbf\xbd/c");
}

}  // namespace
}  // namespace contend
