#include "recipe.hpp"
#include "size_mix.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>

namespace contend::suites {
namespace {

template <class Value>
struct word {
  std::string_view text;
  Value value;
};
template <class Value>
word(std::string_view, Value) -> word<Value>;

constexpr std::array topologies{
    word{"self", topology::self},       word{"pairs", topology::pairs},
    word{"fan_out", topology::fan_out}, word{"fan_in", topology::fan_in},
    word{"random", topology::random},   word{"ring", topology::ring},
    word{"relay", topology::relay},     word{"exchange", topology::exchange}};
constexpr std::array orders{word{"fifo", free_order::fifo}, word{"lifo", free_order::lifo},
                            word{"shuffled", free_order::shuffled}};
constexpr std::array freers{word{"allocates", freer_state::allocates},
                            word{"allocated_once", freer_state::allocated_once},
                            word{"never", freer_state::never}};
constexpr std::array owners{word{"active", owner_state::active}, word{"idle", owner_state::idle},
                            word{"exited", owner_state::exited},
                            word{"replaced", owner_state::replaced}};
constexpr std::array touches{word{"none", touching::none}, word{"first", touching::first},
                             word{"all", touching::all},
                             word{"by_consumer", touching::by_consumer}};

template <class Value, std::size_t N>
Value meant(const parameters& params, std::string_view what,
            const std::array<word<Value>, N>& words) {
  const std::string& text = params.text(what);
  const auto at =
      std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.text == text; });
  if (at != words.end()) return at->value;
  std::string known;
  for (const auto& w : words) known += (known.empty() ? "" : ", ") + std::string(w.text);
  throw std::invalid_argument(std::string(what) + ":" + text + ": want one of " + known);
}

std::size_t count(const parameters& params, std::string_view what, std::int64_t least,
                  std::int64_t most) {
  const std::int64_t value = params.integer(what);
  if (value < least || value > most) {
    throw std::invalid_argument(std::string(what) + ": want " + std::to_string(least) + " to " +
                                std::to_string(most));
  }
  return static_cast<std::size_t>(value);
}

}  // namespace

recipe recipe_from(const parameters& params) {
  recipe r;
  r.way = meant(params, "topology", topologies);
  r.hops = static_cast<unsigned>(count(params, "hops", 1, 16));
  r.batch = count(params, "batch", 1, 4096);
  r.live = count(params, "live", 0, 1'000'000);
  r.order = meant(params, "order", orders);
  r.freer = meant(params, "freer", freers);
  r.owner = meant(params, "owner", owners);
  r.size = params.text("size");
  r.touch = meant(params, "touch", touches);
  check(r);
  return r;
}

void check(const recipe& r) {
  const auto refuse = [](const char* why) { throw std::invalid_argument(why); };
  if (r.batch == 0 || r.life == 0 || r.writes == 0) refuse("batch, life, writes: at least 1");
  if (r.hops != 1 && r.way != topology::ring)
    refuse("hops: only blocks of a ring have more than 1");
  const bool free_only =
      r.way == topology::pairs || r.way == topology::fan_in || r.way == topology::fan_out;
  if (r.freer == freer_state::never && !free_only) {
    refuse(
        "freer:never: only where some workers free and do nothing else (pairs, fan_in, fan_out)");
  }
  if (r.way == topology::exchange && r.touch == touching::none) {
    refuse("touch:none: a block in a shared slot must carry its own size");
  }
  if (r.way == topology::relay && r.owner != owner_state::active) {
    refuse("owner: a relay's owners are idle by themselves until their turn comes");
  }
}

unsigned makers(topology way, unsigned threads) noexcept {
  switch (way) {
    case topology::pairs: return (threads + 1) / 2;
    case topology::fan_out: return 1;
    case topology::fan_in: return threads == 1 ? 1 : threads - 1;
    default: return threads;
  }
}

recipe sized(recipe r, unsigned threads, std::uint64_t live_bytes) {
  check(r);
  const bool shared = r.way == topology::relay || r.way == topology::exchange;
  if (live_bytes != 0) {
    const double blocks = static_cast<double>(live_bytes) / size_mix(r.size, least_block).mean();
    r.live = static_cast<std::size_t>(blocks) / (shared ? 1 : makers(r.way, threads));
  }
  if (r.way == topology::relay) r.live = std::max(r.batch, r.live / r.batch * r.batch);
  return r;
}

}  // namespace contend::suites
