// The reclamation schemes on the bench, one line each.
#pragma once

#include <contend/core/type_list.hpp>
#include <contend/model/reclaim/epoch.hpp>
#include <contend/model/reclaim/hazard_pointers.hpp>
#include <contend/model/reclaim/leak.hpp>
#include <contend/model/reclaim/qsbr.hpp>

namespace contend::suites {

/// In the order of `contend list`. The leak takes part where nothing is retired without bound.
using reclaimers = type_list<  //
    model::leak,               //
    model::qsbr,               //
    model::epoch,              //
    model::hazard_pointers>;

}  // namespace contend::suites
