#include <contend/catalog/design_notes.hpp>

#include <initializer_list>
#include <string_view>

namespace contend {
namespace {

std::string bytes(std::size_t n) { return std::to_string(n) + " B"; }

void add_limit(std::string& notes, std::string_view cannot) {
  if (cannot.empty()) return;
  if (cannot.ends_with('.')) cannot.remove_suffix(1);
  notes.append("; cannot: ").append(cannot);
}

std::string words(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

}  // namespace

std::string notes_of(const counted_traits& t) {
  std::string notes =
      words({"An object is destroyed by ", to_string(t.destroyed_by), "; ", bytes(t.object_bytes),
             " an object beside its value, ", bytes(t.handle_bytes), " a handle"});
  add_limit(notes, t.cannot);
  return notes;
}

std::string notes_of(const weak_traits& t) {
  std::string notes =
      words({"Weak references: upgrading is ", to_string(t.upgrading), "; ", bytes(t.first_bytes),
             " for an object's first, ", bytes(t.further_bytes), " for each further one"});
  add_limit(notes, t.cannot);
  return notes;
}

std::string notes_of(const slot_traits& t) {
  std::string notes =
      words({"Slots: loading is ", to_string(t.loading), ", storing is ", to_string(t.storing)});
  add_limit(notes, t.cannot);
  return notes;
}

std::string notes_of(const reclaimer_traits& t) {
  std::string notes = words({"A stalled reader holds back ",
                             t.bounded_garbage ? "a bounded amount" : "all that comes after it",
                             t.needs_safepoints ? "; every member must reach safepoints" : ""});
  add_limit(notes, t.cannot);
  return notes;
}

std::string notes_of(const dictionary_info& t) {
  std::string notes =
      words({"Lookups are ", to_string(t.lookup), ", by ", t.by_reference ? "reference" : "copy",
             "; a walk: ", to_string(t.walk), t.grows ? "" : "; does not grow",
             t.concurrent_erase ? "" : "; erase runs alone"});
  add_limit(notes, t.cannot);
  return notes;
}

}  // namespace contend
