// A workload with its type erased: what the harness drives. One virtual call a step; a step is
// a whole batch of operations, so the call is below 0.1 % of it (contend doctor prints it).
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <memory>
#include <vector>

namespace contend {

/// One worker of a load, owned by the thread that made it; see workload for the life cycle.
class member {
 public:
  virtual ~member() = default;
  virtual tally step(std::uint32_t rounds) = 0;
  virtual void settle() = 0;
  /// Allocates and frees once, see workload; false if the load has no such step.
  virtual bool nudge() = 0;
};

/// A load, owned by the controller.
class load {
 public:
  virtual ~load() = default;
  /// On the worker's own thread. Safe to call from all workers at once.
  [[nodiscard]] virtual std::unique_ptr<member> join(const seat& s) = 0;
  [[nodiscard]] virtual complaint verify() = 0;
  [[nodiscard]] virtual std::vector<metric> metrics() const = 0;
  [[nodiscard]] virtual std::vector<series> histories() const = 0;
  /// See workload; nothing if this load's memory can't be measured.
  [[nodiscard]] virtual std::optional<std::uint64_t> live_bytes() const = 0;
  /// The work of a memory run, see workload; nothing if the load leaves it to the harness.
  [[nodiscard]] virtual std::optional<std::uint64_t> memory_operations() const = 0;
  /// See workload; 1 unless it says otherwise.
  [[nodiscard]] virtual std::uint64_t round_operations() const = 0;
};

template <workload W>
class load_of final : public load {
 public:
  template <class... More>
  explicit load_of(const setting& s, const More&... more) : _load(s, more...) {}

  std::unique_ptr<member> join(const seat& s) override {
    return std::make_unique<member_of>(_load, s);
  }
  complaint verify() override { return _load.verify(); }
  std::vector<metric> metrics() const override {
    if constexpr (requires { _load.metrics(); }) {
      return _load.metrics();
    } else {
      return {};
    }
  }
  std::vector<series> histories() const override {
    if constexpr (requires { _load.histories(); }) {
      return _load.histories();
    } else {
      return {};
    }
  }
  std::optional<std::uint64_t> live_bytes() const override {
    if constexpr (requires { _load.live_bytes(); }) {
      return _load.live_bytes();
    } else {
      return std::nullopt;
    }
  }
  std::optional<std::uint64_t> memory_operations() const override {
    if constexpr (requires { _load.memory_operations(); }) {
      return _load.memory_operations();
    } else {
      return std::nullopt;
    }
  }
  std::uint64_t round_operations() const override {
    if constexpr (requires { _load.round_operations(); }) {
      return _load.round_operations();
    } else {
      return 1;
    }
  }

 private:
  // Aligned, because neighbours on the heap are other workers, and a worker's own counters, RNG
  // and handles are written on every step.
  class alignas(no_share) member_of final : public member {
   public:
    member_of(W& load, const seat& s) : _worker(load, s) {}
    tally step(std::uint32_t rounds) override { return _worker.step(rounds); }
    void settle() override {
      if constexpr (requires { _worker.settle(); }) _worker.settle();
    }
    bool nudge() override {
      if constexpr (requires { _worker.nudge(); }) {
        _worker.nudge();
        return true;
      } else {
        return false;
      }
    }

   private:
    typename W::worker _worker;
  };

  W _load;
};

}  // namespace contend
