#!/usr/bin/env bash
# One script on several databases side by side: each run waits mostly for its own answers.
#
#   TUNGNHA_BIN=target/debug/tungnha bash scripts/side_by_side.sh scripts/contract.sh sqlite postgres
set -uo pipefail
script=$1
shift
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
pids=()
for kind in "$@"; do
    bash "$script" "$kind" >"$logs/$kind" 2>&1 &
    pids+=($!)
done
code=0
for n in "${!pids[@]}"; do
    kinds=("$@")
    wait "${pids[$n]}" || code=1
    echo "-- ${kinds[$n]}"
    cat "$logs/${kinds[$n]}"
done
exit $code
