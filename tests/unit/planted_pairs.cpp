#include "planted_pairs.hpp"

#include <contend/core/rng.hpp>

#include <cmath>
#include <random>
#include <utility>

namespace contend::testing {
namespace {

class host {
 public:
  host(std::uint64_t seed, const noise_model& noise) : _random(seed), _noise(noise) {}

  void next_block() { _walk += _noise.drift * _normal(_random); }
  bool coin() { return (_random() & 1) != 0; }

  double visit(double speed, bool second) {
    double log = std::log(1e6 * speed) + _walk + _noise.visit * _normal(_random);
    if (second) log += std::log1p(-_noise.second);
    if (_uniform(_random) < _noise.spike) log += std::log(0.8);
    if (_uniform(_random) < _noise.slow_share) log += std::log(0.6);
    return std::exp(log);
  }

 private:
  rng _random;
  noise_model _noise;
  std::normal_distribution<double> _normal{0, 1};
  std::uniform_real_distribution<double> _uniform{0, 1};
  double _walk = 0;
};

run_pair empty_pair(unsigned curves, const std::vector<unsigned>& threads,
                    const noise_model& noise) {
  run_pair result;
  for (unsigned c = 0; c < curves; ++c) {
    curve_pair& curve = result.curves.emplace_back();
    curve.name = "made/up/curve_" + std::to_string(c);
    for (const unsigned n : threads) {
      point_pair& p = curve.points.emplace_back();
      p.threads = n;
      if (noise.slow_share > 0) p.doubt = "two speeds";
    }
  }
  return result;
}

}  // namespace

run_pair planted_pair(std::uint64_t seed, unsigned blocks, const noise_model& noise,
                      const truth& candidate, unsigned curves,
                      const std::vector<unsigned>& threads) {
  run_pair result = empty_pair(curves, threads, noise);
  host where(seed, noise);
  for (unsigned b = 0; b < blocks; ++b) {
    where.next_block();
    for (unsigned c = 0; c < curves; ++c) {
      bool base_first = where.coin();
      for (point_pair& p : result.curves[c].points) {
        p.base[b] = where.visit(1, !base_first);
        p.candidate[b] = where.visit(candidate(c, p.threads), base_first);
        base_first = !base_first;
      }
    }
  }
  return result;
}

run_pair planted_one_after_the_other(std::uint64_t seed, unsigned blocks, const noise_model& noise,
                                     const truth& candidate) {
  run_pair result = empty_pair(6, {1, 2, 4}, noise);
  host where(seed, noise);
  for (const bool second_run : {false, true}) {
    for (unsigned b = 0; b < blocks; ++b) {
      where.next_block();
      for (unsigned c = 0; c < 6; ++c) {
        for (point_pair& p : result.curves[c].points) {
          (second_run ? p.candidate : p.base)[b] =
              where.visit(second_run ? candidate(c, p.threads) : 1, false);
        }
      }
    }
  }
  return result;
}

}  // namespace contend::testing
