// The user gave something that can't be used.
#pragma once

#include <stdexcept>

namespace contend {

/// Becomes one line on stderr and exit code 2. what() says what is wrong and where, in one line.
struct bad_input : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace contend
