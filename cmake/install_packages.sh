#!/bin/sh
# SPDX-License-Identifier: MIT
#
# install_packages.sh KIND...   installs the packages of these kinds (cmake/packages.txt) that are missing.
#
# On Debian 12 and 13, as root or by sudo. Elsewhere it says what is needed, and succeeds if the tools to go on are there.
set -eu

folder=$(dirname -- "$0")
os_release=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") || os_release=
id=${os_release% *}
case $os_release in
  "debian 12" | "debian 13")
    system=debian-${os_release#* }
    ;;
  fedora* | arch*)
    system=$id
    ;;
  *)
    if command -v brew >/dev/null && ! command -v dpkg-query >/dev/null; then system=brew; else system=debian-13; fi
    ;;
esac

# names_for SYSTEM KIND...   what the packages of these kinds are called there
names_for() {
  on=$1
  shift
  for kind in "$@"; do
    awk -v kind="$kind" -v on="$on" '
      function flush() { if (name != "" && name != "-") print name; name = "" }
      /^#/ { next }
      /^[^ ]/ { flush(); if ($1 == kind) name = $2; next }
      name != "" { for (i = 1; i <= NF; ++i) if (index($i, on "=") == 1) name = substr($i, length(on) + 2) }
      END { flush() }' "$folder/packages.txt"
  done
}

has_package() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

wanted=$(names_for "$system" "$@")
missing=
if command -v dpkg-query >/dev/null; then
  for package in $wanted; do
    has_package "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || exit 0
else
  missing=" $(echo $wanted)"
fi

if [ "$os_release" = "debian 12" ] || [ "$os_release" = "debian 13" ]; then
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null; then
    as_root=sudo
  else
    as_root=none
  fi
  if [ "$as_root" != none ]; then
    log=$(mktemp)
    echo "Installing$missing"
    if $as_root apt-get update -qq >"$log" 2>&1 &&
      $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Acquire::Retries=3 \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        --no-install-recommends $missing >>"$log" 2>&1 </dev/null; then # a setting that is there already stays
      rm -f "$log"
      exit 0
    fi
    tail -n 20 "$log" >&2
    echo "install_packages.sh: error: cannot install the packages; the whole output is in $log" >&2
    exit 1
  fi
  echo "These packages are missing, and there is neither root nor sudo to install them:" >&2
else
  echo "This is neither Debian 12 nor 13. These packages are needed:" >&2
fi
case $system in
  fedora) installer="dnf install" ;;
  arch) installer="pacman -S --needed" ;;
  brew) installer="brew install" ;;
  *) installer="apt-get install" ;;
esac
echo "  $installer$missing" >&2
for tool in cmake ninja c++; do
  if ! command -v $tool >/dev/null; then
    echo "install_packages.sh: error: cannot go on without $tool" >&2
    exit 1
  fi
done
echo "Going on with what is there." >&2
