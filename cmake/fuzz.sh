#!/bin/sh
# SPDX-License-Identifier: MIT
#
# fuzz.sh TARGET|all [RUNS]   builds a fuzz target of tests/fuzz (`fuzz.sh listing`) and runs it RUNS (1000000) times.
#
# What the fuzzer learns is kept in build/fuzz/corpus/TARGET and used the next time. A finding ends the script and is
# left in build/fuzz/findings: put it into tests/fuzz/corpus/TARGET when it is fixed. SECONDS_EACH ends a target early,
# MAX_LEN bounds its inputs (1024 bytes).
set -eu

if [ $# -lt 1 ]; then
  sed -n '4,8s/^# \{0,1\}//p' "$0"
  exit 64
fi
targets=$1
runs=${2:-1000000}
cd -- "$(dirname -- "$0")/.."
if [ "$targets" = all ]; then
  targets=$(ls tests/fuzz/corpus)
fi

cmake --preset fuzz
# shellcheck disable=SC2046
cmake --build --preset fuzz -j "${JOBS:-2}" --target $(for target in $targets; do echo "${target}_fuzz"; done)

mkdir -p build/fuzz/findings
for target in $targets; do
  mkdir -p "build/fuzz/corpus/$target"
  dictionary=tests/fuzz/dictionaries/$target
  set --
  if [ -f "$dictionary" ]; then
    set -- "-dict=$dictionary"
  fi
  printf '\n== %s\n' "$target"
  "build/fuzz/tests/fuzz/${target}_fuzz" "$@" -runs="$runs" -max_len="${MAX_LEN:-1024}" -timeout=10 -rss_limit_mb=1024 \
    -max_total_time="${SECONDS_EACH:-0}" -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="build/fuzz/findings/$target-" "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target"
done
