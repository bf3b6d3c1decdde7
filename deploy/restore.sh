#!/usr/bin/env bash
# restore.sh BACKUP_DIR: put one backup into an EMPTY database and empty folders, then say whether it is whole.
# DATABASE_URL is that of the owner of the tables (see roles.sh). BACKUP_KEY is the one it was signed with; with
# AGE_IDENTITY (a key file) set, encrypted backups are opened on the way.
set -euo pipefail
umask 077
source=${1:?usage: restore.sh BACKUP_DIR}
: "${DATABASE_URL:?set DATABASE_URL}" "${MEDIA_ROOT:?set MEDIA_ROOT}" "${PRIVATE_ROOT:?set PRIVATE_ROOT}"
: "${AUDIT_HEADS_DIR:?set AUDIT_HEADS_DIR}" "${BACKUP_KEY:?set BACKUP_KEY}"
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-portal.settings.production}
here=$(cd "$(dirname "$0")/.." && pwd)
refuse() { echo "✗ $1"; exit 1; }
sign() { perl -MDigest::SHA=hmac_sha256_hex -0777 -ne 'print hmac_sha256_hex($_, $ENV{BACKUP_KEY}), "\n"'; }
# Before anything is opened: the manifest is ours, and the folder holds what it says and nothing else.
[ -f "$source/MANIFEST" ] && [ -f "$source/MANIFEST.mac" ] || refuse "the backup has no signed manifest"
[ "$(sign < "$source/MANIFEST")" = "$(cat "$source/MANIFEST.mac")" ] \
  || refuse "the manifest was changed, or signed with another key than BACKUP_KEY"
there=$(cd "$source" && find . -mindepth 1 ! -path ./MANIFEST ! -path ./MANIFEST.mac -printf '%P\n' | LC_ALL=C sort)
listed=$(tail -n +2 "$source/MANIFEST" | cut -c67- | LC_ALL=C sort)
[ "$there" = "$listed" ] || refuse "the backup does not hold what its manifest lists: $(echo $there) instead of $(echo $listed)"
[ -z "$(find "$source" -mindepth 1 ! -type f)" ] || refuse "the backup holds what is not a file"
(cd "$source" && tail -n +2 MANIFEST | sha256sum --check --strict --quiet) || refuse "the backup is damaged"
for part in database.dump media.tar.gz private.tar.gz heads.tar.gz; do
  echo "$listed" | sed 's/\.age$//' | grep -qx "$part" || refuse "the backup has no $part"
done
tables=$(psql "$DATABASE_URL" -Atc "select count(*) from information_schema.tables where table_schema = 'public'")
[ "$tables" = 0 ] || refuse "the database is not empty ($tables tables); restore into a new one"
for folder in "$MEDIA_ROOT" "$PRIVATE_ROOT"; do
  [ -z "$(ls -A "$folder" 2>/dev/null)" ] || refuse "$folder is not empty"
done
open() { if [ -f "$source/$1.age" ]; then age -d -i "${AGE_IDENTITY:?set AGE_IDENTITY}" "$source/$1.age"; else cat "$source/$1"; fi; }
unpack() { mkdir -p "$2"; open "$1.tar.gz" | tar -C "$2" -xz; }
open database.dump | pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname "$DATABASE_URL"
unpack media "$MEDIA_ROOT"
unpack private "$PRIVATE_ROOT"
# Heads that this machine has noted itself go further, and stay: they say what was lost since.
if [ -z "$(ls -A "$AUDIT_HEADS_DIR" 2>/dev/null)" ]; then unpack heads "$AUDIT_HEADS_DIR"; fi
cd "$here"
python=${PYTHON:-.venv/bin/python}
"$python" manage.py migrate --noinput -v0
"$python" manage.py grant_rights
"$python" manage.py verify_logs
echo "✓ restored from $source, the $(head -n 1 "$source/MANIFEST")"
