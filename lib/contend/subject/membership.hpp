// What a thread is to a design: a member, and attached while it works.
#pragma once

#include <concepts>

namespace contend {

/// A thread's membership M of a design: constructed and destroyed on that thread, around
/// everything that it does with the design's objects.
///
///  - `attach()`, `detach()`: come in turn, detached at first and at last. Objects are touched
///    only while attached: a design with a global lock holds it there, one with quiescent states
///    is offline outside. A detached thread keeps nobody waiting for longer than a fixed time.
///  - `safepoint()`: called now and then while attached (a workload: at least once a step). Here
///    alone a design may switch threads, collect, or run destructors that others handed over.
// clang-format off
template <class M>
concept membership = std::default_initializable<M> && requires(M& m) {
  { m.attach() };
  { m.safepoint() };
  { m.detach() };
};
// clang-format on

/// The membership of a design that needs none.
struct no_membership {
  void attach() noexcept {}
  void safepoint() noexcept {}
  void detach() noexcept {}
};

static_assert(membership<no_membership>);

/// Attached while it lives.
template <class Thread>
class attached {
 public:
  explicit attached(Thread& member) : _member(member) { _member.attach(); }
  ~attached() { _member.detach(); }
  attached(const attached&) = delete;
  attached& operator=(const attached&) = delete;

 private:
  Thread& _member;
};

}  // namespace contend
