// negative_bugs BUG planted|fixed: see CMakeLists.txt for which check must object to which bug.
#include "bugs.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  using namespace contend::negative;
  static constexpr struct {
    std::string_view name;
    int (*run)(bool planted);
  } bugs[] = {{"destroyed_twice", destroyed_twice},
              {"double_queue", double_queue},
              {"early_slot", early_slot},
              {"early_table", early_table},
              {"late_payload", late_payload},
              {"late_announcement", late_announcement},
              {"late_tid", late_tid},
              {"late_upgrade", late_upgrade},
              {"leak_at_exit", leak_at_exit},
              {"lost_owner", lost_owner},
              {"paper_freed_in_queue", paper_freed_in_queue},
              {"paper_late_tid", paper_late_tid},
              {"plain_counter", plain_counter},
              {"plain_tid", plain_tid},
              {"private_push", private_push},
              {"relaxed_collect", relaxed_collect},
              {"relaxed_last_drop", relaxed_last_drop},
              {"relaxed_merge_load", relaxed_merge_load},
              {"relaxed_message", relaxed_message},
              {"unlocked_transfer", unlocked_transfer},
              {"use_after_free", use_after_free},
              {"view_freed_twice", view_freed_twice},
              {"view_lost_count", view_lost_count},
              {"view_unpinned", view_unpinned}};
  if (argc == 3) {
    const std::string_view variant = argv[2];
    for (const auto& bug : bugs) {
      if (bug.name == argv[1] && (variant == "planted" || variant == "fixed")) {
        return bug.run(variant == "planted");
      }
    }
  }
  std::fputs("usage: negative_bugs BUG planted|fixed\n", stderr);
  return 2;
}
