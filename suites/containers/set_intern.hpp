// Lookups and insertions, no erasures: the table that only ever learns.
#pragma once

#include "mix_load.hpp"

namespace contend::suites {

/// Parameters: see key_space. For every set, also those that can't erase concurrently.
template <set S>
class set_intern : public mix_load<S> {
 public:
  static constexpr std::string_view name = "set_intern";
  static constexpr card about{
      .title = "Lookups and insertions on one shared set, no erasures",
      .operation = "one lookup or insertion, whatever its answer",
      .models = "interned strings, visited sets, de-duplication: a key that came once stays",
      .frees = "nobody, until the end",
      .exposes = "what an insertion costs that finds its key already there: the normal case",
      .not_for =
          "insertion rates: the universe is finite, so that after the warm-up nearly every "
          "insertion finds its key (see effective_update_share). Not comparable with "
          "set_mix",
      .source = "visited sets of graph searches; the intern table of CPython",
  };

  explicit set_intern(const setting& s) : mix_load<S>(s, writes{.erase = 0}) {}
};

}  // namespace contend::suites
