#!/bin/sh
# SPDX-License-Identifier: MIT
#
# tarball.sh   builds build/tarball/claude-tracker-VERSION-linux-MACHINE.tar.gz: the program with every library but libc in
#              it, which runs from any folder of a Linux whose libc is not older than this one's. Build it on Debian 12.
#
# It takes Debian's packages. Those that bring no archive to link with are built from Debian's sources of them.
# JOBS (2) compilers run at once.
set -eu

cd -- "$(dirname -- "$0")/.."
sh cmake/install_packages.sh build tarball
jobs=${JOBS:-2}
build=$(pwd)/build/tarball
libraries=$build/libraries

# fetch_sources PACKAGE...   unpacks Debian's sources of them into this folder. The system's own lists stay as they are.
fetch_sources() {
  mkdir -p lists/partial servers
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    case $list in
      *.list) [ ! -e "$list" ] || sed -n 's/^deb /deb-src /p' "$list" >"servers/${list##*/}.list" ;;
      *.sources) sed 's/^Types:.*/Types: deb-src/' "$list" >"servers/${list##*/}" ;;
    esac
  done
  for act in update "source $*"; do
    apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$(pwd)/servers" \
      -o Dir::State::Lists="$(pwd)/lists" -o Dir::Cache="$(pwd)/cache" -o APT::Sandbox::User="$(id -un)" \
      -o Acquire::Retries=3 $act
  done
}

if [ ! -e "$libraries/made" ]; then
  rm -rf "$libraries"
  mkdir -p "$libraries/from"
  (cd "$libraries/from" && fetch_sources fmtlib howardhinnant-date)
  for source in "$libraries"/from/*/CMakeLists.txt; do
    # The options of each are unknown to the other. Those of date are Debian's.
    cmake -S "$(dirname "$source")" -B "$(dirname "$source")/build" -G Ninja --no-warn-unused-cli \
      -D CMAKE_BUILD_TYPE=Release -D CMAKE_POSITION_INDEPENDENT_CODE=ON -D BUILD_SHARED_LIBS=OFF \
      -D CMAKE_INSTALL_PREFIX="$libraries" -D FMT_TEST=OFF -D FMT_DOC=OFF \
      -D BUILD_TZ_LIB=ON -D USE_SYSTEM_TZ_DB=ON -D COMPILE_WITH_C_LOCALE=ON
    cmake --build "$(dirname "$source")/build" -j "$jobs" --target install
  done
  touch "$libraries/made"
fi

cmake -S . -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Release -D CLAUDE_TRACKER_STATIC=ON -D CLAUDE_TRACKER_TESTS=OFF \
  -D CMAKE_PREFIX_PATH="$libraries"
cmake --build "$build" -j "$jobs"
rm -f "$build"/*.tar.gz
(cd "$build" && umask 022 && cpack)
tarball=$(ls "$build"/claude-tracker-*.tar.gz)

# What it is for: it runs elsewhere, and needs nothing but libc.
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
tar -xzf "$tarball" -C "$elsewhere" --strip-components=1
"$elsewhere/bin/claude-tracker" --version
needed=$(ldd "$elsewhere/bin/claude-tracker" | awk '{ print $1 }')
for library in $needed; do
  case $library in
    linux-vdso.so.* | libc.so.* | libm.so.* | */ld-linux*) ;;
    *)
      echo "tarball.sh: error: the program needs $library" >&2
      exit 1
      ;;
  esac
done
cmake -D READELF=readelf -D PROGRAM="$elsewhere/bin/claude-tracker" -D FORTIFIED=ON -P cmake/check_hardening.cmake
echo "$tarball"
