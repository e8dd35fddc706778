// What libcds wants of a process and of each thread. Include only where CONTEND_HAVE_CDS is
// defined.
#pragma once

#include <contend/subject/info.hpp>

#include <cds/gc/hp.h>
#include <cds/init.h>

namespace contend::adapter {

/// Why none of libcds can be looked at.
inline constexpr std::string_view cds_opaque =
    "its hazard pointers are scanned inside libcds.so, which is not built for TSan";
inline constexpr unsigned cds_max_threads = 256;

/// libcds and its hazard pointers, from the first map to the end of the process. 16 hazard pointers
/// a thread: more than any of these structures takes.
class cds_process {
 public:
  static void start() { static const cds_process once; }

 private:
  struct library {
    library() { cds::Initialize(); }
    ~library() { cds::Terminate(); }
  };
  library _library;
  cds::gc::HP _pointers{16, cds_max_threads};
};

/// A thread is attached while it has one of these; it may have several.
class cds_member {
 public:
  cds_member() {
    if (_members++ == 0) cds::threading::Manager::attachThread();
  }
  ~cds_member() {
    if (--_members == 0) cds::threading::Manager::detachThread();
  }
  cds_member(const cds_member&) = delete;
  cds_member& operator=(const cds_member&) = delete;

 private:
  static inline constinit thread_local unsigned _members = 0;
};

}  // namespace contend::adapter
