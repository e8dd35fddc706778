// Many small locked maps in place of one: the first remedy that people reach for.
#pragma once

#include <contend/adapter/map/mutex_unordered_map.hpp>

#include <array>
#include <memory>

namespace contend::adapter {

struct striped_unordered_map_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_unordered_map",
      .title = "64 std::unordered_maps, each under its std::mutex",
      .source = "the C++ standard library; Herlihy, Shavit, chapter 13.2",
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 6;
};

struct striped_16_unordered_map_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_16_unordered_map",
      .title = "16 std::unordered_maps, each under its std::mutex",
      .source = striped_unordered_map_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 4;
};

struct striped_256_unordered_map_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "striped_256_unordered_map",
      .title = "256 std::unordered_maps, each under its std::mutex",
      .source = striped_unordered_map_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 8;
};

struct striped_shared_unordered_map_kind : readers_together {
  static constexpr subject_info info{
      .name = "striped_shared_unordered_map",
      .title = "64 std::unordered_maps, each under its std::shared_mutex",
      .source = striped_unordered_map_kind::info.source,
      .progress = progress::blocking,
  };
  static constexpr unsigned bits = 6;
};

/// 2^bits stripes, each a locked map on lines of its own; the hash's highest bits choose. No
/// operation holds two stripes: a walk, and size(), go from one to the next. (TSan's deadlock
/// detector gives up at 65 mutexes held.)
template <class K, class V, class Kind>
class basic_striped_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{
      .lookup = Kind::lookup, .by_reference = true, .walk = walk_guarantee::weak};

  explicit basic_striped_map(std::size_t n) {
    for (auto& s : _stripes) s = std::make_unique<stripe>(n / stripes + 1);
  }

 private:
  using stripe = locked_unordered_map<K, V, Kind>;
  static_assert(Kind::bits <= 8);
  static constexpr std::size_t stripes = std::size_t{1} << Kind::bits;

 public:
  class handle {
   public:
    explicit handle(basic_striped_map& owner) : _owner(owner) {}

    std::optional<V> find(const K& k) { return at(k).find(k); }
    bool insert(const K& k, const V& v) { return at(k).insert(k, v); }
    bool erase(const K& k) { return at(k).erase(k); }
    bool update(const K& k, const V& v) { return at(k).update(k, v); }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      return at(k).upsert(k, v, change);
    }
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
    basic_striped_map& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (const auto& s : _stripes) n += s->size();
    return n;
  }

 private:
  std::array<std::unique_ptr<stripe>, stripes> _stripes;
};

template <class K, class V>
using striped_unordered_map = basic_striped_map<K, V, striped_unordered_map_kind>;
template <class K, class V>
using striped_16_unordered_map = basic_striped_map<K, V, striped_16_unordered_map_kind>;
template <class K, class V>
using striped_256_unordered_map = basic_striped_map<K, V, striped_256_unordered_map_kind>;
template <class K, class V>
using striped_shared_unordered_map = basic_striped_map<K, V, striped_shared_unordered_map_kind>;

static_assert(map<striped_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
