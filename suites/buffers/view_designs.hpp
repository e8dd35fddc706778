// The exporters on the bench, one line each.
#pragma once

#include <contend/core/type_list.hpp>
#include <contend/model/view/atomic.hpp>
#include <contend/model/view/biased.hpp>
#include <contend/model/view/locked.hpp>
#include <contend/model/view/managed.hpp>
#include <contend/model/view/plain.hpp>
#include <contend/model/view/sharded.hpp>
#include <contend/model/view/unpinned.hpp>

namespace contend::suites {

// clang-format off
/// In the order of `contend list`.
using pinning_designs = type_list<
    model::plain_export,
    model::locked_export,
    model::managed_export,
    model::atomic_export,
    model::biased_export,
    model::sharded_export
    >;
// clang-format on

}  // namespace contend::suites
