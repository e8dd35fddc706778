// Which slot a value gets.
#pragma once

#include <contend/model/dict/counted_slot.hpp>
#include <contend/model/dict/word_slot.hpp>

namespace contend::model {

namespace detail {
template <class V, class Rules>
struct slot_for {};
template <word V, class Rules>
struct slot_for<V, Rules> {
  using type = word_slot<V>;
};
template <read_from_slots Node, class Rules>
struct slot_for<handle<Node>, Rules> {
  using type = counted_slot<Node, Rules>;
};
}  // namespace detail

/// The slot of a value V: a word, or a handle of a counted design whose nodes can be read so.
template <class V, class Rules>
using slot_for = typename detail::slot_for<V, Rules>::type;

}  // namespace contend::model
