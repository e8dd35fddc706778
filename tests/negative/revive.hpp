// Objects with a finaliser that revives them, as Python's have.
#pragma once

#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/model/refcount/biased.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace contend::negative {

/// A biased count whose objects are finalised before they are destroyed: when the last reference
/// is gone, `value.finalise(reference)` is called once, with a new one that it may keep
/// (PyObject_CallFinalizerFromDealloc).
template <class Rules>
struct reviving : model::basic_biased_count<Rules> {
  using base = model::basic_biased_count<Rules>;

  template <class T>
  struct node : model::biased_header {
    template <class... A>
    explicit node(A&&... args)
        : biased_header(&type_record, model::biased_queue<Rules>::self()),
          value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { base::ops::increment(*n); }
    static void down(node* n) noexcept { base::ops::decrement(*n); }
    static void end(biased_header* h) noexcept {
      node* n = static_cast<node*>(h);
      if (std::exchange(n->finalised, true)) {
        delete n;
      } else {
        up(n);
        n->value.finalise(model::handle<node>::adopt(n));
      }
    }
    static constexpr model::biased_type type_record{&end};

    bool finalised = false;
    T value;
  };
  template <class T>
  using ref = model::handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

/// Each worker makes objects and drops them; they come back, and are dropped again.
template <class P>
class revive {
 public:
  using subject = P;
  static constexpr std::string_view name = "revive";
  static constexpr card about{
      .title = "Revived by the finaliser",
      .operation = "make an object, drop it, drop what its finaliser kept",
      .models = "__del__ that stores self",
      .frees = "the owner",
      .exposes = "a death that cannot be undone halfway",
      .not_for = "timing",
      .source = "CPython issue 121794",
      .breaks = "the planted bug",
  };

  explicit revive(const setting&) {}

 private:
  struct undying {
    using reference = typename P::template ref<undying>;
    undying(ledger& book, reference& into) : life(book), keeper(into) {}
    void finalise(reference r) { keeper = std::move(r); }
    tracked life;
    reference& keeper;
  };

 public:
  class worker {
   public:
    worker(revive& load, const seat&) : _load(load) {}

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        P::template make<undying>(_load._book, _again).reset();
        if (_again) _load._revived.born();
        _again.reset();
      }
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    revive& _load;
    [[no_unique_address]] typename P::thread _membership;
    typename P::template ref<undying> _again;
  };

  complaint verify() {
    if (_revived.total_born() == 0) return "nothing was revived";
    return _book.verify();
  }

 private:
  ledger _book, _revived;
};

}  // namespace contend::negative
