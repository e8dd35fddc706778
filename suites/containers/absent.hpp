// The maps and sets that are not there, and why.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace contend::suites {

struct absent_dictionary {
  std::string name, why;
};

inline std::vector<absent_dictionary> absent_maps() {
  std::vector<absent_dictionary> all;
  const auto without = [&](const char* why, std::initializer_list<const char*> names) {
    for (const char* name : names) all.push_back({name, why});
  };
#if !defined(CONTEND_HAVE_BOOST_FLAT_MAP)
  without("libboost-dev here is older than Boost 1.83",
          {"boost_concurrent_flat_map", "boost_concurrent_flat_map_exclusive"});
#endif
#if !defined(CONTEND_HAVE_LIBCUCKOO)
  without("libcuckoo-dev is not installed", {"libcuckoo_map"});
#endif
#if !defined(CONTEND_HAVE_URCU_CDS)
  without("liburcu-dev is not installed", {"urcu_lfht_map"});
#endif
#if !defined(CONTEND_HAVE_CK_LIBRARY)
  without("libck-dev is not installed", {"ck_ht_map"});
#endif
#if !defined(CONTEND_HAVE_XENIUM)
  without("libxenium-dev is not installed", {"xenium_harris_michael_map"});
#endif
#if !defined(CONTEND_HAVE_CDS)
  without("libcds-dev is not installed",
          {"cds_michael_map", "cds_split_list_map", "cds_feldman_map"});
#endif
  without(
      "it can't change a value that it keeps in place, and with values in nodes, to erase an "
      "absent "
      "key crashes (docs/known-defects.md); see xenium_vyukov_set",
      {"xenium_vyukov_map"});
  return all;
}

inline std::vector<absent_dictionary> absent_sets() {
  std::vector<absent_dictionary> all;
  const auto without = [&](const char* why, std::initializer_list<const char*> names) {
    for (const char* name : names) all.push_back({name, why});
  };
#if !defined(CONTEND_HAVE_BOOST_FLAT_SET)
  without("libboost-dev here is older than Boost 1.84", {"boost_concurrent_flat_set"});
#endif
#if !defined(CONTEND_HAVE_XENIUM)
  without("libxenium-dev is not installed", {"xenium_harris_michael_set", "xenium_vyukov_set"});
#endif
#if !defined(CONTEND_HAVE_CDS)
  without("libcds-dev is not installed", {"cds_michael_set", "cds_split_list_set"});
#endif
  without("a sorted list: a lookup walks through half of the elements", {"xenium_list_set"});
  return all;
}

}  // namespace contend::suites
