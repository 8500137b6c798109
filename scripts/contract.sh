#!/usr/bin/env bash
# Holds the running server against its OpenAPI document: all checks of schemathesis, 30 examples an operation on SQLite and 20 on
# PostgreSQL, where what the routes themselves do is the same.
#
#   TUNGNHA_BIN=target/debug/tungnha bash scripts/contract.sh sqlite|postgres
set -euo pipefail
kind=${1:?sqlite or postgres}
bin=$(realpath "${TUNGNHA_BIN:?the built program}")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
cleanup() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap cleanup EXIT

case "$kind" in
sqlite) export DATABASE_URL="sqlite:$work/contract.db" ;;
postgres)
    if [ -n "${TEST_DATABASE_URL:-}" ]; then
        url=${TEST_DATABASE_URL%/}
    else
        coproc PG { sh "$top/scripts/postgres.sh"; }
        read -r state url <&"${PG[0]}"
        [ "$state" = ready ] || { echo "no PostgreSQL: $url"; exit 1; }
    fi
    name="contract_$$"
    psql -q "$url/postgres" -c "CREATE DATABASE $name"
    export DATABASE_URL="$url/$name"
    ;;
*) echo "sqlite or postgres"; exit 2 ;;
esac

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export TUNGNHA_KEYS="$work/keys" TUNGNHA_LISTEN="127.0.0.1:$port" TUNGNHA_MAIL_FOLDER="$work/mail" RUST_LOG=warn
"$bin" demo --sample small --prepare-only --json >"$work/users.json"
"$bin" serve 2>"$work/log" &
server=$!
base="http://127.0.0.1:$port"

# Waits for the server, gives one user every right there is, and prints two tokens and the id of a province.
settings=$(python3 - "$base" "$work/users.json" <<'PY'
import json, sys, time, urllib.error, urllib.request
base, users = sys.argv[1], json.load(open(sys.argv[2]))["users"]

def call(method, path, body=None, token=None):
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("content-type", "application/json")
    if token:
        request.add_header("authorization", "Bearer " + token)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"null") if answer.headers.get_content_type() == "application/json" else None

for _ in range(200):
    try:
        call("GET", "/readyz")
        break
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.1)
find = lambda role: next(u for u in users if u["role"] == role)
sign_in = lambda u: call("POST", "/api/v1/sessions", {"username": u["username"], "password": u["password"]})
admin, board = sign_in(find("system_admin")), sign_in(find("province_board"))
country = call("GET", "/api/v1/areas?code=VN", token=admin["access_token"])["items"][0]["id"]
province = call("GET", "/api/v1/areas?code=96&on=2026-11-25", token=admin["access_token"])["items"][0]["id"]
for role in ("system_admin", "auditor", "analyst"):
    call("POST", f"/api/v1/users/{board['user']['id']}/grants", {"role": role, "area_id": country}, admin["access_token"])
print(board["access_token"], sign_in(find("auditor"))["access_token"], province)
PY
)
read -r CONTRACT_TOKEN CONTRACT_TOKEN_TO_END CONTRACT_AREA <<<"$settings"
export CONTRACT_TOKEN CONTRACT_TOKEN_TO_END CONTRACT_AREA

code=0
examples=30
[ "$kind" = postgres ] && examples=20
cd "$work" # what the tool keeps between runs goes with the folder
st --config-file "$top/tests/contract/schemathesis.toml" run "$base/api/v1/openapi.json" --checks all \
    --phases examples,coverage,fuzzing,stateful --max-examples "$examples" --workers 1 --no-color || code=$?
if grep -q "a request failed\|panicked" "$work/log"; then
    echo "the server's log has failures:"
    grep "a request failed\|panicked" "$work/log" | head -20
    code=1
fi
if [ "$kind" = postgres ]; then
    kill "$server"; wait "$server" 2>/dev/null || true; server=
    psql -q "$url/postgres" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"
fi
exit $code
