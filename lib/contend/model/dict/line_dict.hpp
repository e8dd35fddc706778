// A hash table of cache lines whose readers write nothing and wait for nobody.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/model/dict/line_table.hpp>
#include <contend/model/reclaim/registry.hpp>
#include <contend/subject/reclaimer.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::model {

/// How many more elements there are by one handle's operations.
struct alignas(no_share) line_count : enrolled<line_count> {
  atomic<std::int64_t> more{0};

  void add(std::int64_t n) noexcept {
    // Relaxed, and no RMW: the handle alone writes it; see line_dict::size().
    more.store(more.load(memory_order_relaxed) + n, memory_order_relaxed);
  }
};

/// What line_map and line_set have in common: the table, and how it is looked at, changed and
/// replaced. A thread calls it as an attached member of the Reclaimer.
///
/// **Readers** take no lock and write nothing. One is sent round again only when an insertion or
/// erasure in the same chain has taken effect since it began, or a line has moved to the next
/// table: it is lock-free, whatever a writer does that holds a lock. It may starve beside writers
/// that never stop inserting and erasing in its one line. An update does not disturb it.
/// **Writers** lock one chain. They first look without: what changes nothing, writes nothing.
///
/// **The table** is replaced by one of twice the size when it is full and its lines for overflows
/// are used up; by a smaller one when an eighth is left of what it was made for (and has had). Each
/// writer then moves some lines after its operation, and each safepoint some; a line that has moved
/// says so for ever, and the old table goes through the Reclaimer when all have. Both are there
/// until then: that a drained table goes takes a few more writers or safepoints. While a line
/// moves, running out of memory terminates: half of it would be nowhere.
template <class Storage, reclaimer Reclaimer, class Rules>
class line_dict {
  using bits = line_bits;

 public:
  using key_type = typename Storage::key_type;
  using mark = typename Storage::mark;
  using content = typename Storage::content;
  using line = model::line<mark, content>;
  using table = line_table<line, Reclaimer>;
  using load = line_load<line>;
  using chain = line_chain<line, Rules>;
  using sight = typename chain::sight;
  using lock = typename chain::lock;
  static_assert(!Reclaimer::traits.bounded_garbage,
                "hazard pointers protect one object each; this takes quiescent states or epochs");

  /// A key, and what it takes to find it.
  struct probe {
    explicit probe(const key_type& k) noexcept
        : key(k), hash(mixed_hash{}(k)), m(Storage::mark_of(k, hash)) {}
    const key_type& key;
    std::uint64_t hash;
    mark m;
  };

  explicit line_dict(std::size_t n) : _root(new table(load::lines_for(n))) {}
  ~line_dict() {
    for (table *t = _root.load(), *next; t != nullptr; t = next) {
      next = t->next();
      for (std::size_t i = 0; i < t->count(); ++i) {
        chain::each_slot(t->line(i),
                         [](line& l, unsigned s) { Storage::destroy(l.contents.get(s)); });
      }
      delete t;
    }
  }
  line_dict(const line_dict&) = delete;
  line_dict& operator=(const line_dict&) = delete;

  /// Where a handle counts.
  [[nodiscard]] line_count& enter() { return _counts.enter(); }
  void leave(line_count& c) noexcept { _counts.leave(c); }
  [[nodiscard]] std::size_t size() const noexcept {
    std::int64_t sum = 0;
    for (const line_count* c = _counts.first(); c != nullptr; c = c->next) {
      // Relaxed: exact only while no other thread is inside.
      sum += c->more.load(memory_order_relaxed);
    }
    return static_cast<std::size_t>(std::max<std::int64_t>(sum, 0));
  }
  /// Bytes of the table, and of the next one while there is one. Not of boxes.
  [[nodiscard]] std::size_t table_bytes() const {
    guard here;
    const table* const t = here.protect(_root);
    return t->bytes() + (t->next() != nullptr ? t->next()->bytes() : 0);
  }

  /// What a lookup returns; `is`, if the key is there, stays until the next safepoint.
  struct answer {
    [[no_unique_address]] content is;
    bool there;
  };
  [[nodiscard]] answer find(const key_type& k) const noexcept {
    const std::uint64_t hash = mixed_hash{}(k);
    const mark m = Storage::mark_of(k, hash);
    guard here;
    table* const t = here.protect(_root);
    const line& head = t->line(t->index(hash));
    const line_state seen = chain::first_look(head);
    if (const line_state hits = head.matching(m) & bits::occupied(seen); hits != 0) {
      Rules::after_match();
      const content c = head.contents.get(static_cast<unsigned>(std::countr_zero(hits)));
      if (Storage::is(c, k) && chain::second_look(head, seen)) [[likely]]
        return {c, true};
    } else if ((seen & (bits::moved | bits::more)) == 0 && chain::second_look(head, seen)) {
      return {{}, false};
    }
    return find_on(t, k);
  }

  /// If the key is there (`If`) or is not: calls prepare(), and under the chain's lock
  /// act(table, head, lock, sight), until that says true. False if it is the other way round.
  template <bool If, class Prepare, class Act>
  bool change(const probe& p, Prepare prepare, Act act) {
    guard here;
    table* const root = here.protect(_root);
    table* t = root;
    for (spin_wait wait;;) {
      const sight at = look(t, p);
      if ((at.at != nullptr) != If) return false;
      prepare();
      line& head = t->line(t->index(p.hash));
      {
        lock held(head, at.seen);
        if (!held) {
          wait.once();
          continue;
        }
        if (act(*t, head, held, at)) break;
      }
      make_room(*root, *t, p.hash);
    }
    if (root->next() != nullptr) help(*root, lines_a_change);
    return true;
  }

  /// To be called now and then when something was erased; says after how many erasures again.
  [[nodiscard]] std::size_t consider_shrinking() {
    guard here;
    table& t = *here.protect(_root);
    const std::size_t n = size(), most = load::elements_in(t.count());
    // Relaxed, both: a hint. Before it was filled for the first time, it is empty for a good
    // reason.
    if (n >= most / 4) _filled.store(true, memory_order_relaxed);
    if (n < most / 8 && t.count() > load::fewest_lines && _filled.load(memory_order_relaxed)) {
      t.start_move(load::lines_for(2 * n));
    }
    return most / 16 + 64;
  }

  /// Moves some lines, if lines are to be moved.
  void help() {
    guard here;
    table& t = *here.protect(_root);
    if (t.next() != nullptr) help(t, lines_a_safepoint);
  }

  /// Calls visit(mark, content) for each. Exactly once for what is there all the while: a chain is
  /// copied as it is under one state, and of lines that have moved, those hashes are taken in the
  /// next table that were theirs.
  template <class Visit>
  void for_each(Visit visit) {
    guard here;
    std::vector<entry> chained;
    walk(*here.protect(_root), 0, ~std::uint64_t{0}, chained, visit);
  }

 private:
  using guard = typename Reclaimer::template guard<table>;
  struct entry {
    mark m;
    [[no_unique_address]] content c;
  };
  // A writer's share of the work is as much as a few misses of the cache. Of a table that is
  // full, 60 elements; a table twice the size is not full when all have moved.
  static constexpr std::size_t lines_a_change = 32, lines_a_safepoint = 256;

  /// Looks until there is an answer; t becomes the table that it is in.
  [[nodiscard]] static sight look(table*& t, const probe& p) noexcept {
    const auto confirms = [&p](const content& c) { return Storage::is(c, p.key); };
    for (sight at;;) {
      if (!chain::look(t->line(t->index(p.hash)), p.m, confirms, at)) continue;
      if ((at.seen & bits::moved) == 0) return at;
      t = t->next();
    }
  }
  /// What find() does when the first line has not the answer. Nothing of find()'s is passed by
  /// reference that would have to leave its register for it.
  [[gnu::noinline]] static answer find_on(table* t, const key_type& k) noexcept {
    const sight at = look(t, probe(k));
    return {at.content, at.at != nullptr};
  }

  /// There is no line for an overflow. Afterwards there is one, or the chain has moved.
  [[gnu::noinline]] void make_room(table& root, table& t, std::uint64_t hash) {
    // That the pool is empty says that the table is full, if the hashes are any good; if they are
    // not, a larger table would be no help. Nobody leaves a table that is not the root.
    if (&t == &root && size() >= load::elements_in(t.count()) / 2) t.start_move(2 * t.count());
    if (t.next() != nullptr) {
      move(t, t.index(hash));
    } else {
      t.extend_pool(t.index(hash));
    }
  }

  void help(table& t, std::size_t most) noexcept {
    const auto share = t.take_share(most);
    for (std::size_t i = share.first; i < share.last; ++i) move(t, i);
    if (!t.moved(share)) return;
    _root.exchange(t.next());
    if constexpr (Rules::retires_tables) {
      Reclaimer::retire(&t, t.bytes());
    } else {
      delete &t;
    }
  }

  /// Moves a line and all that hangs on it to the next table, unless that has been done.
  static void move(table& from, std::size_t i) noexcept {
    line& head = from.line(i);
    for (spin_wait wait;; wait.once()) {
      const line_state seen = chain::first_look(head);
      if ((seen & bits::moved) != 0) return;
      lock held(head, seen);
      if (!held) continue;
      chain::each_slot(head, [&](line& l, unsigned slot) {
        carry(*from.next(), l.mark(slot), l.contents.get(slot));
      });
      if constexpr (Rules::marks_before_unlocking) held.leave_moved();
      break;
    }
    Rules::after_copying();
    if constexpr (!Rules::marks_before_unlocking) {
      lock(head, chain::first_look(head)).leave_moved();
    }
  }
  static void carry(table& to, mark m, content c) noexcept {
    const std::size_t i = to.index(Storage::hash_of(m));
    for (spin_wait wait;; wait.once()) {
      lock held(to.line(i), chain::first_look(to.line(i)));
      if (!held) continue;
      const auto as_it_is = [&] { return c; };
      while (!chain::add(held, to.line(i), to.pool(), i, m, as_it_is)) to.extend_pool(i);
      return;
    }
  }

  template <class Visit>
  static void walk(table& t, std::uint64_t from, std::uint64_t to, std::vector<entry>& chained,
                   Visit& visit) {
    for (std::size_t i = t.index(from), last = t.index(to); i <= last; ++i) {
      const line_state seen = chain::copy(
          t.line(i), [&] { chained.clear(); },
          [&](mark m, content c) {
            const auto twice = [&](const entry& e) { return Storage::same(e.m, e.c, m, c); };
            if (std::none_of(chained.begin(), chained.end(), twice)) chained.push_back({m, c});
          });
      if ((seen & bits::moved) != 0) {
        walk(*t.next(), std::max(from, t.first_hash(i)), std::min(to, t.last_hash(i)), chained,
             visit);
        continue;
      }
      for (const entry& e : chained) {
        const std::uint64_t hash = Storage::hash_of(e.m);
        if (from <= hash && hash <= to) visit(e.m, e.c);
      }
    }
  }

  typename Reclaimer::template place<table> _root;
  registry<line_count> _counts;
  atomic<bool> _filled{false};
};

}  // namespace contend::model
