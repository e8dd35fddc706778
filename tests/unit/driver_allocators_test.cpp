// Which malloc libraries are found, which are passed over, and what --allocators makes of them.
#include <contend/core/bad_input.hpp>
#include <contend/core/sanitizer_malloc.hpp>
#include <contend/driver/allocators.hpp>
#include <contend/driver/header.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

namespace contend::driver {
namespace {

namespace fs = std::filesystem;

class allocators : public testing::Test {
 protected:
  allocators() {
    for (const char* folder : {"first", "second"}) fs::create_directories(_root / folder);
  }
  ~allocators() override { fs::remove_all(_root); }

  /// A file that begins as a shared library of this machine does.
  fs::path library(const fs::path& name, int processor_offset = 0) {
    std::array<char, 64> head{};
    std::ifstream("/proc/self/exe", std::ios::binary).read(head.data(), head.size());
    head[16] = 3;  // ET_DYN
    head[18] = static_cast<char>(head[18] + processor_offset);
    return file(name, {head.data(), head.size()});
  }
  fs::path file(const fs::path& name, std::string_view content) {
    std::ofstream(_root / name, std::ios::binary) << content;
    return fs::canonical(_root / name);
  }
  void link(const fs::path& name, const fs::path& target) {
    fs::create_symlink(target, _root / name);
  }
  /// The one of that name, sought in both folders.
  discovery find(const std::string& name) {
    const std::vector<fs::path> folders{_root / "first", _root / "none", _root / "second"};
    for (discovery& d : discover_allocators(folders)) {
      if (d.name == name) return d;
    }
    return {};
  }

  fs::path _root = fs::temp_directory_path() / ("contend-allocators-" + std::to_string(::getpid()));
};

TEST_F(allocators, are_absent_with_the_package_that_has_them) {
  EXPECT_EQ(find("jemalloc").library, "");
  EXPECT_NE(find("jemalloc").why_not.find("libjemalloc2"), std::string::npos);
  EXPECT_NE(find("hoard").why_not.find("no package"), std::string::npos);
}

TEST_F(allocators, of_two_versions_the_newest_is_taken) {
  library("first/libjemalloc.so.1");
  library("first/libjemalloc.so.9");
  const auto newest = library("first/libjemalloc.so.10");
  link("first/libjemalloc.so", "libjemalloc.so.1");
  EXPECT_EQ(find("jemalloc").library, newest);
  EXPECT_EQ(find("jemalloc").why_not, "");
}

TEST_F(allocators, a_link_is_followed_to_the_library) {
  const auto target = library("first/libmimalloc.so.2.0");
  link("first/libmimalloc.so.2", "libmimalloc.so.2.0");
  EXPECT_EQ(find("mimalloc").library, target);
}

TEST_F(allocators, a_broken_link_is_passed_over) {
  link("first/libmimalloc.so.3", "gone");
  EXPECT_EQ(find("mimalloc").library, "");
  EXPECT_NE(find("mimalloc").why_not.find("can't read"), std::string::npos);
  const auto older = library("first/libmimalloc.so.2");
  EXPECT_EQ(find("mimalloc").library, older);
}

TEST_F(allocators, what_is_no_library_of_this_machine_is_passed_over) {
  file("first/libhoard.so", "INPUT(-lhoard)");  // as a linker's script is
  EXPECT_NE(find("hoard").why_not.find("no shared library"), std::string::npos);
  file("first/libhoard.so", "\177ELF");
  EXPECT_NE(find("hoard").why_not.find("no shared library"), std::string::npos);
  fs::remove(_root / "first/libhoard.so");
  library("first/libhoard.so", 1);
  EXPECT_NE(find("hoard").why_not.find("another processor"), std::string::npos);
  const auto good = library("second/libhoard.so");
  EXPECT_EQ(find("hoard").library, good);
  fs::create_directory(_root / "first/libmesh.so");
  EXPECT_NE(find("mesh").why_not.find("no shared library"), std::string::npos);
}

TEST_F(allocators, the_first_folder_wins_as_in_the_linker) {
  const auto mine = library("first/libjemalloc.so.1");
  library("second/libjemalloc.so.2");
  EXPECT_EQ(find("jemalloc").library, mine);
}

TEST_F(allocators, other_names_are_other_libraries) {
  for (const char* other : {"libtcmalloc_minimal_debug.so.4", "libtcmalloc.so.4.bak",
                            "libtcmalloc.so.", "libtcmalloc.so4", "libtcmalloc.so.4..5",
                            "libtcmalloc.so.-1", "xlibtcmalloc.so", "libtcmalloc.so.99999999999"}) {
    library(fs::path("first") / other);
  }
  EXPECT_EQ(find("tcmalloc").library, "");
  EXPECT_EQ(find("tcmalloc_minimal").library, "");
}

TEST_F(allocators, have_names_that_fit_a_path_each_its_own) {
  std::set<std::string_view> names;
  for (const known_allocator& a : known_allocators()) {
    EXPECT_EQ(a.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), a.name.npos);
    EXPECT_TRUE(names.insert(a.name).second) << a.name;
    EXPECT_FALSE(a.files.empty()) << a.name;
  }
}

TEST_F(allocators, one_that_does_not_work_is_dropped_with_the_reason) {
  std::vector<discovery> found{{"a", "/a.so", ""}, {"b", "/b.so", ""}, {"c", "", "absent"}};
  std::vector<std::string> tried;
  try_allocators(found, [&](const std::string& library) -> complaint {
    tried.push_back(library);
    return library == "/a.so" ? complaint("crashed: SIGSEGV") : std::nullopt;
  });
  EXPECT_EQ(tried, (std::vector<std::string>{"/a.so", "/b.so"}));
  EXPECT_EQ(found[0].library, "");
  EXPECT_NE(found[0].text().find("/a.so does not work here: crashed: SIGSEGV"), std::string::npos);
  EXPECT_EQ(found[1].text(), "/b.so");
  EXPECT_EQ(found[2].text(), "absent");
}

std::string refused(const std::string& request, std::span<const discovery> found) {
  try {
    (void)pick_allocators(request, found, {});
  } catch (const bad_input& e) {
    return e.what();
  }
  return "";
}

TEST_F(allocators, are_picked_all_or_by_name) {
  const std::vector<discovery> found{
      {"a", "/a.so", ""}, {"b", "/b.so", ""}, {"c", "", "in c2.deb"}};
  using list = std::vector<std::string>;
  EXPECT_EQ(pick_allocators("auto", found, {}), (list{"a=/a.so", "b=/b.so"}));
  EXPECT_EQ(pick_allocators("auto", found, list{"a=/my.so", "bb=/x.so"}), (list{"b=/b.so"}));
  EXPECT_EQ(pick_allocators("b,a", found, {}), (list{"b=/b.so", "a=/a.so"}));
  EXPECT_NE(refused("a,c", found).find("c: in c2.deb"), std::string::npos);
  for (const char* wrong : {"d", "a,", ",a", "auto,a", "A", "a b", "a=/a.so"}) {
    const std::string why = refused(wrong, found);
    EXPECT_NE(why.find("any of a, b, c"), std::string::npos) << wrong << ": " << why;
    EXPECT_EQ(why.find('\n'), std::string::npos);
  }
}

TEST_F(allocators, are_all_refused_where_a_sanitizer_has_its_own) {
  if (!sanitizer_owns_malloc) GTEST_SKIP() << "malloc can be replaced in this build";
  EXPECT_EQ(resolve_allocators({}, ""), std::vector<std::string>{});
  EXPECT_EQ(resolve_allocators({}, "auto"), std::vector<std::string>{});
  EXPECT_THROW((void)resolve_allocators({}, "jemalloc"), bad_input);
  EXPECT_THROW((void)resolve_allocators({"a=/a.so"}, ""), bad_input);
  EXPECT_THROW((void)resolve_allocators({"a=/a.so"}, "auto"), bad_input);
  for (const discovery& d : working_allocators()) EXPECT_EQ(d.library, "") << d.name;
}

// Without cases: only the options are looked at.
run_record header_with(const std::vector<std::string>& allocators) {
  sweep_options options;
  options.threads = "1";
  options.allocators = allocators;
  return make_header(catalog{}, options, {}, host::topology::of({{0, 0, 0, 0, 0}}));
}

TEST_F(allocators, of_a_run_are_those_that_it_goes_on_with) {
  using list = std::vector<std::string>;
  for (const list& given : {list{}, list{"a=/a.so"}, list{"a=/one,two.so", "b=/with \"quotes\""}}) {
    EXPECT_EQ(options_of(header_with(given)).allocators, given);
  }
  run_record of_before = header_with({});
  of_before.options["allocators"] = "a=/a.so,b=/b.so";
  EXPECT_EQ(options_of(of_before).allocators, (list{"a=/a.so", "b=/b.so"}));
  of_before.options["allocators"] = "";
  EXPECT_EQ(options_of(of_before).allocators, list{});
  for (const char* broken : {"[", "[1]", "[\"a\"", "[[]]"}) {
    of_before.options["allocators"] = broken;
    EXPECT_THROW((void)options_of(of_before), bad_input) << broken;
  }
}

}  // namespace
}  // namespace contend::driver
