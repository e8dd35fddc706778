// The plug board of the buffers family.
#include "../plug.hpp"
#include "pairs.hpp"
#include "producer_consumer.hpp"

#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>

void contend::suites::plug_buffers(catalog& c) {
  suite s(c, "buffers");
  const auto over_all = [&](auto plug) {
    s.over<adapter::mutex_deque<item>, adapter::boost_lockfree_queue<item>,
           adapter::boost_lockfree_spsc<item>, adapter::tbb_concurrent_queue<item>>(plug);
  };
  over_all([&]<class B>(type<B>) { s.add<pairs<B>>({{"capacity", {"1024"}}}); });
  over_all([&]<class B>(type<B>) { s.add<producer_consumer<B>>({{"capacity", {"1024"}}}); });
}
