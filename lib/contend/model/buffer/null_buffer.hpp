// No buffer at all: what a load carries by itself.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/subject/buffer.hpp>

namespace contend::model {

/// The ceiling of the buffers: every push and every pop succeeds at once, and nothing is kept. Any
/// number of threads; they share nothing.
template <class T>
class null_buffer {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "null",
      .title = "no buffer: the load itself",
      .source = "this project",
      .progress = progress::wait_free,
      .ceiling = true,
  };
  static constexpr buffer_info traits{.order = order_guarantee::none, .bounded = true};

  explicit null_buffer(const buffer_size&) {}

  class handle {
   public:
    explicit handle(null_buffer&) {}
    // The item must be made, and what comes out can't be guessed: or the load would melt away.
    bool try_push(const T& v) {
      keep(v);
      return true;
    }
    bool try_pop(T& v) {
      keep(v);
      return true;
    }
    std::size_t try_push(const T* first, std::size_t n) {
      escape(first);
      return n;
    }
    std::size_t try_pop(T* first, std::size_t n) {
      escape(first);
      return n;
    }
  };
};

static_assert(bulk_buffer<null_buffer<int>>);

}  // namespace contend::model
