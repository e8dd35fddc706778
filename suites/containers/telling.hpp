// The maps and sets that loads about keys and values can tell apart.
#pragma once

#include "designs.hpp"

namespace contend::suites {

/// One of each way to lock and to hold an element: for loads about what a key or a value is, which
/// tell these ways apart, but not one table from another. Keeps builds in bounds. A design that
/// takes only numbers can't be here.
template <class K, class V>
using telling_maps =
    type_list<adapter::mutex_unordered_map<K, V>, adapter::striped_unordered_map<K, V>,
              adapter::tbb_concurrent_hash_map<K, V>, model::line_map<K, V>>;

template <class K>
using telling_sets = type_list<adapter::mutex_unordered_set<K>, adapter::striped_unordered_set<K>,
                               adapter::tbb_concurrent_unordered_set<K>, model::line_set<K>>;

}  // namespace contend::suites
