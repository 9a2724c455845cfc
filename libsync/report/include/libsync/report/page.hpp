// SPDX-License-Identifier: MIT
//
// A daybook as one page of HTML that needs nothing else: no network, no script, no font. Pure. Everything from outside
// is escaped.
#pragma once

#include <libsync/report/daybook.hpp>

#include <string>

namespace libsync::report {

[[nodiscard]] std::string page_of(const Daybook& book);

}  // namespace libsync::report
