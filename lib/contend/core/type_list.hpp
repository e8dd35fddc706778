// Types as values: a family's designs are listed once, for its plug board and for the tests.
#pragma once

namespace contend {

template <class T>
struct type {
  using of = T;
};

template <class... T>
struct type_list {};

namespace detail {

template <class... Lists>
struct join;
template <class... A>
struct join<type_list<A...>> {
  using types = type_list<A...>;
};
template <class... A, class... B, class... Rest>
struct join<type_list<A...>, type_list<B...>, Rest...> : join<type_list<A..., B...>, Rest...> {};

template <template <class...> class Design, class... Of>
constexpr auto where_taken() {
  if constexpr (requires { typename Design<Of...>; }) {
    return type_list<Design<Of...>>{};
  } else {
    return type_list<>{};
  }
}

}  // namespace detail

/// One list of several, in that order.
template <class... Lists>
using joined = typename detail::join<Lists...>::types;

/// A design of these types, or no design where its constraints say that it takes no such types. An
/// alias template: a class template that has constraints can't be named without its arguments.
template <template <class...> class Design, class... Of>
using where_taken = decltype(detail::where_taken<Design, Of...>());

}  // namespace contend
