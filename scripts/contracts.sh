#!/usr/bin/env bash
# The contract on several databases side by side: each run waits mostly for its own answers.
#
#   TUNGNHA_BIN=target/debug/tungnha bash scripts/contracts.sh sqlite postgres
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
pids=()
for kind in "$@"; do
    bash "$top/scripts/contract.sh" "$kind" >"$logs/$kind" 2>&1 &
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
