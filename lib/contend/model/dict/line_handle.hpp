// One thread's way into a line_dict.
#pragma once

#include <contend/model/dict/line_dict.hpp>
#include <contend/subject/membership.hpp>

#include <cstddef>

namespace contend::model {

/// Made, used and destroyed on its thread: an attached member of the Reclaimer.
template <class Storage, reclaimer Reclaimer, class Rules>
class line_handle {
 public:
  using dict = line_dict<Storage, Reclaimer, Rules>;
  using key_type = typename dict::key_type;
  using content = typename dict::content;

  explicit line_handle(dict& d) : _dict(d), _attached(_member), _count(d.enter()) {}
  ~line_handle() { _dict.leave(_count); }
  line_handle(const line_handle&) = delete;
  line_handle& operator=(const line_handle&) = delete;

  /// See line_dict::find().
  [[nodiscard]] typename dict::answer find(const key_type& k) const noexcept {
    return _dict.find(k);
  }
  template <class V>
  bool insert(const key_type& k, const V& v) {
    const probe p(k);
    fresh made;
    return insert(p, v, made);
  }
  template <class V>
  bool update(const key_type& k, const V& v) {
    const probe p(k);
    fresh made;
    return replace(
        p, [&] { made.make(p.key, v); }, [&](const content&) { return made.put(); });
  }
  /// `change` runs under the chain's lock: it does not call the dictionary.
  template <class V, class Change>
  bool upsert(const key_type& k, const V& v, Change change) {
    const probe p(k);
    fresh made;
    for (;;) {
      const auto changed = [&](const content& old) {
        fresh next;
        next.make(p.key, change(Storage::value(old)));
        return next.put();
      };
      if (replace(
              p, [] {}, changed))
        return false;
      if (insert(p, v, made)) return true;
    }
  }
  bool erase(const key_type& k) {
    const probe p(k);
    content old{};
    const auto out = [&](table& t, line& head, lock& held, const sight& at) {
      // Now: it may have been replaced since it was seen.
      old = at.at->contents.get(at.slot);
      dict::chain::remove(held, head, t.pool(), t.index(p.hash), *at.at, at.slot);
      return true;
    };
    if (!_dict.template change<true>(
            p, [] {}, out))
      return false;
    _count.add(-1);
    Storage::drop(old);
    if (--_patience == 0) _patience = _dict.consider_shrinking();
    return true;
  }
  /// See line_dict::for_each().
  template <class Visit>
  void for_each(Visit visit) {
    _dict.for_each(visit);
  }
  /// Moves some lines of a table that is being replaced, if one is.
  void safepoint() {
    _member.safepoint();
    _dict.help();
  }

 private:
  using table = typename dict::table;
  using line = typename dict::line;
  using lock = typename dict::lock;
  using sight = typename dict::sight;
  using probe = typename dict::probe;
  using fresh = typename Storage::fresh;

  template <class V>
  bool insert(const probe& p, const V& v, fresh& made) {
    const auto in = [&](table& t, line& head, lock& held, const sight&) {
      return dict::chain::add(held, head, t.pool(), t.index(p.hash), p.m,
                              [&] { return made.put(); });
    };
    if (!_dict.template change<false>(
            p, [&] { made.make(p.key, v); }, in))
      return false;
    _count.add(1);
    return true;
  }
  /// Only the content changes: the state does not, and no reader is disturbed.
  template <class Prepare, class Next>
  bool replace(const probe& p, Prepare prepare, Next next) {
    content old{};
    const auto swap = [&](table&, line&, lock&, const sight& at) {
      old = at.at->contents.get(at.slot);
      at.at->contents.put(at.slot, next(old));
      return true;
    };
    if (!_dict.template change<true>(p, prepare, swap)) return false;
    Storage::drop(old);
    return true;
  }

  dict& _dict;
  typename Reclaimer::thread _member;
  attached<typename Reclaimer::thread> _attached;
  line_count& _count;
  std::size_t _patience = 64;  // erasures
};

}  // namespace contend::model
