# Sourced after expect.bash by scripts that need a server of PostgreSQL: Debian's, in a folder of its own, reached by a socket there.
#   postgresql_start || exit 0     # says why, and fails, where there is no server
#   postgresql_kill                # SIGKILL, as when the machine dies; postgresql_start begins again where it left off
# $postgresql_url is its database. The server ends with the script.
postgresql_folder=
postgresql_url=

postgresql_programs() { printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1 | xargs dirname; }

# The server refuses to run as root.
postgresql_as_user() {
  if ((EUID == 0)); then (cd "$postgresql_folder" && setpriv --reuid postgres --regid postgres --clear-groups "$@"); else "$@"; fi
}

postgresql_make() {
  [[ -x $(postgresql_programs)/initdb ]] || { echo 'skipped: there is no server of PostgreSQL (apt-get install postgresql)' >&2; return 1; }
  postgresql_folder=$(mktemp -d)
  ((EUID != 0)) || chown postgres "$postgresql_folder" || return 1
  postgresql_as_user "$(postgresql_programs)/initdb" -D "$postgresql_folder/data" -A trust -U nilgrad -E UTF8 --locale=C --no-sync \
    >"$postgresql_folder/initdb.log" 2>&1 || { cat "$postgresql_folder/initdb.log" >&2; return 1; }
  postgresql_url="postgresql://nilgrad@/postgres?host=$postgresql_folder"
  trap 'postgresql_kill; rm -rf "$postgresql_folder" "${scratch:-}"' EXIT
}

postgresql_start() {
  [[ -n $postgresql_folder ]] || postgresql_make || return 1
  local try
  for try in {1..100}; do # after a kill the old processes need a moment to notice it
    postgresql_as_user "$(postgresql_programs)/pg_ctl" -D "$postgresql_folder/data" -w -t 60 -l "$postgresql_folder/log" \
      -o "-k $postgresql_folder -c listen_addresses= -c max_connections=60 -c shared_buffers=32MB" start \
      >>"$postgresql_folder/pg_ctl.log" 2>&1 </dev/null && return 0
    sleep .1
  done
  cat "$postgresql_folder/pg_ctl.log" "$postgresql_folder/log" >&2
  return 1
}

postgresql_kill() {
  local server
  server=$(head -n 1 "$postgresql_folder/data/postmaster.pid" 2>/dev/null) || return 0
  [[ -z $server ]] || kill -9 "$server" 2>/dev/null
}
