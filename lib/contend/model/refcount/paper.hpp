// Biased reference counting as it was published.
#pragma once

#include <contend/model/refcount/handle.hpp>
#include <contend/model/refcount/paper_ops.hpp>
#include <contend/subject/counted.hpp>

#include <utility>

namespace contend::model {

/// Biased counting as in Choi, Shull and Torrellas. What differs from CPython's (biased.hpp):
///  - the word: 8 bytes with narrow fields, so that counts may overflow and thread ids run out;
///    paper_overflow.hpp and paper_ids.hpp say what happens then;
///  - a foreigner's drop goes to the owner's list when it makes the shared count negative, and
///    counts; CPython's is donated uncounted. So one visit of the owner serves all foreign drops;
///  - an owner's last drop always costs an exchange, even where no foreigner ever came.
/// What is the same: an owner that blocks frees nothing; a thread that is no member owns nothing.
template <class Rules>
struct basic_paper_count {
  static constexpr subject_info info{
      .name = "biased_paper",
      .title = "biased count, as published",
      .source = "Choi, Shull, Torrellas, PACT 2018, Algorithms 2 to 4",
      .progress = progress::blocking,
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::owner,
      .object_bytes = sizeof(paper_header),
      .cannot =
          "free what others dropped while its owner blocks; keep more than 8191 references "
          "in its word"};

  using rules = Rules;
  using ops = paper_ops<Rules>;
  using thread = owner_membership<typename ops::queue>;

  template <class T>
  struct node : paper_header {
    template <class... A>
    explicit node(A&&... args)
        : paper_header(&type_record, ops::queue::self()), value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { ops::increment(*n); }
    static void down(node* n) noexcept { ops::decrement(*n); }

    static constexpr paper_type type_record{
        [](paper_header* h) noexcept { delete static_cast<node*>(h); }};

    T value;
  };
  template <class T>
  using ref = handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

/// The right one.
using paper_count = basic_paper_count<paper_rules>;

static_assert(counted<paper_count>);

}  // namespace contend::model
