#!/bin/sh
# SPDX-License-Identifier: MIT
#
# quickstart.sh   builds claude-tracker and shows what it does: sample transcripts become a timesheet in a Clockify that
#                 runs on this machine. Everything happens below build/; nothing of yours is read or written.
set -eu

cd -- "$(dirname -- "$0")/.."
root=$(pwd)
trial=$root/build/quickstart
log=$trial/build.log
programs=$root/build/release
sandbox_state=$trial/sandbox
last_day=2026-11-06 # of the sample transcripts

heading() {
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    printf '\n\033[1m== %s\033[0m\n\n' "$1"
  else
    printf '\n== %s\n\n' "$1"
  fi
}

quietly() {
  if ! "$@" >>"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "quickstart.sh: error: \`$*\` failed; the whole output is in $log" >&2
    exit 1
  fi
}

sandbox() {
  command=$1
  shift
  "$programs/tests/support/clockify-sandbox" "$command" --state-dir "$sandbox_state" "$@"
}

# Shows the command and runs it in a home of its own.
tracker() {
  echo "\$ claude-tracker $*"
  env -i PATH="$PATH" HOME="$trial/home" LANG=C.UTF-8 TERM="${TERM:-dumb}" ${NO_COLOR:+NO_COLOR=1} \
    ${CLOCKIFY_API_KEY:+CLOCKIFY_API_KEY="$CLOCKIFY_API_KEY"} "$programs/cli/claude-tracker" "$@"
}

unset CLOCKIFY_API_KEY
sh cmake/install_packages.sh build test

rm -rf "$trial"
mkdir -p "$trial/home/.claude/projects" "$trial/home/.config/claude-tracker"
config=$trial/home/.config/claude-tracker/config.toml

echo "Building (a few minutes; the output goes to $log)"
quietly cmake --preset release
quietly cmake --build --preset release -j "${JOBS:-2}" --target claude-tracker clockify-sandbox

heading "Sessions of a coding agent, and a config that maps their folders to Clockify's projects"
cp -R tests/data/sample-transcripts/. "$trial/home/.claude/projects/"
cp tests/data/sample-config.toml "$config"
cat "$config"
echo
tracker import

heading "What would be sent"
tracker sync --dry-run --until $last_day

heading "A Clockify on this machine"
trap 'sandbox stop' EXIT
trap 'exit 130' INT TERM
sandbox serve --background --time-zone Europe/Berlin
. "$sandbox_state/sandbox.env"
export CLOCKIFY_API_KEY
awk -v url="$CLOCKIFY_SANDBOX_BASE_URL" -v ca="$CLOCKIFY_SANDBOX_CA_FILE" '
  { print }
  $1 == "[sync]" { printf "base_url = \"%s\"\nca_file  = \"%s\"\n", url, ca }' \
  tests/data/sample-config.toml >"$config"

heading "The timesheet is sent"
tracker sync --yes --until $last_day

heading "Once more: everything is there, so no request is made"
tracker sync --yes --until $last_day

heading "What Clockify holds now"
sandbox timesheet

heading "Your own timesheet"
cat <<END
  export PATH="$programs/cli:\$PATH"
  claude-tracker init               asks for your API key (Clockify: Profile settings, Manage API keys), your work hours
                                    and a project for each folder, and writes the config
  claude-tracker sync --dry-run     shows what would be sent
  claude-tracker sync               sends it
END
