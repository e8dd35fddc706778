// A mesh of one-producer-one-consumer rings: many threads, and no two of them on one end.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/subject/buffer.hpp>

#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

namespace contend::adapter {

/// A lane of its own for each producer and consumer. A thread becomes the one or the other with its
/// first push or pop. Producers deal their items out, one to a consumer and on to the next, past
/// the full ones; consumers look into their producers' lanes in turn. No operation on shared data
/// but those of the ring.
///
/// Order is promised for each lane only: what one consumer gets of one producer comes in order,
/// while what this producer dealt to others may come out before or after. Items are for the
/// consumer that they were dealt to (buffer_info::dealt) as long as its handle lives; then the next
/// consumer that finds nothing takes over the lanes. Each producer has room for `capacity` items,
/// over all of its lanes: what does not fit is refused, even if other producers' lanes are empty.
///
/// A lane is made by its producer, at its first item: that allocates.
template <class T>
class spsc_mesh {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "spsc_mesh",
      .title = "a boost::lockfree::spsc_queue for each producer and consumer",
      .source = "Boost.Lockfree; Lamport, 1977",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::none, .bounded = true, .dealt = true};

  explicit spsc_mesh(const buffer_size& size)
      : _capacity(size.capacity),
        _handles(std::max(size.handles, 1u)),
        _lanes(std::make_unique<atomic<lane*>[]>(std::size_t{_handles} * _handles)),
        _left(std::make_unique<atomic<bool>[]>(_handles)) {}
  ~spsc_mesh() {
    for (std::size_t i = 0; i < std::size_t{_handles} * _handles; ++i) {
      // Relaxed: no thread is left.
      delete _lanes[i].load(memory_order_relaxed);
    }
  }
  spsc_mesh(const spsc_mesh&) = delete;
  spsc_mesh& operator=(const spsc_mesh&) = delete;

  class handle {
   public:
    explicit handle(spsc_mesh& buffer) : _mesh(buffer) {}
    ~handle() {
      for (const unsigned column : _columns) _mesh.leave(column);
    }
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;

    bool try_push(const T& v) {
      if (_row == nobody) _row = _mesh.join(_mesh._producers);
      const unsigned consumers = std::max(_mesh.joined(_mesh._consumers), 1u);
      for (unsigned tried = 0; tried < consumers; ++tried) {
        if (++_to >= consumers) _to = 0;
        if (_mesh.opened(_row, _to, consumers).items.push(v)) return true;
      }
      return false;
    }

    bool try_pop(T& v) {
      if (_columns.empty()) _columns.push_back(_mesh.join(_mesh._consumers));
      do {
        const unsigned producers = _mesh.joined(_mesh._producers);
        for (std::size_t tried = 0; tried < producers * _columns.size(); ++tried) {
          if (++_from >= producers) {
            _from = 0;
            if (++_column >= _columns.size()) _column = 0;
          }
          lane* const l = _mesh.find(_from, _columns[_column]);
          if (l != nullptr && l->items.pop(v)) return true;
        }
      } while (_mesh.inherit(_columns));
      return false;
    }

   private:
    static constexpr unsigned nobody = std::numeric_limits<unsigned>::max();

    spsc_mesh& _mesh;
    unsigned _row = nobody;          // as a producer
    std::vector<unsigned> _columns;  // as a consumer: its own, and those of consumers that left
    unsigned _to = 0, _from = 0;
    std::size_t _column = 0;
  };

 private:
  struct alignas(no_share) lane {
    explicit lane(std::size_t capacity) : items(capacity) {}
    boost::lockfree::spsc_queue<T> items;
  };
  using head_count = padded<atomic<unsigned>>;

  unsigned join(head_count& side) {
    // Relaxed: only distinctness matters; lanes are published by (1).
    const unsigned index = side->fetch_add(1, memory_order_relaxed);
    if (index >= _handles) throw std::length_error("spsc_mesh: more handles than were announced");
    return index;
  }
  [[nodiscard]] unsigned joined(head_count& side) const noexcept {
    // Relaxed: who comes later is found later.
    return std::min(side->load(memory_order_relaxed), _handles);
  }

  // By column, so that a consumer's lanes are side by side.
  [[nodiscard]] atomic<lane*>& slot(unsigned row, unsigned column) noexcept {
    return _lanes[std::size_t{column} * _handles + row];
  }
  [[nodiscard]] lane* find(unsigned row, unsigned column) noexcept {
    // (2) acquire, partner (1): the lane is built.
    return slot(row, column).load(memory_order_acquire);
  }
  [[nodiscard]] lane& opened(unsigned row, unsigned column, unsigned consumers) {
    atomic<lane*>& s = slot(row, column);
    // Relaxed: only this producer opens the lane.
    lane* l = s.load(memory_order_relaxed);
    if (l == nullptr) {
      l = new lane((_capacity + consumers - 1) / consumers);
      // (1) release, partner (2): the lane is built.
      s.store(l, memory_order_release);
    }
    return *l;
  }

  void leave(unsigned column) noexcept {
    // (3) release, partner (4): my last pops from its lanes.
    _left[column].store(true, memory_order_release);
    // Relaxed: a hint; (4) decides.
    _orphans->fetch_add(1, memory_order_relaxed);
  }
  /// Adds the columns of consumers that have left; false if there are none.
  bool inherit(std::vector<unsigned>& columns) {
    // Relaxed: a hint; (4) decides.
    if (_orphans->load(memory_order_relaxed) == 0) return false;
    const std::size_t before = columns.size();
    for (unsigned c = 0; c < joined(_consumers); ++c) {
      // (4) acquire, partner (3): the lanes' other end is mine now.
      if (!_left[c].exchange(false, memory_order_acquire)) continue;
      columns.push_back(c);
      // Relaxed: a hint.
      _orphans->fetch_sub(1, memory_order_relaxed);
    }
    return columns.size() != before;
  }

  std::size_t _capacity;
  unsigned _handles;
  std::unique_ptr<atomic<lane*>[]> _lanes;
  std::unique_ptr<atomic<bool>[]> _left;  // by column
  head_count _producers, _consumers, _orphans;
};

static_assert(buffer<spsc_mesh<int>>);

}  // namespace contend::adapter
