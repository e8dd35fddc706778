// Keys that are strings, and keys and values that are counted objects.
#include "map_mix.hpp"
#include "mix_cards.hpp"
#include "plugs.hpp"
#include "set_mix.hpp"
#include "telling.hpp"

#include <contend/model/refcount/atomic_count.hpp>

namespace contend::suites {
namespace {

template <class Cargo, template <class, class> class List = telling_maps>
void plug_maps(suite& s, const std::string& name, const card& about) {
  s.over(List<typename Cargo::key_type, typename Cargo::mapped_type>{}, [&]<class M>(type<M>) {
    plug_if<M, need::erases>(s, {name}, [&]<class E>(type<E>) {
      s.add_as<map_mix<E, Cargo>>(
          name, about, {{"read", {"90"}}, {"skew", {"0", "0.99"}}, {"size", {"10000"}}}, {});
    });
  });
}

}  // namespace

void plug_containers_cargo(suite& s) {
  plug_maps<words>(s, "map_words", words_card);
  plug_maps<counted_objects<model::atomic_count>>(s, "map_counted", counted_card);
  s.over(telling_sets<words::key_type>{}, [&]<class S>(type<S>) {
    plug_if<S, need::erases>(s, {"set_words"}, [&]<class E>(type<E>) {
      s.add_as<set_mix<E, words>>("set_words", words_card,
                                  {{"read", {"90"}}, {"skew", {"0", "0.99"}}, {"size", {"10000"}}},
                                  {});
    });
  });
}

}  // namespace contend::suites
