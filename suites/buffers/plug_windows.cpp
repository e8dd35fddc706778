// Loads in which each worker both pushes and pops, a window at a time.
#include "designs.hpp"
#include "plugs.hpp"
#include "window_private.hpp"
#include "window_shared.hpp"

void contend::suites::plug_buffers_windows(suite& s) {
  const axis window{"window", {"100"}};
  s.over(buffers{}, [&]<class B>(type<B>) { s.add<window_private<B>>({window}); });
  s.over(buffers{}, [&]<class B>(type<B>) {
    if constexpr (window_shared<B>::max_threads > 1) s.add<window_shared<B>>({window});
  });
}
