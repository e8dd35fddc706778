#include <contend/host/cgroup.hpp>

#include <algorithm>

namespace contend::host {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = take(text, separator);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

/// mountinfo writes blanks and backslashes in a path as \ooo.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octal = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '7'; };
    if (text[i] == '\\' && i + 3 < text.size() && octal(i + 1) && octal(i + 2) && octal(i + 3)) {
      plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                                 (text[i + 3] - '0'));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool has(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Where `path` is below a mount that shows `root` at its top.
std::string below(const std::string& path, const std::string& root) {
  // A path outside the namespace ("/../..") can't be seen: what is mounted is the best there is.
  if (path == "/.." || path.starts_with("/../")) return {};
  if (root == "/") return path == "/" ? std::string{} : path;
  if (path == root) return {};
  if (path.starts_with(root + "/")) return path.substr(root.size());
  return path == "/" ? std::string{} : path;
}

std::vector<std::string> directories(std::string_view controller, bool unified,
                                     const text_source& read) {
  const auto memberships = read("/proc/self/cgroup");
  const auto mounts = read("/proc/self/mountinfo");
  if (!memberships || !mounts) return {};
  return cgroup_directories(parse_cgroup_memberships(*memberships), parse_cgroup_mounts(*mounts),
                            controller, unified);
}

double tighter(double a, double b) noexcept {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

std::uint64_t headroom(const std::string& directory, const char* limit_file, const char* usage_file,
                       std::string_view cache_name, const text_source& read) {
  const auto limit_text = read(directory + limit_file);
  if (!limit_text) return no_limit;
  const auto limit = parse_memory_limit(*limit_text);
  if (!limit) return no_limit;
  std::uint64_t used = to_number(read(directory + usage_file).value_or("")).value_or(0);
  // Inactive page cache is charged to the group, but goes before anything fails.
  const std::string stat = read(directory + "/memory.stat").value_or("");
  for (std::string_view rest = stat; !rest.empty();) {
    std::string_view line = take(rest, '\n');
    if (take(line, ' ') != cache_name) continue;
    used -= std::min(used, to_number(line).value_or(0));
  }
  return *limit - std::min(used, *limit);
}

}  // namespace

std::vector<cgroup_membership> parse_cgroup_memberships(std::string_view text) {
  std::vector<cgroup_membership> all;
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    const auto hierarchy = to_number(take(line, ':'));
    const auto controllers_end = line.find(':');
    if (!hierarchy || controllers_end == std::string_view::npos) continue;
    cgroup_membership one;
    one.controllers = split(take(line, ':'), ',');
    one.path = line;  // what is left: a path may contain a colon
    if (one.path.starts_with('/')) all.push_back(std::move(one));
  }
  return all;
}

std::vector<cgroup_mount> parse_cgroup_mounts(std::string_view mountinfo) {
  std::vector<cgroup_mount> all;
  while (!mountinfo.empty()) {
    const std::string_view line = take(mountinfo, '\n');
    // id parent major:minor root point options [tags] - type source super-options
    const auto dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    std::string_view front = line.substr(0, dash), back = line.substr(dash + 3);
    const std::string_view type = take(back, ' ');
    if (type != "cgroup" && type != "cgroup2") continue;
    for (int skipped = 0; skipped < 3; ++skipped) (void)take(front, ' ');
    cgroup_mount one;
    one.root = unescape(take(front, ' '));
    one.point = unescape(take(front, ' '));
    one.unified = type == "cgroup2";
    (void)take(back, ' ');
    one.controllers = split(trim(back), ',');
    if (one.root.starts_with('/') && one.point.starts_with('/')) all.push_back(std::move(one));
  }
  return all;
}

double parse_cpu_max(std::string_view text) noexcept {
  text = trim(text);
  const auto quota = take_number(text);
  const auto period = take_number(text);
  if (!quota || !period || *quota == 0 || *period == 0) return 0;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

double parse_cfs_quota(std::string_view quota_us, std::string_view period_us) noexcept {
  const auto quota = to_number(quota_us);  // "-1" is no unsigned number: none
  const auto period = to_number(period_us);
  if (!quota || !period || *quota == 0 || *period == 0) return 0;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<std::uint64_t> parse_memory_limit(std::string_view text) noexcept {
  // Version 1 says "none" with the largest page-aligned 63-bit number; the page size varies.
  constexpr std::uint64_t nobody_has_that_much = std::uint64_t{1} << 60;
  const auto limit = to_number(text);
  return limit && *limit < nobody_has_that_much ? limit : std::nullopt;
}

std::vector<std::string> cgroup_directories(const std::vector<cgroup_membership>& memberships,
                                            const std::vector<cgroup_mount>& mounts,
                                            std::string_view controller, bool unified) {
  for (const cgroup_membership& member : memberships) {
    if (unified ? !member.controllers.empty() : !has(member.controllers, controller)) continue;
    for (const cgroup_mount& mount : mounts) {
      if (mount.unified != unified || (!unified && !has(mount.controllers, controller))) continue;
      std::vector<std::string> all;
      std::string path = below(member.path, mount.root);
      while (!path.empty()) {
        all.push_back(mount.point + path);
        path.resize(path.rfind('/'));
      }
      all.push_back(mount.point);
      return all;
    }
  }
  return {};
}

double cgroup_cpu_quota(const text_source& read) {
  double quota = 0;
  for (const std::string& at : directories("cpu", true, read)) {
    quota = tighter(quota, parse_cpu_max(read(at + "/cpu.max").value_or("")));
  }
  for (const std::string& at : directories("cpu", false, read)) {
    quota = tighter(quota, parse_cfs_quota(read(at + "/cpu.cfs_quota_us").value_or(""),
                                           read(at + "/cpu.cfs_period_us").value_or("")));
  }
  return quota;
}

std::uint64_t cgroup_memory_headroom(const text_source& read) {
  std::uint64_t least = no_limit;
  for (const std::string& at : directories("memory", true, read)) {
    least = std::min(least, headroom(at, "/memory.max", "/memory.current", "inactive_file", read));
  }
  for (const std::string& at : directories("memory", false, read)) {
    least = std::min(least, headroom(at, "/memory.limit_in_bytes", "/memory.usage_in_bytes",
                                     "total_inactive_file", read));
  }
  return least;
}

}  // namespace contend::host
