#!/bin/sh
# SPDX-License-Identifier: MIT
#
# package.sh   builds the Debian package of this system, build/package/claude-tracker_*.deb, checks it with lintian, and,
#              where it may, installs it and takes it away again.
#
# JOBS (2) compilers run at once.
set -eu

cd -- "$(dirname -- "$0")/.."
sh cmake/install_packages.sh build package
cmake -S . -B build/package -G Ninja -D CMAKE_BUILD_TYPE=Release -D CMAKE_INSTALL_PREFIX=/usr -D CLAUDE_TRACKER_TESTS=OFF
cmake --build build/package -j "${JOBS:-2}"
rm -f build/package/*.deb
(cd build/package && umask 022 && cpack)
package=$(ls "$(pwd)"/build/package/claude-tracker_*.deb)

dpkg-deb --info "$package"
dpkg-deb --contents "$package"
lintian --tag-display-limit 0 --fail-on error "$package"

if [ "$(id -u)" = 0 ] && [ -n "${INSTALL:-}" ]; then
  apt-get install -y -qq "$package"
  claude-tracker --version
  apt-get remove -y -qq claude-tracker
fi
echo "$package"
