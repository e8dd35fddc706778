// The words in which a comparison ends.
#pragma once

namespace contend {

enum class verdict {
  faster,
  slower,
  same,          ///< any change is smaller than the margin
  inconclusive,  ///< the blocks do not carry a word
  invalid,       ///< the host interfered
  broken,        ///< the candidate fails (oracle, crash, timeout) where the base does not
};

[[nodiscard]] constexpr const char* to_string(verdict v) noexcept {
  switch (v) {
    case verdict::faster: return "faster";
    case verdict::slower: return "slower";
    case verdict::same: return "same";
    case verdict::inconclusive: return "inconclusive";
    case verdict::invalid: return "invalid";
    case verdict::broken: return "broken";
  }
  return "?";
}

}  // namespace contend
