// A thread's heap of slabs that it owns: a block goes back to the slab that it came from.
#pragma once

#include <contend/model/alloc/basic_pool.hpp>
#include <contend/model/alloc/slab.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace contend::model {

/// Free lists a slab, as mimalloc's a page (Leijen, Zorn, de Moura, APLAS 2019), without its second
/// list of local frees. In a size class one slab is current; others with blocks to give are awake,
/// and those without are resting, in no list. Wholly free slabs go back to the source, but for
/// `most_kept`. Used by one thread at a time; other threads call Remote::send only.
///
/// A Remote says how a block that another thread frees comes home. It is the heap's base, and
/// what slab::owner points to:
///  - static `send(Remote* mine, slab&, p)`: by the thread that frees, of which `mine` is the
///    heap, or nullptr; false if it needs one.
///  - `receive(heap)`: takes what has come to the heap: `put` for a block, `woken` for a slab.
///    `receive_all(heap)` leaves nothing there that is there.
///  - static `collect(slab&)`: takes what has come to the slab. static `rest(slab&)`: the owner
///    will not look at this full slab any more; false if a block has come, which it must collect.
///    static `wake(slab&)`: it will again, false if the slab is on its way to receive().
///  - `leave()`: the thread goes. `waiting()`, and static `waiting_at(slab&)`: see pool_books.
template <class Remote>
class alignas(no_share) slab_heap : public Remote, public enlisted<slab_heap<Remote>> {
 public:
  using rules = typename Remote::rules;
  static constexpr unsigned most_kept = 4;

  slab_heap() noexcept {
    for (bin& b : _bins) b.current = &_no_slab;
  }

  [[nodiscard]] void* allocate(unsigned c) noexcept {
    slab& s = *_bins[c].current;
    if (s.free != nullptr) [[likely]]
      return s.pop();
    return search(c);
  }

  static bool free(slab_heap* mine, void* p, std::size_t) noexcept {
    slab& s = slab::of(p);
    if (s.owner == static_cast<Remote*>(mine)) [[likely]] {
      mine->put(s, p);
      return true;
    }
    return Remote::send(mine, s, p);
  }
  static void free_without(void* p) noexcept { Remote::send_alone(slab::of(p), p); }

  /// A block of an own slab comes home.
  void put(slab& s, void* p) noexcept {
    s.push(p);
    if (s.used == s.watch) [[unlikely]]
      watched(s);
  }
  /// An own slab that was resting has got blocks from elsewhere.
  void woken(slab& s) noexcept {
    s.resting = false;
    s.watch = 0;
    if (s.used == 0) return release(s);
    _bins[s.size_class].awake.push_back(s);
  }

  void tidy() noexcept {
    Remote::receive(*this);
    sweep(4);
  }
  void leave() noexcept {
    Remote::leave();
    Remote::receive_all(*this);
    sweep(slab::never);
  }

  [[nodiscard]] static slab_source& source() noexcept { return _source; }
  [[nodiscard]] static std::size_t waiting_elsewhere() {
    std::size_t n = 0;
    _source.each([&](slab& s) { n += Remote::waiting_at(s); });
    return n;
  }

 private:
  struct bin {
    slab* current;
    slab_list awake;
  };

  [[gnu::noinline]] void* search(unsigned c) noexcept {
    Remote::receive(*this);
    bin& b = _bins[c];
    for (;;) {
      slab& s = *b.current;
      if (&s != &_no_slab) {
        if (s.free == nullptr) Remote::collect(s);
        if (s.free == nullptr) s.carve();
        if (s.free != nullptr) return s.pop();
        if (!Remote::rest(s)) continue;
        s.resting = true;
        s.watch = s.capacity - 1;
      }
      slab* next = b.awake.pop_front();
      if (next == nullptr) next = fresh(c);
      b.current = next == nullptr ? &_no_slab : next;
      if (next == nullptr) return nullptr;
      next->watch = slab::never;  // the current slab may be wholly free
    }
  }

  [[gnu::noinline]] void watched(slab& s) noexcept {
    if (!s.resting) {
      _bins[s.size_class].awake.remove(s);
      release(s);
    } else if (Remote::wake(s)) {
      woken(s);
    } else {
      s.watch = slab::never;  // receive() is about to get it
    }
  }

  slab* fresh(unsigned c) noexcept {
    slab* s = _kept;
    if (s != nullptr) {
      _kept = s->next;
      --_kept_count;
    } else {
      heap_registry<slab_heap>::tidy_one();
      s = _source.take();
      if (s == nullptr) return nullptr;
    }
    s->open(static_cast<Remote*>(this), this->index, c);
    return s;
  }
  void release(slab& s) noexcept {
    if (_kept_count == most_kept) return _source.give(s);
    s.next = _kept;
    _kept = &s;
    ++_kept_count;
  }

  /// Gives back what is wholly free, having looked at no more than `most` awake slabs a class.
  void sweep(std::uint32_t most) noexcept {
    for (bin& b : _bins) {
      if (b.current != &_no_slab) {
        Remote::collect(*b.current);
        if (b.current->used == 0) {
          release(*b.current);
          b.current = &_no_slab;
        }
      }
      slab* const end = b.awake.back();
      for (std::uint32_t i = 0; i < most; ++i) {
        slab* const s = b.awake.pop_front();
        if (s == nullptr) break;
        Remote::collect(*s);
        if (s->used == 0) {
          release(*s);
        } else {
          b.awake.push_back(*s);
        }
        if (s == end) break;
      }
    }
    while (_kept != nullptr) {
      slab& s = *_kept;
      _kept = s.next;
      _source.give(s);
    }
    _kept_count = 0;
  }

  /// So that the fast path need not ask whether there is a current slab. Never written.
  static inline constinit slab _no_slab;
  static inline constinit slab_source _source{rules::most_chunks};

  std::array<bin, size_classes::count> _bins;
  slab* _kept = nullptr;
  unsigned _kept_count = 0;
};

}  // namespace contend::model
