// No reclamation: what reading and replacing cost where nobody has to be waited for.
#pragma once

#include <contend/model/reclaim/domain.hpp>
#include <contend/subject/reclaimer.hpp>

#include <cstdint>

namespace contend::model {

struct alignas(no_share) leak_record : member_record<leak_record> {};

/// Frees nothing before collect(): a ceiling, not a design.
struct leak : domain<leak, leak_record, deleting> {
  static constexpr subject_info info{
      .name = "leak",
      .title = "nothing freed before the end",
      .source = "ceiling",
      .progress = progress::wait_free,
  };
  static constexpr reclaimer_traits traits{
      .frees = false, .cannot = "free anything while members exist: a ceiling"};

  template <class T>
  class guard {
   public:
    guard() noexcept = default;
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    [[nodiscard]] T* protect(const place<T>& from) noexcept { return from.load(); }
  };

 private:
  friend domain<leak, leak_record, deleting>;

  static void attached(leak_record&) noexcept {}
  static void detached(leak_record&) noexcept {}
  static void at_safepoint(leak_record&) noexcept {}
  static void leaving(leak_record&) noexcept {}
  static std::uint64_t goal() noexcept { return 0; }
  static void retired_one(leak_record& self, const retired& r) noexcept { self.waiting.push(r); }
};

static_assert(reclaimer<leak>);

}  // namespace contend::model
