// The designs with weak references on the bench, one line each.
#pragma once

#include <contend/core/type_list.hpp>
#include <contend/model/refcount/arc.hpp>

namespace contend::suites {

/// In the order of `contend list`.
using weak_designs = type_list<  //
    model::arc>;

}  // namespace contend::suites
