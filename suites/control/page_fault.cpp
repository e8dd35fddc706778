#include "page_fault.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace contend::suites {

tally page_fault::worker::step(std::uint32_t rounds) {
  static const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  tally done{.attempted = rounds, .succeeded = 0};
  for (std::uint32_t i = 0; i < rounds; ++i) {
    void* const range =
        ::mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (range == MAP_FAILED) continue;
    for (std::size_t at = 0; at < pages; ++at) {
      auto* word = reinterpret_cast<volatile std::uint64_t*>(static_cast<char*>(range) + at * page);
      _fresh += *word == 0;
      *word = _mark;
    }
    if (::munmap(range, pages * page) == 0) ++done.succeeded;
  }
  _done += done.succeeded;
  return done;
}

}  // namespace contend::suites
