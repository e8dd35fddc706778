// How long single calls took.
#pragma once

#include <contend/load/histogram.hpp>

#include <vector>

namespace contend::suites {

/// One call in 256, and of the rare ones all. Kept by a worker.
struct waits {
  histogram allocate, free, first_allocate, thread_exit;

  waits& operator+=(const waits& other) {
    allocate.merge(other.allocate);
    free.merge(other.free);
    first_allocate.merge(other.first_allocate);
    thread_exit.merge(other.thread_exit);
    return *this;
  }
  void report(std::vector<metric>& to) const {
    allocate.report(to, "allocate");
    free.report(to, "free");
    first_allocate.report(to, "first_allocate");
    thread_exit.report(to, "thread_exit");
  }
};

}  // namespace contend::suites
