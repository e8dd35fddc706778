// The counted designs on the bench, one line each.
#pragma once

#include <contend/adapter/refcount/boost_atomic_shared_ptr.hpp>
#include <contend/adapter/refcount/boost_intrusive_ptr.hpp>
#include <contend/adapter/refcount/boost_local_shared_ptr.hpp>
#include <contend/adapter/refcount/boost_shared_ptr.hpp>
#include <contend/adapter/refcount/std_atomic_shared_ptr.hpp>
#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/refcount/arc.hpp>
#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/cdrc.hpp>
#include <contend/model/refcount/deferred.hpp>
#include <contend/model/refcount/gil_count.hpp>
#include <contend/model/refcount/immortal.hpp>
#include <contend/model/refcount/mutex_slot.hpp>
#include <contend/model/refcount/paper.hpp>
#include <contend/model/refcount/per_cpu.hpp>
#include <contend/model/refcount/per_thread.hpp>
#include <contend/model/refcount/plain.hpp>
#include <contend/model/refcount/reclaimed_slots.hpp>
#include <contend/model/refcount/side_table.hpp>
#include <contend/model/refcount/split_count.hpp>
#include <contend/model/refcount/sticky.hpp>

namespace contend::suites {

/// In the order of `contend list`. The slot loads (below) and the weak loads (weakref/designs.hpp)
/// have lists of their own, with designs whose strong counts are those of another one here.
using counted_designs = type_list<  //
    model::plain_count,             //
    model::gil_count,               //
    model::atomic_count,            //
    model::arc,                     //
    model::sticky,                  //
    model::side_table,              //
    model::atomic_seq_cst_count,    //
    model::atomic_cas_count,        //
    model::biased_count,            //
    model::paper_count,             //
    model::per_cpu_count,           //
    model::per_thread_count,        //
    model::deferred_count,          //
    model::immortal_objects,        //
    model::split_count,             //
    model::cdrc,                    //
    adapter::std_shared_ptr,        //
    adapter::boost_shared_ptr,      //
    adapter::boost_intrusive_ptr,   //
    adapter::boost_local_shared_ptr>;

/// The designs with slots.
using slotted_designs = type_list<   //
    model::mutex_slot,               //
    model::split_count,              //
    model::cdrc,                     //
    model::qsbr_slot,                //
    model::epoch_slot,               //
    model::hazard_slot,              //
    adapter::std_atomic_shared_ptr,  //
    adapter::boost_atomic_shared_ptr>;

}  // namespace contend::suites
