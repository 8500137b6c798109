#!/usr/bin/env bash
# The web app in a real browser against the real server, on one kind of database: everything on SQLite; on PostgreSQL the phone and the
# whole story, which go through every kind of write that the apps make.
#
#   TUNGNHA_BIN=$PWD/target/debug/tungnha bash scripts/browser.sh sqlite|postgres
set -euo pipefail
cd "$(dirname "$0")/../web"
script=e2e
[ "$1" = postgres ] && script=e2e:postgres
TUNGNHA_TEST_DB=$1 exec npm run --silent "$script"
