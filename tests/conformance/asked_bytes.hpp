// What a piece of code asks of operator new.
#pragma once

#include <cstddef>

namespace contend {

/// False under a sanitizer, which has an operator new of its own: asked_bytes() is then 0.
[[nodiscard]] bool asked_bytes_known() noexcept;

/// Bytes that the calling thread has asked of operator new so far, in this program.
[[nodiscard]] std::size_t asked_bytes() noexcept;

}  // namespace contend
