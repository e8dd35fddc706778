// The dict that is read without a lock, with a planted bug each. A hook stops the reader at the
// point where it matters, and another thread does there what it has always been possible that one
// does; so each bug shows on every schedule. The right rules pass in the same place.
#include <contend/core/rng.hpp>
#include <contend/model/dict/free_threaded_dict.hpp>
#include <contend/model/refcount/biased_pooled.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace contend {
namespace {

using key = std::uint64_t;

/// Stops the next that comes by, once.
struct stop {
  void operator()() noexcept {
    if (meanwhile) std::exchange(meanwhile, nullptr)();
  }
  std::function<void()> meanwhile;
};

/// What another thread does, from its beginning to its end.
template <class Body>
void elsewhere(Body body) {
  std::thread(body).join();
}

template <class V, class Rules>
using dict_of = model::basic_free_threaded_dict<key, V, model::borrowed_dict, Rules>;

using P = model::biased_pooled;
using value = P::ref<key>;

template <bool RechecksSlot, bool RechecksTable>
struct paused_rules : model::dict_rules {
  static constexpr bool rechecks_slot = RechecksSlot, rechecks_table = RechecksTable;
  static void before_counting() noexcept { pause(); }
  static inline stop pause;
};

/// A reader of key 1 stops when it has the value's address. Meanwhile key 1 is erased, which ends
/// its value, and the next object, in the same memory, goes under key 2; `first` is done before
/// that. True if the reader is given what is not key 1's.
template <class Rules, class First>
bool gives_another_keys_value(First first) {
  using dict_type = dict_of<value, Rules>;
  dict_type map(0);
  typename dict_type::handle reader(map);
  // Nobody's: so whoever erases it also ends it.
  reader.insert(1, P::make<key>(1));
  const void* const old = reader.find(1)->node();
  const void* next = nullptr;
  Rules::pause.meanwhile = [&] {
    elsewhere([&] {
      typename dict_type::handle writer(map);
      first(writer);
      EXPECT_TRUE(writer.erase(1));
      const value fresh = P::make<key>(2);
      next = fresh.node();
      EXPECT_TRUE(writer.insert(2, fresh));
    });
  };
  const auto found = reader.find(1);
  EXPECT_EQ(old, next) << "the memory was not used again: nothing is tested";
  return found.has_value();
}
constexpr auto nothing_else = [](auto&) {};
/// So that the reader is in a table that is not the dict's any more.
constexpr auto grow = [](auto& writer) {
  for (key k = 100; k < 120; ++k) EXPECT_TRUE(writer.insert(k, P::make<key>(k)));
};

TEST(dict_mutant, without_a_second_look_at_the_slot_a_reader_gets_another_keys_value) {
  EXPECT_TRUE((gives_another_keys_value<paused_rules<false, true>>(nothing_else)));
}
TEST(dict_mutant, without_a_second_look_at_the_table_a_reader_gets_another_keys_value) {
  EXPECT_TRUE((gives_another_keys_value<paused_rules<true, false>>(grow)));
}
TEST(dict_mutant, with_both_looks_it_gets_nothing) {
  EXPECT_FALSE((gives_another_keys_value<paused_rules<true, true>>(nothing_else)));
  EXPECT_FALSE((gives_another_keys_value<paused_rules<true, true>>(grow)));
}

/// Counts what it frees.
struct counting_qsbr_rules : model::qsbr_rules {
  template <class T>
  static void destroy(void* object) noexcept {
    ++freed;
    deleting::destroy<T>(object);
  }
  static inline std::atomic<unsigned> freed{0};
};
using waiting = model::basic_qsbr<counting_qsbr_rules>;
/// Says that it has freed at once, and does so when the test is over.
struct hasty : waiting {
  template <class T>
  static void retire(T* object, std::size_t = 0) {
    ++counting_qsbr_rules::freed;
    graves.emplace_back(object, [](void* o) { delete static_cast<T*>(o); });
  }
  static inline std::vector<std::unique_ptr<void, void (*)(void*)>> graves;
};
template <class Reclaimer>
struct reclaimed_rules : model::dict_rules {
  using reclaimer = Reclaimer;
  static void before_reading() noexcept { pause(); }
  static inline stop pause;
};

/// Tables that are freed while a reader is in the first of them; and in all, when it has gone on.
template <class Reclaimer>
std::pair<unsigned, unsigned> freed_under_a_reader() {
  using rules = reclaimed_rules<Reclaimer>;
  using dict_type = dict_of<key, rules>;
  counting_qsbr_rules::freed = 0;
  unsigned early = 0;
  {
    dict_type map(0);
    typename dict_type::handle reader(map);
    reader.insert(0, 7);
    rules::pause.meanwhile = [&] {
      elsewhere([&] {
        typename dict_type::handle writer(map);
        for (key k = 1; k < 2000; ++k) {
          writer.insert(k, k);
          writer.safepoint();
        }
      });
      early = counting_qsbr_rules::freed;
    };
    EXPECT_EQ(reader.find(0), 7u);
  }
  hasty::graves.clear();
  return {early, counting_qsbr_rules::freed};
}
TEST(dict_mutant, that_frees_its_tables_at_once_does_so_under_a_reader) {
  EXPECT_GT(freed_under_a_reader<hasty>().first, 0u);
}
TEST(dict_mutant, that_waits_for_its_readers_frees_all_of_them_later) {
  const auto [early, all] = freed_under_a_reader<waiting>();
  EXPECT_EQ(early, 0u);
  EXPECT_GT(all, 5u);
}

template <bool PublishesLast>
struct publishing_rules : model::dict_rules {
  static constexpr bool publishes_last = PublishesLast;
  static void before_publishing() noexcept { pause(); }
  static inline stop pause;
};
/// What a reader finds while an entry is put in.
template <class Rules>
std::optional<key> found_in_the_middle() {
  using dict_type = dict_of<key, Rules>;
  dict_type map(0);
  typename dict_type::handle writer(map);
  std::optional<key> found;
  Rules::pause.meanwhile = [&] {
    elsewhere([&] {
      typename dict_type::handle reader(map);
      found = reader.find(1);
    });
  };
  writer.insert(1, 7);
  EXPECT_EQ(writer.find(1), 7u);
  return found;
}
TEST(dict_mutant, that_publishes_an_entry_too_early_shows_a_value_that_nobody_put_there) {
  EXPECT_EQ(found_in_the_middle<publishing_rules<false>>(), 0u);
}
TEST(dict_mutant, that_publishes_it_last_shows_nothing_before) {
  EXPECT_EQ(found_in_the_middle<publishing_rules<true>>(), std::nullopt);
}

template <bool KeepsToItsTable>
struct numbering_rules : model::dict_rules {
  static constexpr bool keeps_to_its_table = KeepsToItsTable;
  static void before_reading() noexcept { pause(); }
  static inline stop pause;
};
/// Key 4 moves up to number 3 in the next table, and its old number is another's.
template <class Rules>
std::optional<key> found_across_a_resize() {
  using dict_type = dict_of<key, Rules>;
  dict_type map(0);
  typename dict_type::handle reader(map);
  for (key k = 0; k < 5; ++k) reader.insert(k, 10 + k);
  Rules::pause.meanwhile = [&] {
    elsewhere([&] {
      typename dict_type::handle writer(map);
      writer.erase(0);
      for (key k = 5; k < 9; ++k) writer.insert(k, 10 + k);
    });
  };
  return reader.find(4);
}
TEST(dict_mutant, that_takes_an_entrys_number_to_another_table_finds_another_keys_value) {
  EXPECT_EQ(found_across_a_resize<numbering_rules<false>>(), 15u);
}
TEST(dict_mutant, that_keeps_to_its_table_finds_the_right_one) {
  EXPECT_EQ(found_across_a_resize<numbering_rules<true>>(), 14u);
}

template <bool LeavesDummies>
struct erasing_rules : model::dict_rules {
  static constexpr bool leaves_dummies = LeavesDummies;
};
/// Answers that are not those of a std::unordered_map, of some thousand.
template <class Rules>
unsigned wrong_answers() {
  using dict_type = dict_of<key, Rules>;
  dict_type map(0);
  typename dict_type::handle dict(map);
  std::unordered_map<key, key> model;
  rng random(1);
  unsigned wrong = 0;
  for (unsigned i = 0; i < 5000; ++i) {
    const key k = random.below(50);
    switch (random.below(3)) {
      case 0: wrong += dict.insert(k, k) != model.emplace(k, k).second; break;
      case 1: wrong += dict.erase(k) != (model.erase(k) != 0); break;
      default: wrong += dict.find(k).has_value() != model.contains(k);
    }
  }
  return wrong;
}
TEST(dict_mutant, that_leaves_no_dummies_loses_keys) {
  EXPECT_GT(wrong_answers<erasing_rules<false>>(), 0u);
}
TEST(dict_mutant, that_leaves_dummies_loses_none) {
  EXPECT_EQ(wrong_answers<erasing_rules<true>>(), 0u);
}

}  // namespace
}  // namespace contend
