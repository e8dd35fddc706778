// Views of bytes, which their exporter counts: the buffer protocol.
#include "late_views.hpp"
#include "plugs.hpp"
#include "resizing_owner.hpp"
#include "short_views.hpp"
#include "slices.hpp"
#include "view_designs.hpp"

namespace contend::suites {

void plug_buffers_views(suite& s) {
  const axis sharing{"sharing", {"one", "private"}};
  const auto read = [&]<class E>(type<E>) {
    s.add<short_views<E>>({sharing});
    s.add<slices<E>>({sharing, {"slices", {"8"}}});
  };
  s.over(pinning_designs{}, read);
  read(type<model::unpinned>{});
  s.over(pinning_designs{}, [&]<class E>(type<E>) {
    s.add<resizing_owner<E>>({{"hold", {"8", "256"}}});
    s.add<late_views<E>>({{"owner", {"worker", "thread"}}});
  });
}

void ask_buffers_views(catalog& c) {
  const auto row = [](const char* label, const char* load, const char* tail) {
    return ratio_question::row{label, std::string("buffers/") + load, tail};
  };
  c.ask(ratio_question{
      .title = "Pinning a buffer",
      .about = "Rates of the export counts against the one of CPython's free threading: a count "
               "under the exporter's lock, and a reference count beside it. What resizing_owner "
               "shows of readers and owner together is no merit by itself: see its refused_share.",
      .reference = "locked_export",
      .rows = {row("short views of one exporter", "short_views", "/sharing:one"),
               row("short views, each of its own", "short_views", "/sharing:private"),
               row("slices of one exporter", "slices", "/sharing:one/slices:8"),
               row("slices, each of its own", "slices", "/sharing:private/slices:8"),
               row("readers and a resizing owner", "resizing_owner", "/hold:8"),
               row("views that outlive the owner", "late_views", "/owner:worker")}});
}

}  // namespace contend::suites
