// The digest by which the page's security policy knows its own style and script.
#pragma once

#include <string>
#include <string_view>

namespace contend {

/// SHA-256 (FIPS 180-4) of the bytes, in base64: what a CSP 'sha256-...' source wants. Not meant
/// for secrets.
[[nodiscard]] std::string sha256_base64(std::string_view text);

}  // namespace contend
