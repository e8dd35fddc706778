// The cases of a program, as its `list --json` says.
#pragma once

#include <contend/driver/program.hpp>

#include <string>
#include <vector>

namespace contend::driver {

/// The curves of `list --json`, each with the threads that its case allows. Throws bad_input.
void read_cases(const std::string& listed, const std::vector<unsigned>& threads, program& into);

}  // namespace contend::driver
