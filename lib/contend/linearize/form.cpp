#include <contend/linearize/form.hpp>
#include <contend/linearize/text.hpp>

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace contend::linearize {
namespace {

std::string about(const operation& o, const char* what) {
  return "the history is malformed: " + text_of(o, o.call) + ", called at " +
         std::to_string(o.call) + " ns, " + what;
}

bool of_a_queue(action a) { return a == action::push || a == action::pop; }

}  // namespace

std::optional<std::string> malformed(const history& all, object which) {
  std::vector<const operation*> sorted;
  sorted.reserve(all.size());
  std::unordered_set<std::uint64_t> pushed;
  for (const operation& o : all) {
    if (o.returned < o.call) return about(o, "returned before that");
    if (o.required() && o.answer == outcome::unknown) return about(o, "returned without an answer");
    if (!o.required() && o.answer != outcome::unknown)
      return about(o, "answered, but did not return");
    if (of_a_queue(o.what) != (which == object::queue)) {
      return about(o, which == object::queue ? "is no operation of a queue"
                                             : "is no operation of a container");
    }
    if (o.what == action::push && o.answer != outcome::no && !pushed.insert(o.value).second) {
      return about(o, "pushes a value that another push has, too");
    }
    sorted.push_back(&o);
  }
  std::sort(sorted.begin(), sorted.end(), [](const operation* a, const operation* b) {
    return a->thread != b->thread ? a->thread < b->thread
           : a->call != b->call   ? a->call < b->call
                                  : a->returned < b->returned;
  });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const operation &before = *sorted[i - 1], &o = *sorted[i];
    if (before.thread != o.thread || before.returned <= o.call) continue;
    return about(o, before.required() ? "overlaps another of its thread"
                                      : "follows one of its thread that did not return");
  }
  return std::nullopt;
}

void require_well_formed(const history& all, object which) {
  if (const auto wrong = malformed(all, which)) throw std::invalid_argument(*wrong);
}

}  // namespace contend::linearize
