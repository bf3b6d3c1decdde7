#!/usr/bin/env bash
# roles.sh: the two roles of a new database, run as its superuser: by PostgreSQL's image on its first start, elsewhere
# once by hand (`sudo -u postgres OWNER_PASSWORD=… SITE_PASSWORD=… deploy/roles.sh`). Safe to repeat.
# fayuan_owner owns the tables: `prepare`, rotate_keys, backup and restore sign in as it. fayuan is who web and worker
# are: rows, and nothing of the tables themselves; `prepare` gives it its rights (manage.py grant_rights).
# Where all belonged to fayuan before: OWNED_BEFORE=yes hands its tables over to fayuan_owner.
set -euo pipefail
: "${OWNER_PASSWORD:?set OWNER_PASSWORD}" "${SITE_PASSWORD:?set SITE_PASSWORD}"
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v database="${POSTGRES_DB:-fayuan}" -v owner="$OWNER_PASSWORD" -v site="$SITE_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE fayuan_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fayuan_owner') \gexec
SELECT 'CREATE ROLE fayuan' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fayuan') \gexec
ALTER ROLE fayuan_owner LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'owner';
ALTER ROLE fayuan LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'site';
SELECT format('CREATE DATABASE %I OWNER fayuan_owner', :'database')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
ALTER DATABASE :"database" OWNER TO fayuan_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO fayuan;
SQL
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-fayuan}" <<SQL
$([ "${OWNED_BEFORE:-}" = yes ] && echo 'REASSIGN OWNED BY fayuan TO fayuan_owner;')
ALTER SCHEMA public OWNER TO fayuan_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
