#!/bin/sh
# SPDX-License-Identifier: MIT
#
# install_browser_tests.sh   installs what tests/browser needs: Debian's chromium, nodejs and npm if they are missing, as
#                            root or by sudo, and two packages of npm below build/. The tests exist once a build is
#                            configured after that.
set -eu

cd -- "$(dirname -- "$0")/.."
target=$PWD/build/browser-tests

missing=
command -v chromium >/dev/null || missing="$missing chromium"
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"
if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # one word a package
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core
fi

mkdir -p "$target"
cp tests/browser/package.json "$target/"
npm install --prefix "$target" --ignore-scripts --no-package-lock --no-audit --no-fund --silent
echo "The browser tests are ready: configure the build again."
