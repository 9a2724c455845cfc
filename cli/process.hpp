// SPDX-License-Identifier: MIT
//
// The process around run(): standard streams, terminal, signals.
#pragma once

namespace cli {

[[nodiscard]] int run_process(int argc, char** argv);

}  // namespace cli
