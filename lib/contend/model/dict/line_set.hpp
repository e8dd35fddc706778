// A concurrent set in cache lines.
#pragma once

#include <contend/model/dict/boxed_storage.hpp>
#include <contend/model/dict/line_handle.hpp>
#include <contend/model/dict/line_storage.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <string>

namespace contend::model {

/// As line_map, with six keys of a word in a line: 20 bytes an element when there are as many as
/// were expected.
template <class K, reclaimer Reclaimer, class Rules>
class basic_line_set {
  using storage = slot_storage<K, no_content, Reclaimer>;
  using dict = line_dict<storage, Reclaimer, Rules>;

 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "line_set",
      .title = "our hash set in cache lines, readers lock-free, growing",
      .source = "CLHT (David, Guerraoui, Trigonakis, ASPLOS 2015); Boehm, MSPC 2012",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .walk = walk_guarantee::weak};

  explicit basic_line_set(std::size_t n) : _dict(n) {}

  class handle {
   public:
    explicit handle(basic_line_set& set) : _in(set._dict) {}

    [[nodiscard]] bool contains(const K& k) const noexcept { return _in.find(k).there; }
    bool insert(const K& k) { return _in.insert(k, no_content{}); }
    bool erase(const K& k) { return _in.erase(k); }
    template <class Visit>
    void for_each(Visit visit) {
      _in.for_each([&](const auto& m, const auto& c) { visit(storage::key(m, c)); });
    }
    void safepoint() { _in.safepoint(); }

   private:
    line_handle<storage, Reclaimer, Rules> _in;
  };

  [[nodiscard]] std::size_t size() const noexcept { return _dict.size(); }
  static void collect() noexcept { Reclaimer::collect(); }
  [[nodiscard]] std::size_t table_bytes() const { return _dict.table_bytes(); }

 private:
  dict _dict;
};

template <class K>
using line_set = basic_line_set<K, qsbr, line_rules>;

static_assert(walkable_set<line_set<std::uint64_t>>);
static_assert(walkable_set<line_set<std::string>>);

}  // namespace contend::model
