// Objects that are not counted though the others are: what a design may offer besides counting.
#pragma once

#include <contend/subject/counted.hpp>

namespace contend {

/// A counted design that can make single objects immortal.
///  - `immortalise(ref)`: by the member that made the object, while `ref` is the only handle to it.
///    From then on copying and dropping handles writes nothing to the object, and no drop destroys
///    it.
///  - `mortalise(ref)`: when no member is left and `ref` is the only handle to the object. `ref`
///    counts again: to drop it, and then collect<P>(), destroys the object. No program does this;
///    it is here so that a ledger can tell an immortal object from a leak.
// clang-format off
template <class P>
concept immortalising = counted<P> && requires(typename P::template ref<int>& r) {
                          { P::immortalise(r) };
                          { P::mortalise(r) };
                        };
// clang-format on

}  // namespace contend
