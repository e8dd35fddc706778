// Views that count nothing: a pointer and a length.
#pragma once

#include <contend/model/view/exporter.hpp>

namespace contend::model {

struct no_export_count {
  void pin() noexcept {}
  [[nodiscard]] bool unpin() noexcept { return false; }
  [[nodiscard]] bool begin_resize() noexcept { return false; }
  void end_resize() noexcept {}
  [[nodiscard]] bool drop() noexcept { return true; }
};

/// What a load of views can carry by itself. Right as long as nobody resizes, and views are gone
/// before their owner.
struct unpinned : counted_exporter<no_export_count> {
  static constexpr subject_info info{
      .name = "unpinned",
      .title = "borrowed bytes, no count",
      .source = "std::span",
      .progress = progress::wait_free,
      .ceiling = true,
  };
  static constexpr exporter_traits traits{.releasing = progress::wait_free,
                                          .pins = false,
                                          .exporter_bytes = sizeof(node),
                                          .cannot = "resize, or be outlived by a view"};
};

static_assert(exporter<unpinned>);

}  // namespace contend::model
