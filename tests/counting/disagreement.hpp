// What a load claims to have asked of its allocator, against what libcontend_counting.so saw.
#pragma once

#include <contend/load/load.hpp>

#include <functional>
#include <memory>

namespace contend::counting {

using builder = std::function<std::unique_ptr<load>(const setting&)>;

/// True if the library is preloaded: nothing can be said without it.
[[nodiscard]] bool preloaded() noexcept;

/// Runs the load for two numbers of rounds, after a run that fills what is filled only once, and
/// says in what the two sides differ, from before its construction until it is gone:
///  - `direct`: the load runs over adapter::process_malloc. What the program's own code called is
///    then exactly what the load claims, with nothing subtracted.
///  - always, unless the load itself makes threads: what the whole process called beyond the claim,
///    which is the driver's and the load's own set-up, is the same for both. So every operation
///    that is claimed was made, and nothing else is allocated while the load runs.
/// Up to three times, until they agree: chance may add a call, but takes no wrong claim back.
/// Throws what the load throws.
[[nodiscard]] complaint disagreement(const builder& build, unsigned threads, bool direct);

}  // namespace contend::counting
