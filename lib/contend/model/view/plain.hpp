// An export count without any threads: what the others are compared with.
#pragma once

#include <contend/model/view/exporter.hpp>

#include <cstddef>

namespace contend::model {

struct plain_export_count {
  void pin() noexcept { ++views; }
  [[nodiscard]] bool unpin() noexcept { return --views == 0 && !owned; }
  [[nodiscard]] bool begin_resize() const noexcept { return views == 0; }
  void end_resize() noexcept {}
  [[nodiscard]] bool drop() noexcept {
    owned = false;
    return views == 0;
  }

  std::size_t views = 0;
  bool owned = true;
};

/// A plain word beside the bytes: CPython under its global lock. One thread only.
struct plain_export : counted_exporter<plain_export_count> {
  static constexpr subject_info info{
      .name = "plain_export",
      .title = "plain export count",
      .source = "CPython with the GIL, bytearrayobject.c (ob_exports)",
      .progress = progress::wait_free,
      .max_threads = 1,
  };
  static constexpr exporter_traits traits{.releasing = progress::wait_free,
                                          .exporter_bytes = sizeof(node),
                                          .cannot = "be viewed by two threads"};
};

static_assert(pinning<plain_export>);

}  // namespace contend::model
