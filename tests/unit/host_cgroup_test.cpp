#include <contend/host/cgroup.hpp>

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace contend::host;

/// A file tree that a test writes down.
text_source files(std::map<std::string, std::string> tree) {
  return [tree = std::move(tree)](const std::string& path) -> std::optional<std::string> {
    const auto at = tree.find(path);
    return at == tree.end() ? std::nullopt : std::optional(at->second);
  };
}

constexpr const char* v2_mount =
    "24 30 0:22 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 "
    "rw,nsdelegate,memory_recursiveprot\n";
constexpr const char* v1_mounts =
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
    "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory\n";

TEST(cgroup, cpu_max) {
  EXPECT_DOUBLE_EQ(parse_cpu_max("150000 100000\n"), 1.5);
  EXPECT_DOUBLE_EQ(parse_cpu_max("50000 100000"), 0.5);
  for (const char* none : {"max 100000\n", "max", "", "\n", "100000", "x y", "-1 100000",
                           "0 100000", "100000 0", "99999999999999999999999 100000"}) {
    EXPECT_EQ(parse_cpu_max(none), 0) << none;
  }
}

TEST(cgroup, cfs_quota) {
  EXPECT_DOUBLE_EQ(parse_cfs_quota("400000\n", "100000\n"), 4);
  for (const char* none : {"-1\n", "", "max", "0"}) {
    EXPECT_EQ(parse_cfs_quota(none, "100000\n"), 0) << none;
  }
  EXPECT_EQ(parse_cfs_quota("100000", ""), 0);
  EXPECT_EQ(parse_cfs_quota("100000", "0"), 0);
}

TEST(cgroup, memory_limit) {
  EXPECT_EQ(parse_memory_limit("1073741824\n"), 1073741824u);
  EXPECT_EQ(parse_memory_limit("max\n"), std::nullopt);
  EXPECT_EQ(parse_memory_limit("9223372036854771712\n"), std::nullopt);
  EXPECT_EQ(parse_memory_limit("12 MB"), std::nullopt);
  EXPECT_EQ(parse_memory_limit(""), std::nullopt);
}

TEST(cgroup, memberships) {
  const auto all = parse_cgroup_memberships(
      "9:name=systemd:/\n4:memory:/a/b\n1:cpu,cpuacct:/c:d\n0::/user.slice\nnonsense\n::\n7:\nx:y:/"
      "z\n");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].controllers, std::vector<std::string>{"name=systemd"});
  EXPECT_EQ(all[1].path, "/a/b");
  EXPECT_EQ(all[2].controllers, (std::vector<std::string>{"cpu", "cpuacct"}));
  EXPECT_EQ(all[2].path, "/c:d");
  EXPECT_TRUE(all[3].controllers.empty());
}

TEST(cgroup, mounts) {
  const auto all = parse_cgroup_mounts(std::string(v1_mounts) + v2_mount +
                                       "1 2 3:4 /a\\040b /mnt/c\\134d rw - cgroup2 none rw\n"
                                       "short - cgroup\n - cgroup2\n\ngarbage\n");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].point, "/sys/fs/cgroup/cpu,cpuacct");
  EXPECT_FALSE(all[0].unified);
  EXPECT_EQ(all[0].controllers, (std::vector<std::string>{"rw", "cpu", "cpuacct"}));
  EXPECT_TRUE(all[2].unified);
  EXPECT_EQ(all[3].root, "/a b");
  EXPECT_EQ(all[3].point, "/mnt/c\\d");
}

TEST(cgroup, a_group_without_a_quota_has_none) {
  EXPECT_EQ(cgroup_cpu_quota(files({{"/proc/self/cgroup", "0::/x\n"},
                                    {"/proc/self/mountinfo", v2_mount},
                                    {"/sys/fs/cgroup/x/cpu.max", "max 100000\n"}})),
            0);
  EXPECT_EQ(cgroup_cpu_quota(files({})), 0);
  EXPECT_EQ(cgroup_cpu_quota(files({{"/proc/self/cgroup", "0::/x\n"}})), 0);
}

TEST(cgroup, the_tightest_quota_on_the_way_up_counts) {
  const auto quota = [](const char* own, const char* parent) {
    return cgroup_cpu_quota(files({{"/proc/self/cgroup", "0::/pod/job/step\n"},
                                   {"/proc/self/mountinfo", v2_mount},
                                   {"/sys/fs/cgroup/pod/job/step/cpu.max", own},
                                   {"/sys/fs/cgroup/pod/cpu.max", parent}}));
  };
  EXPECT_DOUBLE_EQ(quota("800000 100000", "200000 100000"), 2);
  EXPECT_DOUBLE_EQ(quota("100000 100000", "200000 100000"), 1);
  EXPECT_DOUBLE_EQ(quota("max 100000", "200000 100000"), 2);
  EXPECT_DOUBLE_EQ(quota("300000 100000", "max 100000"), 3);
}

TEST(cgroup, version_1) {
  const auto read = files(
      {{"/proc/self/cgroup", "4:memory:/a\n1:cpu,cpuacct:/a/b\n0::/\n"},
       {"/proc/self/mountinfo", v1_mounts},
       {"/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n"},
       {"/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n"},
       {"/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "250000\n"},
       {"/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n"},
       {"/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "1000000\n"},
       {"/sys/fs/cgroup/memory/a/memory.usage_in_bytes", "700000\n"},
       {"/sys/fs/cgroup/memory/a/memory.stat", "inactive_file 5\ntotal_inactive_file 200000\n"},
       {"/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"}});
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(read), 2.5);
  EXPECT_EQ(cgroup_memory_headroom(read), 500000u);
}

TEST(cgroup, a_container_that_sees_only_its_own_group) {
  // No cgroup namespace: the host's path, but the group itself is mounted.
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(files(
                       {{"/proc/self/cgroup", "1:cpu:/docker/abc\n"},
                        {"/proc/self/mountinfo",
                         "9 8 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n"},
                        {"/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000"},
                        {"/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000"}})),
                   3);
  // A namespace: the root is the group. And one whose group is outside of what it may see.
  for (const char* path : {"0::/\n", "0::/../../other\n"}) {
    EXPECT_DOUBLE_EQ(cgroup_cpu_quota(files({{"/proc/self/cgroup", path},
                                             {"/proc/self/mountinfo", v2_mount},
                                             {"/sys/fs/cgroup/cpu.max", "200000 100000"}})),
                     2)
        << path;
  }
  // A path of which nothing is mounted: the mount point is still looked at.
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(files({{"/proc/self/cgroup", "0::/kubepods/x\n"},
                                           {"/proc/self/mountinfo", v2_mount},
                                           {"/sys/fs/cgroup/cpu.max", "200000 100000"}})),
                   2);
}

TEST(cgroup, memory_headroom_is_the_least_on_the_way_up) {
  const auto read =
      files({{"/proc/self/cgroup", "0::/a/b\n"},
             {"/proc/self/mountinfo", v2_mount},
             {"/sys/fs/cgroup/a/b/memory.max", "max\n"},
             {"/sys/fs/cgroup/a/memory.max", "1000\n"},
             {"/sys/fs/cgroup/a/memory.current", "900\n"},
             {"/sys/fs/cgroup/a/memory.stat", "anon 600\nfile 300\ninactive_file 250\n"}});
  EXPECT_EQ(cgroup_memory_headroom(read), 350u);
  EXPECT_EQ(cgroup_memory_headroom(files({})), no_limit);
}

TEST(cgroup, more_used_than_the_limit_leaves_nothing) {
  EXPECT_EQ(cgroup_memory_headroom(files({{"/proc/self/cgroup", "0::/\n"},
                                          {"/proc/self/mountinfo", v2_mount},
                                          {"/sys/fs/cgroup/memory.max", "1000\n"},
                                          {"/sys/fs/cgroup/memory.current", "1200\n"}})),
            0u);
}

}  // namespace
