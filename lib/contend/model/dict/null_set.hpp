// No set at all: what a load on sets carries by itself.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

namespace contend::model {

/// The ceiling of the sets: as null_map.
template <class K>
class null_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "null",
      .title = "no set: the load itself",
      .source = "this project",
      .progress = progress::wait_free,
      .ceiling = true,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .cannot = "hold anything: answers are made up"};

  explicit null_set(std::size_t) {}

  class handle {
   public:
    explicit handle(null_set&) {}

    bool contains(const K& k) { return there(k); }
    bool insert(const K& k) { return !there(k); }
    bool erase(const K& k) { return there(k); }

   private:
    static bool there(const K& k) { return (mixed_hash{}(k)&1) != 0; }
  };

  [[nodiscard]] std::size_t size() const { return 0; }
};

static_assert(set<null_set<std::uint64_t>>);

}  // namespace contend::model
