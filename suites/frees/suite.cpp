// The plug board of the frees family: memory that one thread allocates and another frees.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_frees(catalog& c) {
  suite s(c, "frees");
  plug_frees_recipes(s);
  plug_frees_axes(s);
  plug_frees_endings(s);
  plug_frees_growth(s);
  plug_frees_planted(s, c);
}
