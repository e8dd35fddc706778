// Who owns and who drops: what biased counts and their like depend on.
#include "cross_drop.hpp"
#include "foreign_share.hpp"
#include "migration.hpp"
#include "plugs.hpp"
#include "telling_designs.hpp"

namespace contend::suites {
namespace {

const std::vector<std::string> shares{"0", "25", "50", "75", "100"};
const std::string section_7_5 = "pact18-section7.5";

}  // namespace

void plug_refcount_ownership(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    s.add<foreign_share<D>>({{"foreign", shares}});
  });
  s.over(telling_designs{}, [&]<class D>(type<D>) {
    s.add<migration<D>>();
    if constexpr (mortal<D>) {
      s.add<cross_drop<D>>(
          {{"remote", shares}, {"counts", {"8"}}, {"live", {"64"}}, {"per_maker", {"1"}}});
    }
  });

  // How often an object is counted in the paper's load is not known here, and the crossing moves
  // with it: hence three values, each with an answer of its own.
  s.over<model::atomic_count, model::biased_count, model::paper_count>([&]<class D>(type<D>) {
    s.add<cross_drop<D>>(
        {{"remote", {"0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"}},
         {"counts", {"2", "3", "4"}},
         {"live", {"1000000"}},
         {"per_maker", {"2"}}},
        section_7_5);
  });
}

void ask_refcount_ownership(catalog& c) {
  const auto crosses = [](std::string title, std::string about, std::string load,
                          std::string parameter, std::string subject) {
    return crossing_question{.title = std::move(title),
                             .about = std::move(about),
                             .workload = "refcount/" + std::move(load),
                             .parameter = std::move(parameter),
                             .subject = std::move(subject),
                             .rival = "atomic",
                             .threads = 2,
                             .falls = true};
  };
  c.ask(crosses("Foreign counts that a biased count bears",
                "The share of counts by one foreigner from which on an atomic count is faster.",
                "foreign_share", "foreign", "biased"));
  c.add(preset{
      .name = section_7_5,
      .title = "A second thread drops a share R of a million objects",
      .source = "Choi, Shull, Torrellas, PACT 2018, section 7.5: biased loses from R = 75 % on",
      .threads = {2},
      .ratios = {},
      .crossings = {
          crosses("Where foreign drops eat the gain: CPython's biased count",
                  "The share of objects dropped by another thread from which on an atomic count "
                  "is faster. Each drop there is a queue entry and a merge.",
                  "cross_drop", "remote", "biased"),
          crosses("Where foreign drops eat the gain: the published biased count",
                  "The same with the paper's own word and queue; the paper finds 75 %.",
                  "cross_drop", "remote", "biased_paper"),
      }});
}

}  // namespace contend::suites
