// The maps and sets on the bench, one line each.
#pragma once

#include "absent.hpp"

#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/map/sequential_unordered_map.hpp>
#include <contend/adapter/map/shared_mutex_unordered_map.hpp>
#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/map/tbb_concurrent_hash_map.hpp>
#include <contend/adapter/map/tbb_insert_only_map.hpp>
#include <contend/adapter/set/mutex_unordered_set.hpp>
#include <contend/adapter/set/sequential_unordered_set.hpp>
#include <contend/adapter/set/shared_mutex_unordered_set.hpp>
#include <contend/adapter/set/striped_unordered_set.hpp>
#include <contend/adapter/set/tbb_insert_only_set.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/dict/free_threaded_dict.hpp>
#include <contend/model/dict/free_threaded_set.hpp>
#include <contend/model/dict/gil_dict.hpp>
#include <contend/model/dict/line_map.hpp>
#include <contend/model/dict/line_set.hpp>
#include <contend/model/dict/null_map.hpp>
#include <contend/model/dict/null_set.hpp>
#if defined(CONTEND_HAVE_BOOST_FLAT_MAP)
#include <contend/adapter/map/boost_concurrent_flat_map.hpp>
#endif
#if defined(CONTEND_HAVE_BOOST_FLAT_SET)
#include <contend/adapter/set/boost_concurrent_flat_set.hpp>
#endif
#if defined(CONTEND_HAVE_LIBCUCKOO)
#include <contend/adapter/map/libcuckoo_map.hpp>
#endif
#if defined(CONTEND_HAVE_URCU_CDS)
#include <contend/adapter/map/urcu_lfht_map.hpp>
#endif
#if defined(CONTEND_HAVE_CK_LIBRARY)
#include <contend/adapter/map/ck_hash_map.hpp>
#endif
#if defined(CONTEND_HAVE_XENIUM)
#include <contend/adapter/map/xenium_harris_michael_map.hpp>
#include <contend/adapter/set/xenium_sets.hpp>
#endif
#if defined(CONTEND_HAVE_CDS)
#include <contend/adapter/map/cds_maps.hpp>
#include <contend/adapter/set/cds_sets.hpp>
#endif

namespace contend::suites {

// clang-format off
/// In the order of `contend list`. Those of the first list take every key and value.
template <class K, class V>
using maps = joined<type_list<
    model::null_map<K, V>,
    adapter::sequential_unordered_map<K, V>,
    adapter::mutex_unordered_map<K, V>,
    adapter::shared_mutex_unordered_map<K, V>,
    adapter::striped_16_unordered_map<K, V>,
    adapter::striped_unordered_map<K, V>,
    adapter::striped_256_unordered_map<K, V>,
    adapter::striped_shared_unordered_map<K, V>,
    adapter::tbb_concurrent_hash_map<K, V>,
    adapter::tbb_concurrent_hash_map_exclusive<K, V>
#if defined(CONTEND_HAVE_BOOST_FLAT_MAP)
    , adapter::boost_concurrent_flat_map<K, V>
    , adapter::boost_concurrent_flat_map_exclusive<K, V>
#endif
#if defined(CONTEND_HAVE_LIBCUCKOO)
    , adapter::libcuckoo_map<K, V>
#endif
#if defined(CONTEND_HAVE_URCU_CDS)
    , adapter::urcu_lfht_map<K, V>
#endif
    , model::line_map<K, V>
    >
    , where_taken<model::gil_dict, K, V>
    , where_taken<model::free_threaded_dict, K, V>
    , where_taken<model::free_threaded_dict_copied, K, V>
    , where_taken<model::free_threaded_dict_copied_atomic, K, V>
    , where_taken<model::free_threaded_dict_immortal, K, V>
    , where_taken<adapter::tbb_concurrent_unordered_map, K, V>
    , where_taken<adapter::tbb_concurrent_map, K, V>
#if defined(CONTEND_HAVE_CK_LIBRARY)
    , where_taken<adapter::ck_hash_map, K, V>
#endif
#if defined(CONTEND_HAVE_XENIUM)
    , where_taken<adapter::xenium_harris_michael_map, K, V>
#endif
#if defined(CONTEND_HAVE_CDS)
    , where_taken<adapter::cds_michael_map, K, V>
    , where_taken<adapter::cds_split_list_map, K, V>
    , where_taken<adapter::cds_feldman_map, K, V>
#endif
    >;

template <class K>
using sets = joined<type_list<
    model::null_set<K>,
    adapter::sequential_unordered_set<K>,
    adapter::mutex_unordered_set<K>,
    adapter::shared_mutex_unordered_set<K>,
    adapter::striped_16_unordered_set<K>,
    adapter::striped_unordered_set<K>,
    adapter::striped_256_unordered_set<K>,
    adapter::striped_shared_unordered_set<K>,
    adapter::tbb_concurrent_unordered_set<K>,
    adapter::tbb_concurrent_set<K>
#if defined(CONTEND_HAVE_BOOST_FLAT_SET)
    , adapter::boost_concurrent_flat_set<K>
#endif
#if defined(CONTEND_HAVE_XENIUM)
    , adapter::xenium_harris_michael_set<K>
#endif
#if defined(CONTEND_HAVE_CDS)
    , adapter::cds_michael_set<K>
    , adapter::cds_split_list_set<K>
#endif
    , model::free_threaded_set<K>
    , model::line_set<K>
    >
#if defined(CONTEND_HAVE_XENIUM)
    , where_taken<adapter::xenium_vyukov_set, K>
#endif
    >;
// clang-format on

}  // namespace contend::suites
