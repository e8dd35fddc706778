#include <contend/linearize/recorder.hpp>

namespace contend::linearize {

recorder::recorder(std::uint32_t threads, std::size_t room) : _logs(threads) {
  for (std::uint32_t i = 0; i < threads; ++i) _logs[i]->emplace(i, room);
}

history recorder::all() const {
  history together;
  for (const auto& l : _logs) {
    const thread_log& one = **l;
    together.insert(together.end(), one._all.begin(),
                    one._all.begin() + static_cast<std::ptrdiff_t>(one._used));
  }
  return together;
}

}  // namespace contend::linearize
