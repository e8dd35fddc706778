// The `contend` command: our suites under the command line.
#include <contend/driver/command_line.hpp>
#include <suites/plug.hpp>

int main(int argc, char** argv) {
  contend::catalog cases;
  contend::suites::plug_all(cases);
  return contend::driver::command_line(cases, argc, argv);
}
