// The maps and sets under test, for typed tests that each look at one part of the concept.
#pragma once

#include "dictionary_checks.hpp"
#include "drive.hpp"

#include <contend/core/sanitizer.hpp>
#include <contend/core/type_list.hpp>

#include <gtest/gtest.h>

#include <concepts>
#include <type_traits>

namespace contend {

/// How a number is written as a T, and read again.
template <class T>
struct spelling {
  static T of(std::uint64_t n) { return T{n}; }
  static std::uint64_t number(const T& v) { return static_cast<std::uint64_t>(v); }
};
template <>
struct spelling<std::string> {
  static constexpr std::string_view front = "longer than what fits in the object: ";
  static std::string of(std::uint64_t n) { return std::string(front) + std::to_string(n); }
  static std::uint64_t number(const std::string& v) { return std::stoull(v.substr(front.size())); }
};

/// D behind the erased interface.
template <class D>
class dictionary_thunk : public any_dictionary {
  using K = typename D::key_type;
  static K key(std::uint64_t k) { return spelling<K>::of(k); }
  static constexpr bool has_values = map<D>;

  class thunk : public any_handle {
   public:
    explicit thunk(D& d) : _handle(d) {}

    std::optional<number> find(number k) override {
      if constexpr (has_values) {
        const auto found = _handle.find(key(k));
        if (!found) return std::nullopt;
        return spelling<typename D::mapped_type>::number(*found);
      } else {
        return _handle.contains(key(k)) ? std::optional(k) : std::nullopt;
      }
    }
    bool insert(number k, number v) override {
      if constexpr (has_values) {
        return _handle.insert(key(k), spelling<typename D::mapped_type>::of(v));
      } else {
        return _handle.insert(key(k));
      }
    }
    bool erase(number k) override { return _handle.erase(key(k)); }
    bool update(number k, number v) override {
      if constexpr (has_values) {
        return _handle.update(key(k), spelling<typename D::mapped_type>::of(v));
      } else {
        return false;
      }
    }
    bool add(number k, number v) override {
      if constexpr (upserting_map<D>) {
        using spelt = spelling<typename D::mapped_type>;
        return _handle.upsert(key(k), spelt::of(v), [v](const typename D::mapped_type& now) {
          return spelt::of(spelt::number(now) + v);
        });
      } else {
        return false;
      }
    }
    void for_each(const std::function<void(number, number)>& visit) override {
      if constexpr (walkable_map<D>) {
        _handle.for_each([&](const K& k, const typename D::mapped_type& v) {
          visit(spelling<K>::number(k), spelling<typename D::mapped_type>::number(v));
        });
      } else if constexpr (walkable_set<D>) {
        _handle.for_each(
            [&](const K& k) { visit(spelling<K>::number(k), spelling<K>::number(k)); });
      }
    }
    void safepoint() override { safepoint_of(_handle); }

   private:
    typename D::handle _handle;
  };

 public:
  explicit dictionary_thunk(std::size_t n) : _dictionary(n) {}
  std::unique_ptr<any_handle> open() override { return std::make_unique<thunk>(_dictionary); }
  [[nodiscard]] std::size_t size() const override { return _dictionary.size(); }

  static dictionary_subject subject() {
    return {.info = D::info,
            .traits = D::traits,
            .has_values = has_values,
            .upserts = upserting_map<D>,
            .walks = walkable_map<D> || walkable_set<D>,
            .make = [](std::size_t n) { return std::make_unique<dictionary_thunk>(n); }};
  }

 private:
  D _dictionary;
};

/// Skips what can't be looked at.
template <class D>
class dictionary_test : public testing::Test {
 protected:
  void SetUp() override {
    if (built_for_tsan && !D::info.tsan_opaque.empty()) {
      GTEST_SKIP() << "opaque to TSan: " << D::info.tsan_opaque;
    }
  }
  /// What `check` says of the design; where that lacks what is checked, the test is skipped.
  static void expect(dictionary_check* check) {
    EXPECT_EQ(check(dictionary_thunk<D>::subject()), "");
  }
};

namespace dictionaries_under_test {

template <class>
struct as_types;
template <class... D>
struct as_types<type_list<D...>> {
  using types = testing::Types<D...>;
};

template <bool Keep, class D>
using kept = std::conditional_t<Keep, type_list<D>, type_list<>>;

template <class>
struct chosen;
template <class... D>
struct chosen<type_list<D...>> {
  /// A ceiling keeps nothing that a test could look at.
  using all = typename as_types<joined<type_list<>, kept<!D::info.ceiling, D>...>>::types;
  using erasing = typename as_types<
      joined<type_list<>, kept<!D::info.ceiling && D::traits.concurrent_erase, D>...>>::types;
  /// Whose lookups are said to run beside each other.
  using together =
      typename as_types<joined<type_list<>, kept<!D::info.ceiling && D::info.max_threads != 1 &&
                                                     D::traits.lookup != read_path::exclusive,
                                                 D>...>>::types;
};

}  // namespace dictionaries_under_test

}  // namespace contend
