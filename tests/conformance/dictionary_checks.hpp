// What is checked of every map and set. Each check is written once, against a dictionary whose
// types are erased: a design costs its thunks to compile, and nothing more.
#pragma once

#include <contend/subject/dictionary.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace contend {

/// One thread's way in. Keys and values are numbers, whatever the design holds in their place. Of a
/// set, the value of a key is the key.
struct any_handle {
  using number = std::uint64_t;
  virtual ~any_handle() = default;
  virtual std::optional<number> find(number k) = 0;
  virtual bool insert(number k, number v) = 0;
  virtual bool erase(number k) = 0;
  virtual bool update(number k, number v) = 0;
  /// Adds v to the value, or inserts v.
  virtual bool add(number k, number v) = 0;
  virtual void for_each(const std::function<void(number, number)>& visit) = 0;
  virtual void safepoint() = 0;
};

struct any_dictionary {
  virtual ~any_dictionary() = default;
  virtual std::unique_ptr<any_handle> open() = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
};

/// A design under test.
struct dictionary_subject {
  subject_info info;
  dictionary_info traits;
  bool has_values = false, upserts = false, walks = false;
  std::function<std::unique_ptr<any_dictionary>(std::size_t)> make;

  /// As many threads as a check wants, or as the design bears.
  [[nodiscard]] unsigned threads(unsigned wanted = 4) const {
    return wanted < info.max_threads ? wanted : info.max_threads;
  }
  /// One that is to hold n in the end, and grows up to there if it can.
  [[nodiscard]] std::unique_ptr<any_dictionary> small(std::size_t n) const {
    return make(traits.grows ? 1 : n);
  }
};

/// Each says what is wrong; nothing if all is right.
using dictionary_check = std::string(const dictionary_subject&);

/// Alone: random operations, and at last a walk, answer as a std::map does.
dictionary_check answers_as_a_model_does;
/// Each thread has keys of its own, neighbours of the others', and sees no other thread's doing.
dictionary_check keeps_private_keys_apart;
/// All threads insert, then erase, the same keys: one wins each.
dictionary_check lets_one_thread_win_each_key;
/// As above, from a table of 1; whatever key anybody has inserted is there from then on.
dictionary_check loses_nothing_while_it_grows;
/// All threads add to the same few values: the sums are exact.
dictionary_check upserts_exactly;
/// Beside writers of other keys, each resident is seen once a walk, and nothing that never was; in
/// a snapshot, of one writer's insertions those before one instant.
dictionary_check walks_beside_writers;
/// Handles come and go with their threads, two at a time on each.
dictionary_check serves_short_lived_threads;

/// Two lookups of one key are inside at once: each waits within a comparison of keys for the other.
/// The subject is of meeting_key.
std::string lookups_meet(const dictionary_subject& s, std::chrono::milliseconds patience);

/// A key whose comparisons tell the check above.
struct meeting_key {
  std::uint64_t number = 0;
  operator std::uint64_t() const noexcept { return number; }  // NOLINT: for mixed_hash
  friend bool operator==(const meeting_key& a, const meeting_key& b) {
    meet();
    return a.number == b.number;
  }
  friend auto operator<=>(const meeting_key& a, const meeting_key& b) {
    meet();
    return a.number <=> b.number;
  }

 private:
  static void meet();
};

}  // namespace contend
