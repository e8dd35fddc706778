// The whole of contend over a catalogue that has one case more.
#include "increments.hpp"

#include <contend/driver/command_line.hpp>
#include <contend/harness/stress.hpp>
#include <suites/plug.hpp>

#include <cstdio>
#include <cstring>

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "harness") == 0) {
    // The harness alone, as a unit test of one's own would use it.
    const auto r = contend::harness::stress(
        [](const contend::setting& s) {
          return std::make_unique<contend::load_of<increments<mutexed_counter>>>(s);
        },
        {.threads = 4, .rounds = 1000});
    std::printf("%llu operations\n", static_cast<unsigned long long>(r.total.succeeded));
    return r.wrong || r.total.succeeded != 4000 ? 1 : 0;
  }
  contend::catalog cases;
  contend::suites::plug_all(cases);
  contend::suite mine(cases, "mine");
  mine.add<increments<mutexed_counter>>();
  return contend::driver::command_line(cases, argc, argv);
}
