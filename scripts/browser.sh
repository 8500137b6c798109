#!/usr/bin/env bash
# The web app in a real browser against the real server, on one kind of database.
#
#   TUNGNHA_BIN=$PWD/target/debug/tungnha bash scripts/browser.sh sqlite|postgres
set -euo pipefail
cd "$(dirname "$0")/../web"
TUNGNHA_TEST_DB=$1 exec npm run --silent e2e
