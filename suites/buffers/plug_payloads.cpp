// Items that are more than a number.
#include "payload.hpp"
#include "plugs.hpp"

namespace contend::suites {
namespace {

template <class Cargo>
void plug_cargo(suite& s, const char* value) {
  s.over(carriers<typename Cargo::carried>{}, [&]<class B>(type<B>) {
    s.add_as<producer_consumer<B, shape::mpmc, Cargo>>(
        "payload", payload_card, {{"capacity", {"1024"}}, {"value", {value}}}, {});
  });
}

}  // namespace

void plug_buffers_payloads(suite& s) {
  plug_cargo<by_copy>(s, "copy64");
  plug_cargo<by_malloc>(s, "pointer");
  plug_cargo<by_arc>(s, "counted");
}

}  // namespace contend::suites
