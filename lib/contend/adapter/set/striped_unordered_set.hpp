// Many small locked sets in place of one.
#pragma once

#include <contend/adapter/set/mutex_unordered_set.hpp>

#include <array>
#include <memory>

namespace contend::adapter {

/// 64 stripes, as striped_unordered_map.
template <class K>
class striped_unordered_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "striped_unordered_set",
      .title = "64 std::unordered_sets, each under its std::mutex",
      .source = "the C++ standard library; Herlihy, Shavit, chapter 13.2",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::exclusive};

  explicit striped_unordered_set(std::size_t n) {
    for (auto& s : _stripes) s = std::make_unique<stripe>(n / stripes + 1);
  }

 private:
  using stripe = mutex_unordered_set<K>;
  static constexpr unsigned stripe_bits = 6;
  static constexpr std::size_t stripes = std::size_t{1} << stripe_bits;

 public:
  class handle {
   public:
    explicit handle(striped_unordered_set& owner) : _owner(owner) {}

    bool contains(const K& k) { return at(k).contains(k); }
    bool insert(const K& k) { return at(k).insert(k); }
    bool erase(const K& k) { return at(k).erase(k); }

   private:
    typename stripe::handle at(const K& k) {
      return typename stripe::handle(*_owner._stripes[mixed_hash{}(k) >> (64 - stripe_bits)]);
    }
    striped_unordered_set& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (const auto& s : _stripes) n += s->size();
    return n;
  }

 private:
  std::array<std::unique_ptr<stripe>, stripes> _stripes;
};

static_assert(set<striped_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
