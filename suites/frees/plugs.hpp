// The parts of the frees family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_frees_recipes(suite&);
void plug_frees_axes(suite&);
void plug_frees_planted(suite&, catalog&);
void plug_frees_endings(suite&);
void plug_frees_growth(suite&);

}  // namespace contend::suites
