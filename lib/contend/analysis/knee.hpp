// Thread counts worth a visit that nobody asked for: around the bend of a curve.
#pragma once

#include <contend/analysis/record.hpp>

#include <map>
#include <set>
#include <string>

namespace contend {

/// More of them, for all curves of a load together, would take the time of another sweep.
inline constexpr std::size_t most_added_threads = 4;

/// Half-way from the thread count with the highest rate to its neighbours on both sides, where
/// there is anything between. None if the highest is that of the most threads: there is no knee.
/// `rates`: by thread count.
[[nodiscard]] std::set<unsigned> around_the_knee(const std::map<unsigned, double>& rates);

/// For each load ("suite/workload") what its curves want, the counts that most of them do first.
/// From the visits of block 0 to points that the header plans, without oversubscribed ones: so a
/// run that is resumed wants the same again. What is found is where to look, and no result: later
/// blocks visit the added counts beside the others.
[[nodiscard]] std::map<std::string, std::set<unsigned>> knees_of(const run_record& run);

}  // namespace contend
