// Every family's plug board, in the order in which `contend list` prints them.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_control(catalog&);
void plug_baseline(catalog&);
void plug_refcount(catalog&);
void plug_weakref(catalog&);
void plug_reclaim(catalog&);
void plug_frees(catalog&);
void plug_buffers(catalog&);
void plug_containers(catalog&);
void plug_scenarios(catalog&);
void plug_linearize(catalog&);
void plug_tour(catalog&);

inline void plug_all(catalog& c) {
  plug_control(c);
  plug_baseline(c);
  plug_refcount(c);
  plug_weakref(c);
  plug_reclaim(c);
  plug_frees(c);
  plug_buffers(c);
  plug_containers(c);
  plug_scenarios(c);
  plug_linearize(c);
  plug_tour(c);
}

}  // namespace contend::suites
