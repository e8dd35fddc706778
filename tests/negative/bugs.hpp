// The planted bugs: one file each, named like its function.
#pragma once

namespace contend::negative {

// Runs the load that provokes the bug, over the design with the wrong line or with the right one.
// Returns what drive() does.
int destroyed_twice(bool planted);
int double_queue(bool planted);
int early_slot(bool planted);
int early_table(bool planted);
int late_payload(bool planted);
int late_announcement(bool planted);
int late_tid(bool planted);
int late_upgrade(bool planted);
int leak_at_exit(bool planted);
int lost_owner(bool planted);
int paper_freed_in_queue(bool planted);
int paper_late_tid(bool planted);
int plain_counter(bool planted);
int plain_tid(bool planted);
int private_push(bool planted);
int relaxed_collect(bool planted);
int relaxed_last_drop(bool planted);
int relaxed_merge_load(bool planted);
int relaxed_message(bool planted);
int unlocked_transfer(bool planted);
int use_after_free(bool planted);
int view_freed_twice(bool planted);
int view_lost_count(bool planted);
int view_unpinned(bool planted);

}  // namespace contend::negative
