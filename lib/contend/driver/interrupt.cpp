#include <contend/driver/interrupt.hpp>

#include <csignal>

namespace contend::driver {
namespace {

volatile std::sig_atomic_t signalled = 0;

void note(int) { signalled = 1; }

}  // namespace

interrupt_guard::interrupt_guard() {
  signalled = 0;
  struct sigaction action {};
  action.sa_handler = note;
  // Only the first one: SA_RESETHAND puts the default back for a second Ctrl-C.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

interrupt_guard::~interrupt_guard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool interrupt_guard::interrupted() noexcept { return signalled != 0; }

}  // namespace contend::driver
