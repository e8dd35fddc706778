// No map at all: what a load on maps carries by itself.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

namespace contend::model {

/// The ceiling of the maps: half of all keys are there, by one bit of their hash, and stay so
/// whatever is inserted or erased. Each key is hashed, as every map does; the answer can't be
/// guessed. Any number of threads; they share nothing.
template <class K, class V>
class null_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "null",
      .title = "no map: the load itself",
      .source = "this project",
      .progress = progress::wait_free,
      .ceiling = true,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .cannot = "hold anything: answers are made up"};

  explicit null_map(std::size_t) {}

  class handle {
   public:
    explicit handle(null_map&) {}

    std::optional<V> find(const K& k) {
      if (!there(k)) return std::nullopt;
      V v{};
      keep(v);
      return v;
    }
    bool insert(const K& k, const V& v) {
      keep(v);
      return !there(k);
    }
    bool erase(const K& k) { return there(k); }
    bool update(const K& k, const V& v) {
      keep(v);
      return there(k);
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      if (!there(k)) return insert(k, v);
      V now = change(v);
      keep(now);
      return false;
    }

   private:
    static bool there(const K& k) { return (mixed_hash{}(k)&1) != 0; }
  };

  [[nodiscard]] std::size_t size() const { return 0; }
};

static_assert(upserting_map<null_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::model
