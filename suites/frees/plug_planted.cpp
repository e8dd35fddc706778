// Controls for speed: allocators that must be told from the one that they wrap.
#include "planted.hpp"
#include "plugs.hpp"

#include <contend/adapter/alloc/planted.hpp>
#include <contend/adapter/alloc/process_malloc.hpp>

namespace contend::suites {
namespace {

template <class Bug>
using over_malloc = adapter::planted<adapter::process_malloc, Bug>;

}  // namespace

void plug_frees_planted(suite& s, catalog& c) {
  const std::string name = "planted-allocators";
  s.over<adapter::process_malloc, over_malloc<adapter::counted_globally>,
         over_malloc<adapter::locked_globally>, over_malloc<adapter::shares_lines>>(
      [&]<class A>(type<A>) {
        s.add<planted<A>>();
        s.add<planted<A>>({}, name);
      });
  c.add(preset{
      .name = name,
      .title = "Does the suite see what costs only time?",
      .source = "this project: three bugs planted over malloc",
      .threads = {2},
      .ratios = {ratio_question{
          .title = "Planted allocators, told from the clean one",
          .about = "Rates as a multiple of the clean allocator's. Each of the three must be below "
                   "1, with an interval that excludes 1: where one is not, this host or this load "
                   "can't show a difference of that size between real allocators either.",
          .reference = std::string(adapter::process_malloc::info.name),
          .rows = {{"64 bytes", "frees/planted", ""}}}},
      .crossings = {}});
}

}  // namespace contend::suites
