// Exporters and views: what a design that lends out its bytes must offer to be put under a load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace contend {

/// What an exporter design says about itself beyond its info. The tests hold it to its word.
struct exporter_traits {
  /// What a slice of a view adds to: the exporter's count, or one of the view that it was cut from,
  /// which the exporter counts once.
  enum class slice_counts { on_exporter, on_view };

  progress releasing = progress::blocking;  ///< of the end of a view
  slice_counts slices = slice_counts::on_exporter;
  /// False: a view neither refuses a resize (all are refused) nor keeps the exporter alive.
  bool pins = true;
  std::size_t exporter_bytes = 0;    ///< asked of operator new for an exporter, beyond its bytes
  std::size_t first_view_bytes = 0;  ///< asked of operator new for a view that is no slice or copy
  std::string_view cannot = {};      ///< what it cannot do, for a reader; empty if nothing
};

/// Told when an exporter ends. Its maker provides one, which outlives the exporter and bears calls
/// from several threads at once.
class exporter_end {
 public:
  /// The last of owner and views has gone, on the calling thread; the bytes are freed next. May
  /// write to them.
  virtual void ended(std::span<std::byte> bytes) noexcept = 0;

 protected:
  ~exporter_end() = default;
};

/// A design E of objects that own bytes and lend them out, as CPython's bytearray does through the
/// buffer protocol (PEP 3118). While there is a view, the bytes stay where and what they are:
/// a resize is refused. All names below are members of E; E itself is never instantiated.
///
///  - `traits`: see exporter_traits.
///  - `make(n, write, end)`: an owner of a new exporter of n bytes, all zero until
///    `write(std::span<std::byte>)` has been called, here. `end` may be null. Throws
///    std::bad_alloc.
///  - `owner`: movable, possibly null; reset() and the destructor end the ownership. What views are
///    left live on; the last of owner and views frees the exporter.
///  - `owner.view()`: a view of all the bytes. Any thread, several at once, also while another
///    resizes: then it waits for that to end. The owner must stay where it is meanwhile. May throw
///    std::bad_alloc.
///  - `owner.resize(n, write)`: if there is no view: makes it n bytes, of which the first remain
///  and
///    new ones are zero, calls `write(std::span<std::byte>)` before anybody can make a view, and
///    returns true. Else returns false at once, and nothing has happened (CPython: BufferError).
///    `write` makes no views and throws nothing. Throws std::bad_alloc; nothing has happened then.
///  - `view`: copyable, possibly null. Distinct views may be used by distinct threads at once; one
///    view may not. It may be released on another thread than the one that made it, and may outlive
///    the owner.
///  - `view.bytes()`: to be read, only; null has none. `view.slice(from, n)`: a view of a part, cut
///    off at the view's end. It pins by itself and may outlive the one that it was cut from.
///    `view.reset()`, destruction and assignment release it.
///
/// `owner.resize`, and the owner's end, are for the thread that made the exporter; or, when that
/// one and all others have done with the exporter and its views for good, for any one thread.
/// A view's release happens-before the resize that it would have refused and the exporter's end; a
/// resize happens-before the views that see it.
///
/// No thread has to register: a design that knows threads names them by itself.
// clang-format off
template <class E>
concept exporter = subject<E> && std::movable<typename E::owner> &&
                   std::default_initializable<typename E::owner> &&
                   std::copyable<typename E::view> && std::default_initializable<typename E::view> &&
                   requires(typename E::owner& own, const typename E::owner& shared,
                            typename E::view& w, const typename E::view& v, std::size_t n,
                            exporter_end* end, void (*write)(std::span<std::byte>)) {
                     { E::traits } -> std::convertible_to<const exporter_traits&>;
                     { E::make(n, write, end) } -> std::same_as<typename E::owner>;
                     { shared.view() } -> std::same_as<typename E::view>;
                     { own.resize(n, write) } -> std::same_as<bool>;
                     { own.reset() };
                     { static_cast<bool>(shared) };
                     { v.bytes() } -> std::same_as<std::span<const std::byte>>;
                     { v.slice(n, n) } -> std::same_as<typename E::view>;
                     { static_cast<bool>(v) };
                     { w.reset() };
                   };
// clang-format on

/// An exporter whose views pin it: they may outlive its owner, and no resize comes under them.
template <class E>
concept pinning = exporter<E> && E::traits.pins;

}  // namespace contend
