#!/usr/bin/env bash
# Several commands at once; what each said is shown when all have ended, and it is well when all went well.
#
#   bash scripts/side_by_side.sh "bash scripts/contract.sh sqlite" "bash scripts/contract.sh postgres"
set -uo pipefail
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
pids=()
for command in "$@"; do
    bash -c "$command" >"$logs/${#pids[@]}" 2>&1 &
    pids+=($!)
done
code=0
for n in "${!pids[@]}"; do
    wait "${pids[$n]}" || code=1
    cat "$logs/$n"
done
exit $code
