#include <contend/harness/team.hpp>

#include <contend/host/placement.hpp>
#include <contend/host/thread_meter.hpp>

namespace contend::harness {

team::team(std::vector<int> cpus) : _ids(cpus.size()) {
  try {
    for (unsigned i = 0; i < cpus.size(); ++i) {
      _workers.emplace_back([this, i, cpu = cpus[i]] { serve(i, cpu); });
    }
  } catch (...) {
    {
      const std::lock_guard lock(_mutex);
      _quit = true;
    }
    _work.notify_all();
    for (auto& worker : _workers) worker.join();
    throw;
  }
  std::unique_lock lock(_mutex);
  _news.wait(lock, [&] { return _arrived == size(); });
}

team::~team() {
  {
    const std::lock_guard lock(_mutex);
    _quit = true;
  }
  _work.notify_all();
  for (auto& worker : _workers) worker.join();
}

void team::start(unsigned threads, std::function<void(unsigned)> job) {
  {
    const std::lock_guard lock(_mutex);
    _job = std::move(job);
    _wanted = _busy = threads;
    ++_generation;
  }
  _work.notify_all();
}

void team::join() {
  std::unique_lock lock(_mutex);
  _news.wait(lock, [&] { return _busy == 0; });
  _job = nullptr;
}

void team::serve(unsigned index, int cpu) {
  const bool pinned = host::pin_this_thread(cpu);
  std::unique_lock lock(_mutex);
  _ids[index] = host::this_thread_id();
  _pinned = _pinned && pinned;
  ++_arrived;
  _news.notify_one();
  for (std::uint64_t served = 0;;) {
    _work.wait(lock, [&] { return _quit || _generation != served; });
    if (_quit) return;
    served = _generation;
    if (index >= _wanted) continue;
    lock.unlock();
    _job(index);
    lock.lock();
    if (--_busy == 0) _news.notify_one();
  }
}

}  // namespace contend::harness
