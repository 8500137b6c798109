#!/bin/sh
# A throw-away PostgreSQL cluster that lives as long as standard input stays open.
#
#   sh scripts/postgres.sh [PORT...]    prints "ready postgres://postgres@127.0.0.1:PORT", or "failed" and why
#
# A line on standard input asks to start the cluster again, after somebody killed it; the answer is the same.
# TEST_PG_SETTINGS are lines for its postgresql.conf.
#
# From bash:  coproc PG { sh scripts/postgres.sh; }; read -r state url <&"${PG[0]}"
# Whoever holds the other end of the pipe may end in any way, kill -9 included: the pipe closes, the cluster
# stops, its folder goes. TEST_PG_LOCALE chooses the collation: icu:vi (default), C.UTF-8, en_US.UTF-8, ...
# fsync stays on, because the server refuses to start without it; the folder is in memory where there is room.
set -u
trap : INT TERM HUP PIPE

fail() {
    echo failed
    printf '%s\n' "$@"
    exit 1
}

find_programs() {
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5nr) /usr/local/pgsql/bin "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
        [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] && return
    done
    fail "initdb and pg_ctl are not on this machine: install postgresql (apt-get install postgresql)," \
        "or set TEST_DATABASE_URL=postgres://USER@HOST:PORT to a server where databases may be made and dropped"
}

# PostgreSQL refuses to run as root.
choose_user() {
    user='' group='' drop=none
    [ "$(id -u)" = 0 ] || return 0
    user=nobody
    id postgres >/dev/null 2>&1 && user=postgres
    group=$(id -g "$user") || fail "there is neither a user postgres nor a user nobody to run as"
    for drop in setpriv runuser su none; do
        command -v "$drop" >/dev/null && as true >/dev/null 2>&1 && return
    done
    fail "cannot leave root: none of setpriv, runuser, su works"
}

as() {
    case $drop in
        setpriv) setpriv --reuid="$user" --regid="$group" --clear-groups "$@" ;;
        runuser) runuser -u "$user" -- "$@" ;;
        su) su -s /bin/sh -c 'exec "$@"' -- "$user" sh "$@" ;;
        none) "$@" ;;
    esac
}

# In memory where a gibibyte is free. Folders whose watchdog was killed are swept on the way.
make_folder() {
    base=${TMPDIR:-/tmp}
    [ "${#base}" -lt 60 ] && as test -x "$base" || base=/tmp
    if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 1048576 ]; then base=/dev/shm; fi
    for old in "$base"/tungnha-postgres-*; do
        [ -d "$old" ] && ! kill -0 "${old##*-}" 2>/dev/null && rm -rf "$old"
    done
    folder=$base/tungnha-postgres-$$
    data=$folder/data
    mkdir -m 700 "$folder" || fail "cannot make $folder"
    trap finish EXIT
    [ -z "$user" ] || chown "$user:$group" "$folder" || fail "cannot give $folder to $user"
    cd "$folder" || fail "cannot enter $folder"
}

finish() {
    as "$bin/pg_ctl" -D "$data" -m immediate -s stop >/dev/null 2>&1 </dev/null
    cd / && rm -rf "$folder"
}

make_cluster() {
    case $1 in
        icu:*) set -- --locale-provider=icu --icu-locale="${1#icu:}" --locale=C ;;
        *) set -- --locale="$1" ;;
    esac
    "$bin/initdb" --help | grep -q -e --no-data-checksums && set -- "$@" --no-data-checksums
    rm -rf "$data"
    as "$bin/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --no-sync "$@" >"$folder/initdb.log" 2>&1 </dev/null
}

find_programs
choose_user
make_folder

made=no
for locale in ${TEST_PG_LOCALE:-icu:vi C.UTF-8 C}; do
    make_cluster "$locale" && made=yes && break
done
[ $made = yes ] || fail "initdb with ${TEST_PG_LOCALE:-any collation}:" "$(cat "$folder/initdb.log")"

cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 200
shared_buffers = 64MB
dynamic_shared_memory_type = mmap
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
${TEST_PG_SETTINGS:-}
CONF

[ $# -gt 0 ] || set -- $(awk 'BEGIN { srand(); for (i = 0; i < 8; i++) print 20000 + int(rand() * 12000) }')
start() {
    as "$bin/pg_ctl" -D "$data" -w -s -l "$folder/log" -o "-p $port" start >/dev/null 2>&1 </dev/null
}

# What an operator does when the server will not start because its dead predecessor's number is still taken.
start_again() {
    start || { rm -f "$data/postmaster.pid" "$folder/.s.PGSQL.$port.lock" && start; }
}

for port in "$@"; do
    if start; then
        echo "ready postgres://postgres@127.0.0.1:$port"
        while read -r _; do
            start_again || fail "PostgreSQL did not start again:" "$(tail -n 20 "$folder/log")"
            echo "ready postgres://postgres@127.0.0.1:$port"
        done
        exit 0
    fi
done
fail "PostgreSQL did not start on port $*:" "$(tail -n 20 "$folder/log")"
