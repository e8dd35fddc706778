// The life of an object, phase by phase: allocate, initialise, use, clean up.
#pragma once

#include "sections.hpp"

#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/runtime.hpp>

#include <array>
#include <stdexcept>

namespace contend::suites {

template <runtime R>
class lifecycle {
 public:
  using subject = R;
  static constexpr std::string_view name = "lifecycle";
  static constexpr card about{
      .title = "The life of an object, phase by phase",
      .operation =
          "one object of 56 bytes and its count: allocated, initialised, used once (a "
          "reference copied, the object read, the copy dropped), cleaned up",
      .models = "temporary objects; 128 at a time go through each phase together",
      .frees = "the thread that made it",
      .exposes =
          "which phase pays for threads: the metrics are medians in ns an object, timed "
          "over sections of 128 with the cost of the clock (clock_ns) taken off",
      .not_for =
          "adding the phases up: the throughput has what medians leave out (page faults, "
          "preemption, for gil the wait for the lock)",
      .source = "the baseline's phase diagram: allocate, init, use, cleanup",
  };
  static constexpr std::size_t batch = 128;

  explicit lifecycle(const setting&)
      : _sections({"allocate_ns", "initialise_ns", "use_ns", "clean_up_ns"}) {}

 private:
  struct object {
    explicit object(ledger& book) : life(book) {}
    tracked life;
    std::array<std::uint64_t, 4> fields;  // left as it is by the constructor: initialised later
  };
  using object_ref = typename R::template ref<object>;

 public:
  class worker {
   public:
    worker(lifecycle& load, const seat& s) : _load(load), _watch(load._sections, s.seed) {}
    ~worker() {
      _load._sections.add(_watch);
      if (_wrong != 0) _load._book.corrupt();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        turn();
        _member.safepoint();
      }
      return tally::all(rounds * batch);
    }

   private:
    void turn() {
      enum { allocate, initialise, use, clean_up };
      std::uint64_t sum = 0;
      _watch.start();
      for (object_ref& r : _objects) {
        r = R::template make<object>(_load._book);
        escape(&R::get(r));
      }
      _watch.lap(allocate, batch);
      for (std::size_t i = 0; i < batch; ++i) {
        auto& fields = R::get(_objects[i]).fields;
        fields = {i, i * i, _turn, i ^ _turn};
        escape(&fields);
      }
      _watch.lap(initialise, batch);
      for (const object_ref& r : _objects) {
        auto copy = R::lend(r);
        escape(&copy);
        const object& o = R::get(copy);
        sum += o.fields[1] + (o.fields[0] ^ o.fields[2] ^ o.fields[3]) + o.life.value();
      }
      keep(sum);
      _watch.lap(use, batch);
      for (object_ref& r : _objects) r.reset();
      _watch.lap(clean_up, batch);
      _wrong += sum != square_sum;
      ++_turn;
    }

    lifecycle& _load;
    typename R::thread _member;
    typename sections<4>::watch _watch;
    std::array<object_ref, batch> _objects;
    std::uint64_t _turn = 0, _wrong = 0;
  };

  complaint verify() { return _book.verify(); }
  [[nodiscard]] std::vector<metric> metrics() const { return _sections.metrics(); }

 private:
  static constexpr std::uint64_t square_sum = (batch - 1) * batch * (2 * batch - 1) / 6;

  ledger _book;
  sections<4> _sections;
};

}  // namespace contend::suites
