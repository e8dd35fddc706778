// What a dict that is read without a lock can get wrong, as switches.
#pragma once

#include <contend/model/reclaim/qsbr.hpp>

namespace contend::model {

/// The right setting. A mutant derives from it, turns one off or stops a thread in a hook, and must
/// be caught (tests/conformance/dict_mutants_test.cpp).
struct dict_rules {
  /// Who frees a table that readers may still be looking at.
  using reclaimer = qsbr;
  /// A place in the index is written when all of its entry is. Off: the value comes after it.
  static constexpr bool publishes_last = true;
  /// A reader that has counted a value looks whether the entry still has it.
  static constexpr bool rechecks_slot = true;
  /// A reader that has a value looks whether its table is still the dict's.
  static constexpr bool rechecks_table = true;
  /// An entry is read from the table in whose index it was found. Off: from the dict's at that
  /// time.
  static constexpr bool keeps_to_its_table = true;
  /// An erased entry leaves a mark in the index, past which a search goes on. Off: a free place.
  static constexpr bool leaves_dummies = true;

  static void before_reading() noexcept {}   ///< the entry is found, its value not yet read
  static void before_counting() noexcept {}  ///< the value's address is read, it is not yet counted
  static void before_publishing() noexcept {}  ///< an entry is halfway into its table
};

}  // namespace contend::model
