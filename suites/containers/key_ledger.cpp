#include "key_ledger.hpp"

namespace contend::suites {

key_book& key_book::operator+=(const key_book& other) noexcept {
  draws += other.draws;
  hottest += other.hottest;
  top_ten += other.top_ten;
  lookups += other.lookups;
  hits += other.hits;
  writes += other.writes;
  updated += other.updated;
  wrong_values += other.wrong_values;
  wrong_answers += other.wrong_answers;
  inserted += other.inserted;
  erased += other.erased;
  return *this;
}

complaint key_ledger::compare(const bag& found, std::uint64_t size,
                              std::uint64_t wrong_values) const {
  const key_book sum = total();
  wrong_values += sum.wrong_values;
  if (wrong_values != 0) {
    return std::to_string(wrong_values) + " lookups returned another key's value";
  }
  if (sum.wrong_answers != 0) {
    return std::to_string(sum.wrong_answers) +
           " answers about a private key were not what its only user had left there";
  }
  bag expected = _prefilled;
  expected += sum.inserted;
  expected -= sum.erased;
  const std::string history = std::to_string(_prefilled.count) + " keys, " +
                              std::to_string(sum.inserted.count) + " inserted, " +
                              std::to_string(sum.erased.count) + " erased: ";
  if (found.count != expected.count) {
    return history + std::to_string(expected.count) + " should be there, and " +
           std::to_string(found.count) + " are";
  }
  if (found != expected) return history + "as many are there as should be, but not the same";
  if (size != expected.count) {
    return history + "size() says " + std::to_string(size) + ", a walk finds " +
           std::to_string(found.count);
  }
  return std::nullopt;
}

std::vector<metric> key_ledger::metrics() const {
  const key_book sum = total();
  const auto share = [](std::uint64_t part, std::uint64_t all) {
    return static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(all, 1));
  };
  return {{"hit_share", "share", share(sum.hits, sum.lookups)},
          {"top1_share", "share", share(sum.hottest, sum.draws)},
          {"top10_share", "share", sum.top_ten / static_cast<double>(_books.size())},
          {"effective_update_share", "share",
           share(sum.inserted.count + sum.erased.count + sum.updated, sum.writes)}};
}

key_book key_ledger::total() const {
  key_book sum;
  for (const auto& b : _books) sum += *b;
  return sum;
}

}  // namespace contend::suites
