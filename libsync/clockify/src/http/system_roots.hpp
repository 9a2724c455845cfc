// SPDX-License-Identifier: MIT
//
// Where a system keeps the certificates that it trusts. OpenSSL looks where the system it was built for has them; a
// program that it was linked into may run on another one.
#pragma once

#include <filesystem>
#include <span>

namespace libsync::clockify {

// The first of `bundles` (PEM) that is there, when nothing of what OpenSSL looks at is; otherwise empty.
[[nodiscard]] std::filesystem::path roots_elsewhere(std::span<const std::filesystem::path> looked_at,
                                                    std::span<const std::filesystem::path> bundles);

// The same for this machine. Empty as well when SSL_CERT_FILE or SSL_CERT_DIR tells OpenSSL where to look.
[[nodiscard]] std::filesystem::path system_roots_elsewhere();

}  // namespace libsync::clockify
