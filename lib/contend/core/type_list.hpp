// Types as values: a family's designs are listed once, for its plug board and for the tests.
#pragma once

namespace contend {

template <class T>
struct type {
  using of = T;
};

template <class... T>
struct type_list {};

}  // namespace contend
