// Who owns, who drops, and who is gone: what biased counts and their like depend on.
#include "cross_drop.hpp"
#include "designs.hpp"
#include "foreign_share.hpp"
#include "plugs.hpp"

namespace contend::suites {
namespace {

const std::vector<std::string> shares{"0", "25", "50", "75", "100"};

}  // namespace

void plug_refcount_ownership(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    s.add<foreign_share<D>>({{"foreign", shares}});
    if constexpr (mortal<D>) {
      s.add<cross_drop<D>>({{"remote", shares}, {"counts", {"8"}}, {"live", {"64"}}});
    }
  });
}

}  // namespace contend::suites
