#!/bin/sh
# Runs one step of the checks and says how long it took.
#
#   sh scripts/step.sh [--needs THING]... NAME COMMAND...
#
# A step whose THING (see scripts/prepare.sh) is missing is skipped, and says so; in CI it fails, so that a machine
# without PostgreSQL cannot pass for green. Only cargo-deny may be missing there.
set -u
here=$(dirname "$0")
needs=
while [ "$1" = --needs ]; do needs="$needs $2" && shift 2; done
name=$1
shift

echo
echo "== $name"
for thing in $needs; do
    why=$(sh "$here/prepare.sh" has "$thing" 2>&1) && continue
    if [ "${CI:-}" = true ] && [ "$thing" != deny ]; then
        echo "== $name: FAILED: $why"
        exit 1
    fi
    echo "== $name: SKIPPED: $why"
    exit 0
done
start=$(date +%s)
"$@"
code=$?
took=$(($(date +%s) - start))
if [ $code = 0 ]; then echo "== $name: $took s"; else echo "== $name: FAILED after $took s"; fi
exit $code
