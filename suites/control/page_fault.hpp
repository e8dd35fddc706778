// Each worker maps fresh pages, touches them and unmaps them: the kernel's memory management and
// nothing else.
#pragma once

#include "account.hpp"

#include <cstddef>

namespace contend::suites {

struct mmap_pages {
  static constexpr subject_info info{
      .name = "mmap",
      .title = "anonymous private mmap, touch, munmap",
      .source = "mmap(2)",
      .progress = progress::blocking,
  };
};

class page_fault {
 public:
  using subject = mmap_pages;
  static constexpr std::string_view name = "page_fault";
  static constexpr std::size_t pages = 16;
  static constexpr card about{
      .title = "Page faults",
      .operation = "map 16 fresh pages, write one word in each, unmap them",
      .models = "an allocator that gives memory back too eagerly",
      .frees = "each worker, its own pages, at once",
      .exposes =
          "one address space: the kernel's lock on it, zeroing of pages, and the "
          "interrupts that tell other CPUs to forget a mapping",
      .not_for = "huge pages: the range is too small for them",
      .source = "will-it-scale page_fault1",
  };

  explicit page_fault(const setting&) {}

  class worker {
   public:
    worker(page_fault& load, const seat& s) : _load(load), _mark(s.seed | 1) {}
    ~worker() {
      _load._reported.add(_done * pages);
      _load._fresh.add(_fresh);
    }

    /// A failed mmap is a failed attempt.
    tally step(std::uint32_t rounds);

   private:
    page_fault& _load;
    std::uint64_t _mark;  ///< what is written: never zero
    std::uint64_t _done = 0, _fresh = 0;
  };

  complaint verify() { return _reported.compare("pages zero at first touch", _fresh.total()); }

 private:
  account _reported, _fresh;
};

}  // namespace contend::suites
