#include <contend/host/cgroup.hpp>
#include <contend/host/topology.hpp>

#include <hwloc.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace contend::host {
namespace {

/// The calling thread's affinity mask, ascending. Machines with more CPUs than CPU_SETSIZE exist:
/// the kernel says EINVAL until the set is large enough.
std::vector<int> affinity() {
  for (int size = CPU_SETSIZE; size <= (1 << 20); size *= 2) {
    const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(size),
                                                               [](cpu_set_t* s) { CPU_FREE(s); });
    if (!set) break;
    const std::size_t bytes = CPU_ALLOC_SIZE(size);
    CPU_ZERO_S(bytes, set.get());
    if (sched_getaffinity(0, bytes, set.get()) == 0) {
      std::vector<int> ids;
      for (int id = 0; id < size; ++id) {
        if (CPU_ISSET_S(id, bytes, set.get())) ids.push_back(id);
      }
      return ids;
    }
    if (errno != EINVAL) break;
  }
  return {};
}

int index_of(hwloc_topology_t hardware, hwloc_obj_t unit, hwloc_obj_type_t kind, int otherwise) {
  const hwloc_obj_t found = hwloc_get_ancestor_obj_by_type(hardware, kind, unit);
  return found ? static_cast<int>(found->logical_index) : otherwise;
}

/// Every hardware thread that hwloc knows, by OS index; empty if it knows nothing.
std::map<int, cpu> hardware_threads() {
  std::map<int, cpu> found;
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return found;
  const std::unique_ptr<hwloc_topology, void (*)(hwloc_topology_t)> hardware(
      raw, hwloc_topology_destroy);
  if (hwloc_topology_load(raw) != 0) return found;
  const int units = hwloc_get_nbobjs_by_type(raw, HWLOC_OBJ_PU);
  for (int i = 0; i < units; ++i) {
    const hwloc_obj_t unit = hwloc_get_obj_by_type(raw, HWLOC_OBJ_PU, static_cast<unsigned>(i));
    if (!unit) continue;
    const int id = static_cast<int>(unit->os_index);
    const int node = unit->nodeset ? hwloc_bitmap_first(unit->nodeset) : 0;
    found[id] = {.id = id,
                 .core = index_of(raw, unit, HWLOC_OBJ_CORE, static_cast<int>(unit->logical_index)),
                 .package = index_of(raw, unit, HWLOC_OBJ_PACKAGE, 0),
                 .numa = std::max(node, 0)};
  }
  return found;
}

template <class Key>
unsigned distinct(const std::vector<cpu>& cpus, Key key) {
  std::set<int> seen;
  for (const cpu& c : cpus) seen.insert(key(c));
  return static_cast<unsigned>(seen.size());
}

}  // namespace

unsigned topology::allowed() const noexcept {
  const auto hardware = static_cast<unsigned>(std::max<std::size_t>(cpus.size(), 1));
  if (!(quota > 0)) return hardware;
  const double paid = std::max(1.0, std::ceil(quota));
  return paid < hardware ? static_cast<unsigned>(paid) : hardware;
}

std::vector<unsigned> topology::edges() const {
  std::set<unsigned> found;
  const auto edge = [&](std::size_t threads) {
    if (threads >= 1 && threads <= allowed()) found.insert(static_cast<unsigned>(threads));
  };
  if (!cpus.empty()) {
    // Compact placement starts on the socket with the lowest index.
    const auto first = std::min_element(cpus.begin(), cpus.end(), [](const cpu& a, const cpu& b) {
                         return a.package < b.package;
                       })->package;
    edge(static_cast<std::size_t>(std::count_if(cpus.begin(), cpus.end(), [&](const cpu& c) {
      return c.package == first && c.smt_rank == 0;
    })));
  }
  edge(cores);
  edge(cpus.size());
  return {found.begin(), found.end()};
}

topology topology::of(std::vector<cpu> cpus, double quota) {
  topology made;
  std::sort(cpus.begin(), cpus.end(), [](const cpu& a, const cpu& b) { return a.id < b.id; });
  // Ranked among what is allowed: where the mask leaves out a core's first hardware thread, the
  // next one has the core to itself and is as good.
  std::map<int, int> ranks;
  for (cpu& c : cpus) c.smt_rank = ranks[c.core]++;
  made.cores = distinct(cpus, [](const cpu& c) { return c.core; });
  made.packages = distinct(cpus, [](const cpu& c) { return c.package; });
  made.numa_nodes = distinct(cpus, [](const cpu& c) { return c.numa; });
  made.cpus = std::move(cpus);
  made.quota = quota;
  return made;
}

topology topology::detect() {
  const std::map<int, cpu> hardware = hardware_threads();
  std::vector<cpu> cpus;
  const std::vector<int> mask = affinity();
  for (const int id : mask) {
    if (const auto at = hardware.find(id); at != hardware.end()) cpus.push_back(at->second);
  }
  // hwloc knows nothing of this mask (a sandbox without /sys, say): the mask alone then.
  if (cpus.empty()) {
    for (const int id : mask) cpus.push_back({.id = id, .core = id});
  }
  if (cpus.empty()) cpus.push_back({});
  return of(std::move(cpus), cgroup_cpu_quota());
}

}  // namespace contend::host
