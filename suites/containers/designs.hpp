// The maps and sets on the bench, one line each.
#pragma once

#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/map/tbb_concurrent_hash_map.hpp>
#include <contend/adapter/set/mutex_unordered_set.hpp>
#include <contend/adapter/set/striped_unordered_set.hpp>
#include <contend/adapter/set/tbb_concurrent_unordered_set.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/dict/free_threaded_dict.hpp>
#include <contend/model/dict/free_threaded_set.hpp>
#include <contend/model/dict/gil_dict.hpp>
#include <contend/model/dict/line_map.hpp>
#include <contend/model/dict/line_set.hpp>

#include <string>
#include <vector>

namespace contend::suites {

// clang-format off
/// In the order of `contend list`.
template <class K, class V>
using maps = type_list<
    adapter::mutex_unordered_map<K, V>,
    adapter::striped_unordered_map<K, V>,
    adapter::tbb_concurrent_hash_map<K, V>,
    model::free_threaded_dict<K, V>,
    model::free_threaded_dict_copied<K, V>,
    model::free_threaded_dict_copied_atomic<K, V>,
    model::free_threaded_dict_immortal<K, V>,
    model::gil_dict<K, V>,
    model::line_map<K, V>
    >;

template <class K>
using sets = type_list<
    adapter::mutex_unordered_set<K>,
    adapter::striped_unordered_set<K>,
    adapter::tbb_concurrent_unordered_set<K>,
    model::free_threaded_set<K>,
    model::line_set<K>
    >;
// clang-format on

struct absent_dictionary {
  std::string name, why;
};

/// Those that are not there, and why.
inline std::vector<absent_dictionary> absent_maps() { return {}; }
inline std::vector<absent_dictionary> absent_sets() { return {}; }

}  // namespace contend::suites
