// SPDX-License-Identifier: MIT
//
// What the errors of the layers below amount to. Pure.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/model/failure.hpp>

#include <string>

namespace libsync::store {
class StoreError;
}

namespace libsync::loop {

// What an error of Clockify's API amounts to, and the words for it: "cannot <act>: <cause>", with Clockify's own behind
// them where it gave any.
[[nodiscard]] FailureKind kind_of(const clockify::ApiError& error);
[[nodiscard]] std::string message_of(const clockify::ApiError& error, const std::string& act);

[[nodiscard]] Failure store_failure(const store::StoreError& error);

}  // namespace libsync::loop
