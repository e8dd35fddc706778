// The designs with weak references on the bench, one line each.
#pragma once

#include <contend/adapter/refcount/boost_shared_ptr.hpp>
#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/refcount/arc.hpp>
#include <contend/model/refcount/side_table.hpp>
#include <contend/model/refcount/sticky.hpp>
#include <contend/model/refcount/striped_weak.hpp>

namespace contend::suites {

/// In the order of `contend list`. The striped ones are here only: without a weak reference they
/// count as biased_count does.
using weak_designs = type_list<  //
    model::arc,                  //
    model::sticky,               //
    model::striped_packed,       //
    model::striped_padded,       //
    model::side_table,           //
    adapter::std_shared_ptr,     //
    adapter::boost_shared_ptr>;

}  // namespace contend::suites
