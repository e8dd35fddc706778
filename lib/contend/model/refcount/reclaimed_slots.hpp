// guarded_slot over each of our reclamation schemes.
#pragma once

#include <contend/model/reclaim/epoch.hpp>
#include <contend/model/reclaim/hazard_pointers.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#include <contend/model/refcount/guarded_slot.hpp>

namespace contend::model {

inline constexpr subject_info qsbr_slot_info{
    .name = "qsbr_slot",
    .title = "atomic count, slots read between quiescent states",
    .source = "Linux kref_get_unless_zero and kfree_rcu; CPython's QSBR",
    .progress = progress::lock_free,
};
inline constexpr subject_info epoch_slot_info{
    .name = "epoch_slot",
    .title = "atomic count, slots read in an epoch",
    .source = "Linux kref_get_unless_zero and kfree_rcu; Fraser's epochs",
    .progress = progress::lock_free,
};
inline constexpr subject_info hazard_slot_info{
    .name = "hazard_slot",
    .title = "atomic count, slots read by hazard pointers",
    .source = "Linux kref_get_unless_zero; Michael's hazard pointers",
    .progress = progress::lock_free,
};

using qsbr_slot = guarded_slot<qsbr, qsbr_slot_info>;
using epoch_slot = guarded_slot<epoch, epoch_slot_info>;
using hazard_slot = guarded_slot<hazard_pointers, hazard_slot_info>;

static_assert(slotted<qsbr_slot> && slotted<epoch_slot> && slotted<hazard_slot>);

}  // namespace contend::model
