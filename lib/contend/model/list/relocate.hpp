// Which types may be moved by copying their bytes and forgetting the original.
#pragma once

#include <contend/model/refcount/handle.hpp>

#include <memory>
#include <type_traits>

namespace contend::model {

/// True if moving a T to another address and ending the original is the same as a memcpy. A
/// reference that is one pointer declares itself by specialising this.
template <class T>
inline constexpr bool trivially_relocatable = std::is_trivially_copyable_v<T>;

template <class Node>
inline constexpr bool trivially_relocatable<handle<Node>> = true;

template <class T>
inline constexpr bool trivially_relocatable<std::unique_ptr<T>> = true;

}  // namespace contend::model
