#include "keys.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace contend::suites {
namespace {

constexpr std::array<std::pair<std::string_view, key_choice>, 6> choices{{
    {"scattered", key_choice::scattered},
    {"adjacent", key_choice::adjacent},
    {"hot", key_choice::hot},
    {"private", key_choice::apart},
    {"overlapping", key_choice::overlapping},
    {"handed", key_choice::handed},
}};

std::uint64_t in_range(std::int64_t value, std::int64_t low, std::int64_t high, const char* what) {
  if (value < low || value > high) {
    throw std::invalid_argument(std::string(what) + " must be from " + std::to_string(low) +
                                " to " + std::to_string(high) + ", not " + std::to_string(value));
  }
  return static_cast<std::uint64_t>(value);
}

/// All keys for all, where the parameter is not registered.
key_choice choice_in(const parameters& p) {
  for (const auto& [name, value] : p.all()) {
    if (name == "keys") return parse_key_choice(value);
  }
  return key_choice::scattered;
}

std::uint64_t range_of(key_choice choice, std::uint64_t universe, unsigned threads) {
  std::uint64_t range = universe;
  switch (choice) {
    case key_choice::scattered:
    case key_choice::adjacent: break;
    case key_choice::hot: range = 1; break;
    case key_choice::apart:
    case key_choice::handed: range = universe / threads; break;
    case key_choice::overlapping: range = universe / 2; break;
  }
  if (range == 0) {
    throw std::invalid_argument("size is too small for parts of " + std::to_string(threads) +
                                " threads");
  }
  return range;
}

// Long enough that the repetition reaches far down the ranks; read in order, so that the caches
// let it pass through: from 256 KiB to 4 MiB.
constexpr std::size_t shortest_tape = std::size_t{1} << 16, longest_tape = std::size_t{1} << 20;

}  // namespace

key_choice parse_key_choice(const std::string& text) {
  std::string names;
  for (const auto& [name, choice] : choices) {
    if (name == text) return choice;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw std::invalid_argument("keys must be one of " + names + ", not '" + text + "'");
}

key_space::key_space(const setting& s, std::uint64_t each)
    : _size(in_range(s.params.integer("size"), 1, (std::int64_t{1} << 31) - 1, "size")),
      _universe(each * _size),
      _choice(choice_in(s.params)),
      _threads(std::max(1U, s.threads)),
      _range(range_of(_choice, _universe, _threads)),
      _seed(s.seed),
      _ranks(_range, s.params.number("skew")),
      _place(_range, s.seed),
      _read(in_range(s.params.integer("read"), 0, 100, "read")) {}

key key_space::first(unsigned worker) const noexcept {
  switch (_choice) {
    case key_choice::scattered:
    case key_choice::adjacent:
    case key_choice::hot: break;
    case key_choice::apart:
    case key_choice::handed: return _range * (worker % _threads);
    case key_choice::overlapping: return (_universe - _range) * worker / std::max(1U, _threads - 1);
  }
  return 0;
}

key_stream::key_stream(const key_space& space, unsigned worker, rng& random)
    : _range(space.range()),
      _first(space.first(worker)),
      _erase_first(space.choice() == key_choice::handed ? space.first(worker + 1) : _first),
      _hottest(_first + space.offset(0)),
      _top_ten(static_cast<double>(std::min<std::uint64_t>(_range, 10)) /
               static_cast<double>(_range)) {
  if (space.uniform()) return;
  _tape.resize(std::clamp<std::size_t>(std::bit_ceil(_range), shortest_tape, longest_tape));
  _wrap = _tape.size() - 1;
  std::vector<std::uint64_t> hot;
  for (std::uint64_t rank = 0; rank < std::min<std::uint64_t>(_range, 10); ++rank) {
    hot.push_back(space.offset(rank));
  }
  std::uint64_t hits = 0;
  for (auto& k : _tape) {
    k = static_cast<std::uint32_t>(space.draw(random));
    hits += std::find(hot.begin(), hot.end(), k) != hot.end();
  }
  _top_ten = static_cast<double>(hits) / static_cast<double>(_tape.size());
}

}  // namespace contend::suites
