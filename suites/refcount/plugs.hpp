// The parts of the refcount family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_refcount_counting(suite&);
void plug_refcount_ownership(suite&);
void plug_refcount_endings(suite&);
void ask_refcount_ownership(catalog&);
void plug_refcount_objects(suite&);
void plug_refcount_sharing(suite&);
void plug_refcount_slots(suite&, catalog&);

}  // namespace contend::suites
