// Union, intersection and difference of two shared sets, while others write to them.
#pragma once

#include "algebra_check.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameters: `size`, stable elements of each set (8 to 10^8); `operation`, "union",
/// "intersection" or "difference"; `writes`, insertions or erasures of a worker between two results
/// (0 to 10^6).
template <walkable_set S>
class set_algebra {
 public:
  using subject = S;
  static constexpr std::string_view name = "set_algebra";
  static constexpr card about{
      .title = "Union, intersection and difference of shared sets",
      .operation =
          "one element of a shared set taken up, looked for in the other or put into the "
          "result; or one insertion or erasure in between",
      .models = "who is here and not there: permissions, tags, what has changed between two states",
      .frees = "a result by who made it; an element by whoever erases it",
      .exposes =
          "walks and lookups in bulk beside writers, and what a fresh set costs that one "
          "thread fills from empty",
      .not_for = "a library's own set operations: these are loops over its walk and its lookup",
      .source = "set.union, set.intersection and set.difference of CPython",
  };

  explicit set_algebra(const setting& s)
      : _keys(s.params, s.threads),
        _writes(_keys.writes()),
        _ends(s.threads),
        _left(2 * _keys.size()),
        _right(2 * _keys.size()) {
    typename S::handle left(_left), right(_right);
    for (key k = 0; k < _keys.stable(); ++k) {
      if (_keys.stable_in_left(k)) left.insert(k);
      if (_keys.stable_in_right(k)) right.insert(k);
    }
  }

  class worker {
   public:
    worker(set_algebra& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _check(load._keys, s.index),
          _left(load._left),
          _right(load._right) {
      _taken.reserve(4 * load._keys.size());
    }
    ~worker() { *_load._ends[_index] = {_check.results(), _check.wrong(), _refused}; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      std::uint64_t done = 0;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        for (std::uint64_t w = 0; w < _load._writes; ++w) write();
        done += _load._writes + one();
        safepoint_of(_left);
        safepoint_of(_right);
      }
      return tally::all(done);
    }

   private:
    /// Puts a key of mine into one of the sets, or takes it out again.
    void write() {
      const algebra_check::change c = _check.draw(_random);
      typename S::handle& at = c.left ? _left : _right;
      _refused += !(c.there ? at.erase(c.key) : at.insert(c.key));
      _check.changed(c);
    }

    /// The elements of the left are taken up first: a walk does not call what it walks, and so no
    /// lock of the one set is held while the other is asked.
    std::uint64_t one() {
      const algebra what = _load._keys.what();
      S result(2 * _load._keys.size());
      typename S::handle out(result);
      std::uint64_t done = take(_left);
      for (const key k : _taken) {
        if (what == algebra::together || _right.contains(k) == (what == algebra::common)) {
          out.insert(k);
        }
      }
      if (what == algebra::together) {
        done += take(_right);
        for (const key k : _taken) out.insert(k);
      }
      check(result, out);
      return done;
    }

    std::uint64_t take(typename S::handle& from) {
      _taken.clear();
      from.for_each([this](const key& k) { _taken.push_back(k); });
      return _taken.size();
    }

    void check(const S& result, typename S::handle& out) {
      _check.begin();
      out.for_each([this](const key& k) { _check.met(k); });
      _check.end(result.size());
    }

    set_algebra& _load;
    unsigned _index;
    rng _random;
    algebra_check _check;
    typename S::handle _left, _right;
    std::vector<key> _taken;
    std::uint64_t _refused = 0;
  };

  complaint verify() {
    if (S::info.ceiling) return std::nullopt;  // it keeps nothing
    const end_state all = total();
    if (all.refused != 0) {
      return std::to_string(all.refused) + " writes to a key that is nobody else's were refused";
    }
    if (all.wrong != 0) {
      return std::to_string(all.wrong) + " of " + std::to_string(all.results) +
             " results lack an element that was to be in, have one that was not, or miscount";
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"results", "sets", static_cast<double>(total().results)}};
  }
  [[nodiscard]] std::uint64_t round_operations() const noexcept { return _keys.size() + _writes; }

 private:
  struct end_state {
    std::uint64_t results = 0, wrong = 0, refused = 0;
  };
  [[nodiscard]] end_state total() const {
    end_state all;
    for (const auto& e : _ends) {
      all.results += e->results;
      all.wrong += e->wrong;
      all.refused += e->refused;
    }
    return all;
  }

  algebra_keys _keys;
  std::uint64_t _writes;
  std::vector<padded<end_state>> _ends;
  [[no_unique_address]] collects_at_end<S> _collects;
  S _left, _right;
};

}  // namespace contend::suites
