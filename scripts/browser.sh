#!/usr/bin/env bash
# The web app in the browser against the server named in TUNGNHA_BIN, on one kind of database.
#
#   TUNGNHA_BIN=target/debug/tungnha bash scripts/browser.sh sqlite [TESTS...]
set -euo pipefail
TUNGNHA_BIN=$(realpath "$TUNGNHA_BIN")
export TUNGNHA_BIN TUNGNHA_TEST_DB=$1
shift
cd "$(dirname "$0")/../web"
exec node tests/e2e/run.mjs "$@"
