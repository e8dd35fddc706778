#include <contend/linearize/text.hpp>

#include <algorithm>

namespace contend::linearize {
namespace {

constexpr std::size_t most_shown = 24;

bool takes_a_value(action a) {
  switch (a) {
    case action::find:
    case action::contains:
    case action::erase:
    case action::pop: return false;
    default: return true;
  }
}

bool answers_a_value(action a) { return a == action::find || a == action::add || a == action::pop; }

std::string answer_of(const operation& o) {
  if (o.answer == outcome::unknown) return "?";
  if (answers_a_value(o.what)) return o.answer == outcome::yes ? std::to_string(o.seen) : "none";
  if (o.what == action::push) return o.answer == outcome::yes ? "ok" : "full";
  return o.answer == outcome::yes ? "yes" : "no";
}

}  // namespace

std::string_view to_string(action a) noexcept {
  switch (a) {
    case action::find: return "find";
    case action::contains: return "contains";
    case action::insert: return "insert";
    case action::erase: return "erase";
    case action::update: return "update";
    case action::assign: return "assign";
    case action::upsert: return "upsert";
    case action::add: return "add";
    case action::push: return "push";
    case action::pop: return "pop";
  }
  return "?";
}

std::string text_of(const operation& o, std::int64_t origin) {
  std::string text = "T" + std::to_string(o.thread) + " ";
  text += to_string(o.what);
  if (takes_a_value(o.what)) text += "(" + std::to_string(o.value) + ")";
  text += "=" + answer_of(o) + " [" + std::to_string(o.call - origin) + ",";
  text += o.required() ? std::to_string(o.returned - origin) : "?";
  return text + "]";
}

std::string line_of(history all) {
  if (all.empty()) return {};
  std::stable_sort(all.begin(), all.end(),
                   [](const operation& a, const operation& b) { return a.call < b.call; });
  const std::size_t left_out = all.size() > most_shown ? all.size() - most_shown : 0;
  std::string line;
  if (left_out != 0) line = std::to_string(left_out) + " operations, and then ";
  for (std::size_t i = left_out; i < all.size(); ++i) {
    if (i != left_out) line += " | ";
    line += text_of(all[i], all.front().call);
  }
  return line;
}

}  // namespace contend::linearize
