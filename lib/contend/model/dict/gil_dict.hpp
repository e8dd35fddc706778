// CPython up to 3.12: the same dict, and one lock around the whole program.
#pragma once

#include <contend/model/dict/compact_dict.hpp>
#include <contend/model/refcount/gil_count.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstddef>
#include <memory>
#include <optional>

namespace contend::model {

/// The calling thread's turns at the global lock, which is the one of gil_count. A thread takes the
/// lock with its first operation after a safepoint and keeps it up to the next one. One claim a
/// thread, whatever number of handles it has. A handle is used and destroyed on its own thread.
class gil_turn {
 public:
  gil_turn() {
    if (_mine == nullptr) _mine = new claim;
    ++_mine->handles;
    _claim = _mine;
  }
  ~gil_turn() {
    let_go();
    if (--_claim->handles != 0) return;
    delete _claim;
    _mine = nullptr;
  }
  gil_turn(const gil_turn&) = delete;
  gil_turn& operator=(const gil_turn&) = delete;

  /// Returns when this thread has the lock.
  void take() {
    if (_claim->holds) return;
    _claim->thread.attach();
    _claim->holds = true;
  }
  void safepoint() {
    if (!_claim->holds) return;
    _claim->thread.safepoint();
    let_go();
  }

 private:
  struct claim {
    gil_count::thread thread;
    bool holds = false;
    unsigned handles = 0;
  };
  void let_go() noexcept {
    if (!_claim->holds) return;
    _claim->thread.detach();
    _claim->holds = false;
  }

  claim* _claim;
  static inline constinit thread_local claim* _mine = nullptr;
};

/// Threads take turns of a switch interval (5 ms), so n of them do the work of one. A thread that
/// has done an operation must reach a safepoint, or end its handles, before it waits for another:
/// nobody else gets anywhere meanwhile. Values are words, as nobody is there to count them.
template <class K, word V>
class gil_dict {
  using dict = compact_dict<K, V, dict_rules>;
  using table = typename dict::table;

 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "gil_dict",
      .title = "CPython's dict under one global lock, switch interval 5 ms",
      .source = "CPython 3.12 (ceval_gil.c, dictobject.c)",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{
      .lookup = read_path::exclusive,
      .walk = walk_guarantee::snapshot,
      .cannot = "let anybody else work between an operation and the next safepoint",
  };

  explicit gil_dict(std::size_t n) : _dict(n) {}
  ~gil_dict() { (void)_dict.release(); }
  gil_dict(const gil_dict&) = delete;
  gil_dict& operator=(const gil_dict&) = delete;

  class handle {
   public:
    explicit handle(gil_dict& owner) : _dict(owner._dict) {}

    std::optional<V> find(const K& k) { return take().find(k, dict::hash_of(k)); }
    bool insert(const K& k, V v) {
      std::unique_ptr<table> outgrown;
      return take().insert(k, dict::hash_of(k), v, outgrown);
    }
    bool erase(const K& k) { return take().erase(k, dict::hash_of(k)).has_value(); }
    bool update(const K& k, V v) { return take().update(k, dict::hash_of(k), v); }
    template <class Change>
    bool upsert(const K& k, V v, Change change) {
      std::unique_ptr<table> outgrown;
      return take().upsert(k, dict::hash_of(k), v, change, outgrown);
    }
    template <class Visit>
    void for_each(Visit visit) {
      take().for_each(visit);
    }
    void safepoint() { _turn.safepoint(); }

   private:
    dict& take() {
      _turn.take();
      return _dict;
    }
    gil_turn _turn;
    dict& _dict;
  };

  [[nodiscard]] std::size_t size() const noexcept { return _dict.size(); }

 private:
  dict _dict;
};

static_assert(upserting_map<gil_dict<std::uint64_t, std::uint64_t>>);
static_assert(walkable_map<gil_dict<std::uint64_t, std::uint64_t>>);

}  // namespace contend::model
