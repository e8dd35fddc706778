#include "tide_books.hpp"

namespace contend::suites {

void tide_books::check_size(std::uint64_t size) {
  const std::uint64_t expected = elements();
  if (size == expected || !_size_wrong.empty()) return;
  _size_wrong = "size() says " + std::to_string(size) + " where nobody else is inside, and " +
                std::to_string(expected) + " elements are in";
}

void tide_books::took(phase what, std::int64_t ns, std::uint64_t count) {
  const auto time = static_cast<double>(ns);
  const auto elements = static_cast<double>(count);
  if (what == phase::drain) {
    _drain.add(time, elements);
  } else {
    (_cycles++ == 0 ? _first : _fill).add(time, elements);
  }
}

complaint tide_books::verify() const {
  if (!_size_wrong.empty()) return _size_wrong;
  std::uint64_t wrong = 0;
  for (const auto& p : _places) wrong += p->wrong;
  if (wrong != 0) {
    return std::to_string(wrong) +
           " answers about a private key were not what its only user had left there";
  }
  return std::nullopt;
}

std::vector<metric> tide_books::metrics() const {
  std::vector<metric> all{{"cycles", "fills", static_cast<double>(_cycles)}};
  if (_first.elements > 0) all.push_back({"first_fill", "ns", _first.mean()});
  if (_fill.elements > 0) all.push_back({"fill", "ns", _fill.mean()});
  if (_drain.elements > 0) all.push_back({"drain", "ns", _drain.mean()});
  return all;
}

}  // namespace contend::suites
