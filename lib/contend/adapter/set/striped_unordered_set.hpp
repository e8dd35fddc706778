// Many small locked sets in place of one.
#pragma once

#include <contend/adapter/set/mutex_unordered_set.hpp>

#include <array>
#include <memory>

namespace contend::adapter {

struct striped_unordered_set_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_unordered_set",
      .title = "64 std::unordered_sets, each under its std::mutex",
      .source = "the C++ standard library; Herlihy, Shavit, chapter 13.2",
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 6;
};

struct striped_16_unordered_set_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_16_unordered_set",
      .title = "16 std::unordered_sets, each under its std::mutex",
      .source = striped_unordered_set_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 4;
};

struct striped_256_unordered_set_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_256_unordered_set",
      .title = "256 std::unordered_sets, each under its std::mutex",
      .source = striped_unordered_set_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 8;
};

struct striped_shared_unordered_set_kind : readers_together {
  static constexpr subject_info info{
      .name = "striped_shared_unordered_set",
      .title = "64 std::unordered_sets, each under its std::shared_mutex",
      .source = striped_unordered_set_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 6;
};

/// 2^bits stripes, as basic_striped_map: no operation holds two.
template <class K, class Kind>
class basic_striped_set {
 public:
  using key_type = K;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{.lookup = Kind::lookup, .walk = walk_guarantee::weak};

  explicit basic_striped_set(std::size_t n) {
    for (auto& s : _stripes) s = std::make_unique<stripe>(n / stripes + 1);
  }

 private:
  using stripe = locked_unordered_set<K, Kind>;
  static_assert(Kind::bits <= 8);
  static constexpr std::size_t stripes = std::size_t{1} << Kind::bits;

 public:
  class handle {
   public:
    explicit handle(basic_striped_set& owner) : _owner(owner) {}

    bool contains(const K& k) { return at(k).contains(k); }
    bool insert(const K& k) { return at(k).insert(k); }
    bool erase(const K& k) { return at(k).erase(k); }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (auto& s : _owner._stripes) typename stripe::handle(*s).for_each(visit);
    }

   private:
    typename stripe::handle at(const K& k) {
      // In two steps: by 64 at once, for a single stripe, is not defined.
      const std::size_t i = mixed_hash{}(k) >> 1 >> (63 - Kind::bits);
      return typename stripe::handle(*_owner._stripes[i]);
    }
    basic_striped_set& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (const auto& s : _stripes) n += s->size();
    return n;
  }

 private:
  std::array<std::unique_ptr<stripe>, stripes> _stripes;
};

template <class K>
using striped_unordered_set = basic_striped_set<K, striped_unordered_set_kind>;
template <class K>
using striped_16_unordered_set = basic_striped_set<K, striped_16_unordered_set_kind>;
template <class K>
using striped_256_unordered_set = basic_striped_set<K, striped_256_unordered_set_kind>;
template <class K>
using striped_shared_unordered_set = basic_striped_set<K, striped_shared_unordered_set_kind>;

static_assert(set<striped_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
