#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check.sh   installs what is needed, builds everything with warnings as errors and runs all tests.
#
# JOBS (2) compilers run at once: some files take a gigabyte each.
set -eu

cd -- "$(dirname -- "$0")/.."
sh cmake/install_packages.sh build test
cmake --preset ci
cmake --build --preset ci -j "${JOBS:-2}"
sh cmake/memory_folder.sh ctest --preset ci -j "$(nproc)"
