// A concurrent map in cache lines.
#pragma once

#include <contend/model/dict/boxed_storage.hpp>
#include <contend/model/dict/line_handle.hpp>
#include <contend/model/dict/line_storage.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace contend::model {

/// Progress, growth and shrinking: line_dict.hpp. Keys and values of a word each are in the line,
/// so a lookup is one miss of the cache; others are boxed, which is a second one.
///
/// Memory, with word-sized keys and values: 40 bytes an element when there are as many as were
/// expected, 74 just after it has doubled, and both tables while it does.
template <class K, class V, reclaimer Reclaimer, class Rules>
class basic_line_map {
  using storage = slot_storage<K, V, Reclaimer>;
  using dict = line_dict<storage, Reclaimer, Rules>;

 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "line_map",
      .title = "our hash map in cache lines, readers lock-free, growing",
      .source = "CLHT (David, Guerraoui, Trigonakis, ASPLOS 2015); Boehm, MSPC 2012",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .walk = walk_guarantee::weak};

  explicit basic_line_map(std::size_t n) : _dict(n) {}

  class handle {
   public:
    explicit handle(basic_line_map& map) : _in(map._dict) {}

    [[nodiscard]] std::optional<V> find(const K& k) const noexcept {
      const auto found = _in.find(k);
      if (!found.there) return std::nullopt;
      return storage::value(found.is);
    }
    bool insert(const K& k, const V& v) { return _in.insert(k, v); }
    bool erase(const K& k) { return _in.erase(k); }
    bool update(const K& k, const V& v) { return _in.update(k, v); }
    /// `change` runs under a lock: it does not call the map.
    template <class Change>
    bool upsert(const K& k, const V& v, Change change) {
      return _in.upsert(k, v, change);
    }
    template <class Visit>
    void for_each(Visit visit) {
      _in.for_each(
          [&](const auto& m, const auto& c) { visit(storage::key(m, c), storage::value(c)); });
    }
    void safepoint() { _in.safepoint(); }

   private:
    line_handle<storage, Reclaimer, Rules> _in;
  };

  [[nodiscard]] std::size_t size() const noexcept { return _dict.size(); }
  static void collect() noexcept { Reclaimer::collect(); }
  /// Bytes of the tables that it has now. Boxes are not among them.
  [[nodiscard]] std::size_t table_bytes() const { return _dict.table_bytes(); }

 private:
  dict _dict;
};

template <class K, class V>
using line_map = basic_line_map<K, V, qsbr, line_rules>;

static_assert(upserting_map<line_map<std::uint64_t, std::uint64_t>>);
static_assert(walkable_map<line_map<std::uint64_t, std::uint64_t>>);
static_assert(upserting_map<line_map<std::string, std::string>>);
static_assert(walkable_map<line_map<std::string, std::string>>);

}  // namespace contend::model
