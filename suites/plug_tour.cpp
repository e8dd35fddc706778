// A first look at everything: a few telling cases of each family, which a minute pays for.
#include "plug.hpp"

#include <stdexcept>
#include <string>

void contend::suites::plug_tour(catalog& c) {
  const std::string name = "tour";
  c.add(preset{.name = name,
               .title = "A first look: a few telling cases of each family, for a minute or two",
               .source = "chosen from the whole catalogue: one load that a design is good at, one "
                         "that it is not",
               .threads = {}});
  for (const char* cases : {
           "^control/(compute|hot_atomic|false_sharing)/",
           "^baseline/(allocation|list_append|list_pop|ref_count)/(shared_ptr|free_threaded|gil)",
           "^refcount/(owner_churn|hot_object)/(atomic|biased|deferred|per_thread|immortal)$",
           "^refcount/slot_mix/(mutex_slot|split_count|epoch_slot)/.*stores:1$",
           "^weakref/private_deref/weak_stripes.*neighbours",
           "^reclaim/read_mostly/(qsbr|epoch|hazard)",
           "^frees/ring/",
           "^buffers/pairs/",
           "^containers/map_mix/.*read:98/skew:0.99",
       }) {
    const auto found = c.matching(cases);
    // A family that renames its cases must not drop out of the tour unnoticed.
    if (found.empty()) throw std::logic_error(std::string("the tour finds nothing by ") + cases);
    for (const case_entry* one : found) c.enlist(*one, name);
  }
}
