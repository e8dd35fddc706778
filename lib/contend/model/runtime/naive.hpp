// What a C++ program does that counts everything and knows nothing about threads but locks.
#pragma once

#include <contend/model/list/locked_list.hpp>
#include <contend/model/runtime/parts.hpp>

namespace contend::model {

/// References by any counted design; a list that is shared has a std::mutex, another one has
/// none. Named and described by `Describe::info`.
template <counted P, class Describe>
struct naive_runtime : counted_objects<P> {
  static constexpr subject_info info = Describe::info;

  template <class E>
  using list = model::list<E>;
  template <class E>
  using shared_list = locked_list<E>;
  using thread = typename P::thread;
};

}  // namespace contend::model
