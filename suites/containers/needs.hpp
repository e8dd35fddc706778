// What a load needs of a container, and why one that lacks it is listed as absent: decided here.
#pragma once

#include <contend/subject/dictionary.hpp>

#include <string_view>

namespace contend::suites {

enum class need {
  erases,   ///< while others are inside
  grows,    ///< beyond what it was built for
  upserts,  ///< changes a value in one atomic step
  walks,    ///< goes over all elements while others write
};

/// Why D does not have it; empty if it has.
template <class D>
[[nodiscard]] constexpr std::string_view lacks(need what) {
  switch (what) {
    case need::erases:
      return D::traits.concurrent_erase ? "" : "its erase may not run beside other operations";
    case need::grows: return D::traits.grows ? "" : "it does not grow beyond what it was built for";
    case need::upserts: return upserting_map<D> ? "" : "it can't change a value in one atomic step";
    case need::walks:
      if constexpr (walkable_map<D> || walkable_set<D>) {
        return D::traits.walk == walk_guarantee::alone && D::info.max_threads > 1
                   ? "its walk may not run beside writers"
                   : "";
      }
      return "it has no walk over its elements";
  }
  return "";
}

template <class D, need... Needs>
[[nodiscard]] constexpr std::string_view first_lack() {
  std::string_view first;
  ((first = first.empty() ? lacks<D>(Needs) : first), ...);
  return first;
}

}  // namespace contend::suites
