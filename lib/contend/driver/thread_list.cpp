#include <contend/driver/thread_list.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/driver/comma_list.hpp>
#include <contend/driver/plan.hpp>
#include <contend/host/plan_threads.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace contend::driver {

std::vector<unsigned> parse_threads(const std::string& text, const host::topology& where) {
  if (text == "auto") return host::auto_threads(where);
  std::vector<unsigned> threads;
  for (const std::string& part : split_at_commas(text)) {
    unsigned n = 0;
    const char* const last = part.data() + part.size();
    const auto [end, error] = std::from_chars(part.data(), last, n);
    if (error != std::errc{} || end != last || n == 0 || n > most_threads) {
      throw bad_input(
          fmt::format("--threads: '{}' is no thread count from 1 to {}; write 1,2,4 or auto", part,
                      most_threads));
    }
    threads.push_back(n);
  }
  std::sort(threads.begin(), threads.end());
  threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
  return threads;
}

}  // namespace contend::driver
