// A stack: what it does when operations come one after another.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/linearize/operation.hpp>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace contend::linearize {

/// See sequential_object. A state is the number of a node, which stands for all that lies on the
/// stack: equal stacks are one node. One owner.
class stack {
 public:
  using state = std::uint32_t;

  /// What a "no" means it says nothing of: only pops that must be right, and pushes that have been.
  bool step(const operation& o, state& top) {
    if (o.what == action::push) {
      if (o.answer != outcome::no) top = node(top, o.value);
      return true;
    }
    if (o.answer == outcome::no) return top == 0;
    if (top == 0 || (o.answer == outcome::yes && _nodes[top].value != o.seen)) return false;
    top = _nodes[top].below;
    return true;
  }
  static bool only_reads(const operation& o) noexcept { return o.answer == outcome::no; }
  static std::uint64_t hash(state s) noexcept { return s; }

 private:
  struct one {
    state below = 0;
    std::uint64_t value = 0;
    friend bool operator==(const one&, const one&) = default;
  };
  struct hash_one {
    std::size_t operator()(const one& n) const noexcept { return mix(mix(n.value) ^ n.below); }
  };

  state node(state below, std::uint64_t value) {
    const auto [at, fresh] = _numbers.emplace(one{below, value}, _nodes.size());
    if (fresh) _nodes.push_back(at->first);
    return at->second;
  }

  std::vector<one> _nodes{1};  // the first is the empty stack
  std::unordered_map<one, state, hash_one> _numbers;
};

}  // namespace contend::linearize
