// One key of a map or a set, or a register: what it does when operations come one after another.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/linearize/operation.hpp>

#include <cstdint>

namespace contend::linearize {

/// See sequential_object. Of a set, the value is never asked for.
struct cell {
  struct state {
    bool present = false;
    std::uint64_t value = 0;  // 0 if absent
    friend constexpr bool operator==(const state&, const state&) = default;
  };

  static constexpr std::uint64_t hash(const state& s) noexcept { return mix(s.value) + s.present; }

  static constexpr bool only_reads(const operation& o) noexcept {
    switch (o.what) {
      case action::find:
      case action::contains: return true;
      case action::insert:
      case action::erase:
      case action::update: return o.answer == outcome::no;
      default: return false;
    }
  }

  static constexpr bool step(const operation& o, state& s) noexcept {
    const bool was = s.present;
    const auto old = s.value;
    const auto yes_if = [&](bool right) {
      return o.answer == outcome::unknown || (o.answer == outcome::yes) == right;
    };
    switch (o.what) {
      case action::find: return yes_if(was) && (o.answer != outcome::yes || o.seen == old);
      case action::contains: return yes_if(was);
      case action::insert:
        if (!was) s = {true, o.value};
        return yes_if(!was);
      case action::erase: s = {}; return yes_if(was);
      case action::update:
        if (was) s.value = o.value;
        return yes_if(was);
      case action::assign: s = {true, o.value}; return yes_if(true);
      case action::upsert: s = {true, old + o.value}; return yes_if(!was);
      case action::add:
        s = {true, old + o.value};
        return yes_if(was) && (o.answer != outcome::yes || o.seen == old);
      case action::push:
      case action::pop: break;
    }
    return false;
  }
};

}  // namespace contend::linearize
