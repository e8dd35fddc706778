// The reclamation schemes on the bench, one line each.
#pragma once

#include <contend/core/type_list.hpp>
#include <contend/model/reclaim/epoch.hpp>
#include <contend/model/reclaim/hazard_pointers.hpp>
#include <contend/model/reclaim/leak.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#if defined(CONTEND_HAVE_URCU)
#include <contend/adapter/reclaim/urcu.hpp>
#endif
#if defined(CONTEND_HAVE_XENIUM)
#include <contend/adapter/reclaim/xenium.hpp>
#endif

#include <string>
#include <vector>

namespace contend::suites {

// clang-format off
/// In the order of `contend list`. The leak takes part where nothing is retired without bound.
using reclaimers = type_list<
    model::leak,
    model::qsbr,
    model::epoch,
    model::hazard_pointers
#if defined(CONTEND_HAVE_URCU)
    , adapter::urcu_memb
    , adapter::urcu_qsbr
#endif
#if defined(CONTEND_HAVE_XENIUM)
    , adapter::xenium_epoch
    , adapter::xenium_hazard
#endif
    >;
// clang-format on

struct absent_reclaimer {
  std::string name, why;
};

/// Those that are not, and why.
inline std::vector<absent_reclaimer> absent_reclaimers() {
  std::vector<absent_reclaimer> all;
#if !defined(CONTEND_HAVE_URCU)
  all.push_back({"urcu_memb", "liburcu-dev is not installed"});
  all.push_back({"urcu_qsbr", "liburcu-dev is not installed"});
#endif
#if !defined(CONTEND_HAVE_XENIUM)
  all.push_back({"xenium_epoch", "libxenium-dev is not installed"});
  all.push_back({"xenium_hazard", "libxenium-dev is not installed"});
#endif
  all.push_back({"xenium_qsbr",
                 "it waits for each thread that ever came until that ends, and loses what a "
                 "destructor retires"});
  return all;
}

}  // namespace contend::suites
