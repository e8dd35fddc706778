#include <contend/linearize/items.hpp>

#include <unordered_map>

namespace contend::linearize {

items items_of(const history& all) {
  items result;
  std::unordered_map<std::uint64_t, std::size_t> place;
  std::vector<item> pushed;
  std::vector<const operation*> pops;
  for (const operation& o : all) {
    if (o.what == action::push) {
      if (o.answer == outcome::no) {
        result.full.push_back(o);
      } else {
        place.emplace(o.value, pushed.size());
        pushed.push_back({.in = o, .out = {.call = never, .what = action::pop}});
      }
    } else if (o.answer == outcome::yes) {
      pops.push_back(&o);
    } else if (o.answer == outcome::no) {
      result.empty.push_back(o);
    } else {
      result.pending_pop = true;
    }
  }
  for (const operation* pop : pops) {
    const auto found = place.find(pop->seen);
    const std::string value = std::to_string(pop->seen);
    if (found == place.end()) {
      result.wrong = {value + " came out and never went in", {*pop}};
      return result;
    }
    item& it = pushed[found->second];
    if (!it.stayed()) {
      result.wrong = {value + " came out twice", {it.in, it.out, *pop}};
      return result;
    }
    it.out = *pop;
    if (precedes(it.out, it.in)) {
      result.wrong = {value + " came out before it went in", {it.out, it.in}};
      return result;
    }
  }
  for (const item& it : pushed) {
    if (it.in.required() || !it.stayed()) {
      result.all.push_back(it);
    } else {
      result.pending_pushes.push_back(it.in);
    }
  }
  return result;
}

}  // namespace contend::linearize
