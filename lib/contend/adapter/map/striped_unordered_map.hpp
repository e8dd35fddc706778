// Many small locked maps in place of one: the first remedy that people reach for.
#pragma once

#include <contend/adapter/map/mutex_unordered_map.hpp>

#include <array>
#include <memory>

namespace contend::adapter {

/// 64 stripes, each a locked map of its own; the hash's highest bits choose. Not more stripes:
/// TSan's deadlock detector gives up at 65 mutexes held, should an operation ever hold them all.
template <class K, class V>
class striped_unordered_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "striped_unordered_map",
      .title = "64 std::unordered_maps, each under its std::mutex",
      .source = "the C++ standard library; Herlihy, Shavit, chapter 13.2",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::exclusive};

  explicit striped_unordered_map(std::size_t n) {
    for (auto& s : _stripes) s = std::make_unique<stripe>(n / stripes + 1);
  }

 private:
  using stripe = mutex_unordered_map<K, V>;
  static constexpr unsigned stripe_bits = 6;
  static constexpr std::size_t stripes = std::size_t{1} << stripe_bits;

 public:
  class handle {
   public:
    explicit handle(striped_unordered_map& owner) : _owner(owner) {}

    std::optional<V> find(const K& k) { return at(k).find(k); }
    bool insert(const K& k, const V& v) { return at(k).insert(k, v); }
    bool erase(const K& k) { return at(k).erase(k); }
    bool update(const K& k, const V& v) { return at(k).update(k, v); }

   private:
    typename stripe::handle at(const K& k) {
      return typename stripe::handle(*_owner._stripes[mixed_hash{}(k) >> (64 - stripe_bits)]);
    }
    striped_unordered_map& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (const auto& s : _stripes) n += s->size();
    return n;
  }

 private:
  std::array<std::unique_ptr<stripe>, stripes> _stripes;
};

static_assert(map<striped_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
