#include <contend/driver/thread_list.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/driver/plan.hpp>
#include <contend/host/plan_threads.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace contend::driver {

std::vector<unsigned> parse_threads(const std::string& text, const host::topology& where) {
  if (text == "auto") return host::auto_threads(where);
  std::vector<unsigned> threads;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    unsigned n = 0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + comma, n);
    if (error != std::errc{} || end != text.data() + comma || n == 0 || n > most_threads) {
      throw bad_input(
          fmt::format("--threads: '{}' is no thread count from 1 to {}; write 1,2,4 or auto",
                      text.substr(from, comma - from), most_threads));
    }
    threads.push_back(n);
    from = comma + 1;
  }
  std::sort(threads.begin(), threads.end());
  threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
  return threads;
}

}  // namespace contend::driver
