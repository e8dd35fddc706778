// The suppression matches by file name and on the innermost frame.
#include "boost/lockfree/planted_link.hpp"

#include <thread>

int main() {
  std::thread other(planted_link);
  planted_link();
  other.join();
}
