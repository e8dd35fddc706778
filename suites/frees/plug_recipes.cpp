// The named loads, over every allocator.
#include "allocators.hpp"
#include "flow.hpp"
#include "plugs.hpp"
#include "recipes.hpp"

void contend::suites::plug_frees_recipes(suite& s) {
  const auto plug = [&]<class A>(type<A>) {
    for (const auto recipes : {own_frees(), foreign_frees()}) {
      for (const named_recipe& r : recipes) s.add_as<flow<A>>(r.name, r.about, {}, {}, r.how);
    }
  };
  s.over(allocators{}, plug);
  s.over<ceiling_allocator>(plug);
  for (const auto& a : absent_allocators()) s.absent({"ring", "larson"}, a.name, a.why);
}
