// The count that is not there: what counting less can win at most.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/subject/counted.hpp>
#include <contend/subject/immortal.hpp>

#include <utility>

namespace contend::model {

/// All objects that will be destroyed at the end, by type. One link an object and nothing else.
class immortals {
 public:
  struct link {
    link* next = nullptr;
  };
  /// The objects of one type. Of static storage duration; knows itself to all() from the first
  /// object on.
  struct kind {
    void (*destroy)(link*) noexcept;
    atomic<link*> objects{nullptr};
    atomic<bool> known{false};
    kind* next = nullptr;
  };

  /// Any thread.
  static void keep(kind& of, link* object) noexcept {
    push(of.objects, object);
    // Relaxed: who sees it set has nothing to do, and who sets it publishes by push().
    if (!of.known.load(memory_order_relaxed) && !of.known.exchange(true, memory_order_relaxed)) {
      push(_kinds, &of);
    }
  }

  /// No other thread is left. Also destroys what destructors make.
  static void destroy_all() noexcept {
    for (bool again = true; again;) {
      again = false;
      // (2) acquire, partner (1): the kind's link.
      for (kind* k = _kinds.load(memory_order_acquire); k != nullptr; k = k->next) {
        // (3) acquire, partner (1): the objects, as their makers left them.
        link* object = k->objects.exchange(nullptr, memory_order_acquire);
        while (object != nullptr) {
          again = true;
          k->destroy(std::exchange(object, object->next));
        }
      }
    }
  }

 private:
  template <class Item>
  static void push(atomic<Item*>& top, Item* item) noexcept {
    // Relaxed: the value is only what (1) expects.
    Item* seen = top.load(memory_order_relaxed);
    do {
      item->next = seen;
      // (1) release, partners (2), (3): the item and its link are in place. Relaxed on failure:
      // the value is only tried again.
    } while (!top.compare_exchange_weak(seen, item, memory_order_release, memory_order_relaxed));
  }

  static inline constinit atomic<kind*> _kinds{nullptr};
};

/// An immortal object's reference is a pointer: copying it and dropping it write nothing but the
/// handle. Not a design for a program that makes objects without end: the ceiling against which
/// the others are held, and what CPython does to None, small integers and interned strings.
struct immortal_objects {
  static constexpr subject_info info{
      .name = "immortal",
      .title = "no count: immortal objects",
      .source = "CPython PEP 683 (immortal objects), without the test that tells them apart",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::teardown,
      .object_bytes = sizeof(immortals::link),
      .cannot = "free anything before the end, nor in an order that a destructor can rely on"};

  template <class T>
  struct node : immortals::link {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static inline constinit immortals::kind all{
        [](immortals::link* l) noexcept { delete static_cast<node*>(l); }};

    T value;
  };

  template <class T>
  class ref {
   public:
    ref() noexcept = default;
    explicit ref(node<T>* n) noexcept : _node(n) {}
    ref(const ref&) noexcept = default;
    ref& operator=(const ref&) noexcept = default;
    ref(ref&& other) noexcept : _node(std::exchange(other._node, nullptr)) {}
    ref& operator=(ref&& other) noexcept {
      _node = std::exchange(other._node, nullptr);
      return *this;
    }
    ~ref() = default;

    void reset() noexcept { _node = nullptr; }
    explicit operator bool() const noexcept { return _node != nullptr; }

   private:
    friend immortal_objects;
    node<T>* _node = nullptr;
  };
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    auto* const n = new node<T>(std::forward<A>(args)...);
    immortals::keep(node<T>::all, n);
    return ref<T>(n);
  }
  template <class T>
  static T& get(const ref<T>& r) noexcept {
    return r._node->value;
  }
  /// See subject/immortal.hpp: they all are.
  template <class T>
  static void immortalise(const ref<T>&) noexcept {}
  template <class T>
  static void mortalise(const ref<T>&) noexcept {}
  static void collect() noexcept { immortals::destroy_all(); }
};

static_assert(immortalising<immortal_objects> && !mortal<immortal_objects>);

}  // namespace contend::model
