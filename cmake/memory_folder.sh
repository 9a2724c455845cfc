#!/bin/sh
# SPDX-License-Identifier: MIT
#
# memory_folder.sh COMMAND...   runs the command with TMPDIR in a file system in memory, where there is one with room
# whose programs may be run: tests of a durable store wait for the disk far more than they work.
set -eu

free_kib=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${free_kib:-0}" -ge 4000000 ] && folder=$(mktemp -d /dev/shm/claude-tracker-XXXXXX); then
  chmod 755 "$folder" # as /tmp is for tests that run as another user
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\n' >"$folder/program" && chmod +x "$folder/program"
  if "$folder/program" 2>/dev/null; then
    export TMPDIR="$folder"
  fi
fi
"$@"
