// Views that share one export among their slices: CPython's memoryview.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/view/exporter.hpp>
#include <contend/model/view/locked.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace contend::model {

/// A view of the exporter makes a managed buffer, which pins it once; slices and copies count on
/// that. `Exporter` is the design that it pins.
template <class Exporter>
struct managed_exporter {
  class buffer {
   public:
    explicit buffer(typename Exporter::view whole) noexcept : _whole(std::move(whole)) {}

    void pin() noexcept {
      // Relaxed: the caller has a view of it.
      _views.fetch_add(1, memory_order_relaxed);
    }
    static void unpin(buffer* b) noexcept {
      // (1) acq_rel, partner (1): release, so that my uses come before the exporter is let go by
      // whoever takes the count to zero; acquire, so that they all come before mine if that is me.
      if (b->_views.fetch_sub(1, memory_order_acq_rel) == 1) delete b;
    }
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return _whole.bytes(); }

   private:
    typename Exporter::view _whole;
    atomic<std::uint64_t> _views{1};
  };
  using view = basic_view<buffer>;

  class owner : public Exporter::owner {
   public:
    owner() noexcept = default;
    explicit owner(typename Exporter::owner&& base) noexcept : Exporter::owner(std::move(base)) {}

    /// Throws std::bad_alloc.
    [[nodiscard]] managed_exporter::view view() const {
      auto* made = new buffer(Exporter::owner::view());
      return managed_exporter::view::adopt(made, made->bytes());
    }
  };

  template <class Write>
  [[nodiscard]] static owner make(std::size_t n, Write&& write, exporter_end* end = nullptr) {
    return owner(Exporter::make(n, std::forward<Write>(write), end));
  }
};

/// memoryview over bytearray. Its own count of slices was plain in free threading (gh-155606); here
/// it is atomic.
struct managed_export : managed_exporter<locked_export> {
  static constexpr subject_info info{
      .name = "managed_export",
      .title = "export count of managed buffers, under the exporter's lock",
      .source = "CPython, memoryobject.c (_PyManagedBuffer) over bytearrayobject.c; gh-155606",
      .progress = progress::blocking,
  };
  static constexpr exporter_traits traits{.releasing = progress::blocking,
                                          .slices = exporter_traits::slice_counts::on_view,
                                          .exporter_bytes = locked_export::traits.exporter_bytes,
                                          .first_view_bytes = sizeof(buffer)};
};

static_assert(pinning<managed_export>);

}  // namespace contend::model
