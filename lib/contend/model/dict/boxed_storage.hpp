// What a line's slot holds of a key and its value that have no room there: the way to them.
#pragma once

#include <contend/model/dict/line_storage.hpp>

#include <cstdint>
#include <memory>
#include <type_traits>

namespace contend::model {

/// See line_storage.hpp. The mark is the hash, so that a lookup follows a pointer only to a
/// key that is most likely its own, and a move of the table none at all. The content is an
/// immutable node that goes through the Reclaimer; to change a value is to change the node.
template <class K, class V, class Reclaimer>
struct boxed_storage {
  struct node : Reclaimer::template object<node> {
    node(const K& k, const V& v) : key(k), value(v) {}
    const K key;
    [[no_unique_address]] const V value;
  };

  using key_type = K;
  using mark = std::uint64_t;
  using content = node*;

  static mark mark_of(const K&, std::uint64_t hash) noexcept { return hash; }
  static std::uint64_t hash_of(mark m) noexcept { return m; }
  static bool is(const content& c, const K& k) { return c->key == k; }
  /// Nobody replaces a node while its slot is there twice: a pointer will do.
  static bool same(mark, const content& a, mark, const content& b) noexcept { return a == b; }
  static const K& key(mark, const content& c) noexcept { return c->key; }
  static const V& value(const content& c) noexcept { return c->value; }

  class fresh {
   public:
    void make(const K& k, const V& v) {
      if (_node == nullptr) _node = std::make_unique<node>(k, v);
    }
    [[nodiscard]] content put() noexcept { return _node.release(); }

   private:
    std::unique_ptr<node> _node;
  };
  static void drop(content c) noexcept { Reclaimer::retire(c); }
  static void destroy(content c) noexcept { delete c; }
};

namespace detail {
template <class K, class V, class Reclaimer>
struct choose_storage : std::type_identity<boxed_storage<K, V, Reclaimer>> {};
template <word_sized K, word_sized V, class Reclaimer>
struct choose_storage<K, V, Reclaimer> : std::type_identity<inline_storage<K, V>> {};
}  // namespace detail

template <class K, class V, class Reclaimer>
using slot_storage = typename detail::choose_storage<K, V, Reclaimer>::type;

}  // namespace contend::model
