// The counted designs that loads about ownership, ends and layout can tell apart.
#pragma once

#include "designs.hpp"

namespace contend::suites {

/// One design of each way to count: for loads about who owns, who frees and what lies where, which
/// tell these ways apart, but not one atomic word from another (that is what the loads about
/// counting itself do, with all of the above). Keeps sweeps, builds and sanitizer jobs in bounds.
using telling_designs = type_list<  //
    model::gil_count,               //
    model::atomic_count,            //
    model::side_table,              //
    model::biased_count,            //
    model::paper_count,             //
    model::per_cpu_count,           //
    model::per_thread_count,        //
    model::deferred_count,          //
    model::immortal_objects,        //
    model::cdrc,                    //
    adapter::std_shared_ptr,        //
    adapter::boost_local_shared_ptr>;

}  // namespace contend::suites
