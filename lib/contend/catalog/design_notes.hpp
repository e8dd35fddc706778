// What a design says about itself beyond its info, in words for a reader.
#pragma once

#include <contend/subject/counted.hpp>
#include <contend/subject/dictionary.hpp>
#include <contend/subject/reclaimer.hpp>
#include <contend/subject/slot.hpp>
#include <contend/subject/weak.hpp>

#include <concepts>
#include <string>

namespace contend {

/// Sentences without their last full stop, joined by "; ".
[[nodiscard]] std::string notes_of(const counted_traits& t);
[[nodiscard]] std::string notes_of(const weak_traits& t);
[[nodiscard]] std::string notes_of(const slot_traits& t);
[[nodiscard]] std::string notes_of(const reclaimer_traits& t);
[[nodiscard]] std::string notes_of(const dictionary_info& t);

/// What a subject that does nothing is there for.
inline constexpr const char* ceiling_note =
    "Ceiling: does nothing, so that its rate is what the load itself can carry; never ranked";

/// That it is a ceiling, and all that S has traits of, a line each; empty for any other subject.
template <class S>
[[nodiscard]] std::string design_notes() {
  std::string notes;
  const auto add = [&notes](const auto& traits) {
    if (!notes.empty()) notes += '\n';
    notes += notes_of(traits);
  };
  if constexpr (requires { S::info.ceiling; }) {
    if (S::info.ceiling) notes = ceiling_note;
  }
  if constexpr (requires {
                  { S::traits } -> std::convertible_to<const counted_traits&>;
                }) {
    add(S::traits);
  }
  if constexpr (requires {
                  { S::traits } -> std::convertible_to<const reclaimer_traits&>;
                }) {
    add(S::traits);
  }
  if constexpr (requires {
                  { S::traits } -> std::convertible_to<const dictionary_info&>;
                }) {
    add(S::traits);
  }
  if constexpr (requires {
                  { S::weakness } -> std::convertible_to<const weak_traits&>;
                }) {
    add(S::weakness);
  }
  if constexpr (requires {
                  { S::slotting } -> std::convertible_to<const slot_traits&>;
                }) {
    add(S::slotting);
  }
  return notes;
}

}  // namespace contend
