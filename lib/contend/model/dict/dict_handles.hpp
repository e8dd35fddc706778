// How an operation holds the dict itself meanwhile: the count on the container's own object.
#pragma once

#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/subject/immortal.hpp>
#include <contend/subject/membership.hpp>

#include <string_view>

namespace contend::model {

/// A holder has a `name` and a `title` for the dict, the membership `thread` that its count needs,
/// and `object<Body>`: a Body, built with the object; `use(f)`, by any attached member: f(Body&)
/// while the body is held.

/// A pointer: LOAD_FAST_BORROW of 3.14, or a C++ reference. Writes nothing.
struct borrowed_dict {
  static constexpr std::string_view name = "free_threaded_dict";
  static constexpr std::string_view title = "CPython's free-threaded dict";
  using thread = no_membership;

  template <class Body>
  class object {
   public:
    explicit object(std::size_t n) : _body(n) {}
    template <class F>
    decltype(auto) use(F f) {
      return f(_body);
    }

   private:
    Body _body;
  };
};

/// A reference of P, copied before each operation and dropped after it: LOAD_FAST, or any call that
/// gets the dict as an argument.
template <counted P>
struct copied_dict {
  using thread = typename P::thread;

  template <class Body>
  class object {
   public:
    explicit object(std::size_t n) : _body(P::template make<Body>(n)) {}
    template <class F>
    decltype(auto) use(F f) {
      const auto held = _body;
      if (!held) __builtin_unreachable();  // spares the drop a test for null
      return f(P::get(held));
    }

   private:
    const typename P::template ref<Body> _body;
  };
};

/// By the count of the same interpreter.
struct biased_copied_dict : copied_dict<biased_count> {
  static constexpr std::string_view name = "free_threaded_dict_copied";
  static constexpr std::string_view title = "the same, its biased count up and down each time";
};
struct atomic_copied_dict : copied_dict<atomic_count> {
  static constexpr std::string_view name = "free_threaded_dict_copied_atomic";
  static constexpr std::string_view title = "the same, an atomic count up and down each time";
};

/// The same with a dict that was made immortal: each operation asks, and counts nothing.
struct immortal_dict {
  static constexpr std::string_view name = "free_threaded_dict_immortal";
  static constexpr std::string_view title = "the same, immortal: asked each time, not counted";
  using thread = biased_count::thread;

  template <class Body>
  class object {
   public:
    explicit object(std::size_t n) : _body(biased_count::make<Body>(n)) {
      biased_count::immortalise(_body);
    }
    ~object() { biased_count::mortalise(_body); }
    object(const object&) = delete;
    object& operator=(const object&) = delete;
    template <class F>
    decltype(auto) use(F f) {
      const auto held = _body;
      if (!held) __builtin_unreachable();  // spares the drop a test for null
      return f(biased_count::get(held));
    }

   private:
    const biased_count::ref<Body> _body;
  };
};

}  // namespace contend::model
