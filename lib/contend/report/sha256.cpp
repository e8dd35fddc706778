#include <contend/report/sha256.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace contend {
namespace {

using word = std::uint32_t;
using state = std::array<word, 8>;

constexpr std::array<unsigned, 64> first_primes() {
  std::array<unsigned, 64> primes{};
  std::size_t found = 0;
  for (unsigned n = 2; found < primes.size(); ++n) {
    bool prime = true;
    for (std::size_t i = 0; i < found && prime; ++i) prime = n % primes[i] != 0;
    if (prime) primes[found++] = n;
  }
  return primes;
}

/// The first 32 bits of the fraction of the square (power 2) or cube (power 3) root of n. A binary
/// search over integers: exact, where a floating-point root need not be.
constexpr word root_fraction(unsigned n, int power) {
  __extension__ using wide = unsigned __int128;
  wide root = 0;  // of n scaled by 2^(32 power)
  for (int bit = 36; bit >= 0; --bit) {
    const wide candidate = root | (static_cast<wide>(1) << bit);
    wide raised = candidate * candidate;
    if (power == 3) raised *= candidate;
    if (raised <= static_cast<wide>(n) << (32 * power)) root = candidate;
  }
  return static_cast<word>(root);
}

constexpr state initial_state() {
  state result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = root_fraction(first_primes()[i], 2);
  return result;
}

constexpr std::array<word, 64> round_constants() {
  std::array<word, 64> result{};
  const auto primes = first_primes();
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = root_fraction(primes[i], 3);
  return result;
}

void compress(state& h, const std::uint8_t* block) {
  static constexpr auto k = round_constants();
  std::array<word, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    for (std::size_t b = 0; b < 4; ++b) w[i] = w[i] << 8 | block[4 * i + b];
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const word a = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
    const word b = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  auto [a, b, c, d, e, f, g, x] = h;
  for (std::size_t i = 0; i < 64; ++i) {
    const word s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const word t1 = x + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i];
    const word s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const word t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    x = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const state add{a, b, c, d, e, f, g, x};
  for (std::size_t i = 0; i < h.size(); ++i) h[i] += add[i];
}

std::array<std::uint8_t, 32> sha256(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.push_back(0x80);
  while (bytes.size() % 64 != 56) bytes.push_back(0);
  const std::uint64_t bits = 8 * static_cast<std::uint64_t>(text.size());
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  state h = initial_state();
  for (std::size_t at = 0; at < bytes.size(); at += 64) compress(h, bytes.data() + at);
  std::array<std::uint8_t, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

}  // namespace

std::string sha256_base64(std::string_view text) {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto digest = sha256(text);
  std::string result;
  for (std::size_t at = 0; at < digest.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (at + i < digest.size() ? digest[at + i] : 0U);
    }
    for (int shift = 18; shift >= 0; shift -= 6) result += letters[group >> shift & 63];
  }
  result.back() = '=';  // 32 bytes leave one group a byte short
  return result;
}

}  // namespace contend
