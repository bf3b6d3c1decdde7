#!/usr/bin/env bash
# restore.sh BACKUP_DIR: put one backup into an EMPTY database and empty folders, then say whether it is whole.
# With AGE_IDENTITY (a key file) set, encrypted backups are opened on the way.
set -euo pipefail
umask 077
source=${1:?usage: restore.sh BACKUP_DIR}
: "${DATABASE_URL:?set DATABASE_URL}" "${MEDIA_ROOT:?set MEDIA_ROOT}" "${PRIVATE_ROOT:?set PRIVATE_ROOT}"
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-portal.settings.production}
here=$(cd "$(dirname "$0")/.." && pwd)
(cd "$source" && sha256sum --check --quiet MANIFEST) || { echo "✗ the backup is damaged"; exit 1; }
tables=$(psql "$DATABASE_URL" -Atc "select count(*) from information_schema.tables where table_schema = 'public'")
[ "$tables" = 0 ] || { echo "✗ the database is not empty ($tables tables); restore into a new one"; exit 1; }
for folder in "$MEDIA_ROOT" "$PRIVATE_ROOT"; do
  [ -z "$(ls -A "$folder" 2>/dev/null)" ] || { echo "✗ $folder is not empty"; exit 1; }
done
open() { if [ -f "$source/$1.age" ]; then age -d -i "${AGE_IDENTITY:?set AGE_IDENTITY}" "$source/$1.age"; else cat "$source/$1"; fi; }
open database.dump | pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname "$DATABASE_URL"
for name in MEDIA_ROOT PRIVATE_ROOT; do
  file="$(echo "${name%_ROOT}" | tr A-Z a-z).tar.gz"
  if [ -f "$source/$file" ] || [ -f "$source/$file.age" ]; then mkdir -p "${!name}"; open "$file" | tar -C "${!name}" -xz; fi
done
cd "$here"
python=${PYTHON:-.venv/bin/python}
"$python" manage.py migrate --noinput -v0
"$python" manage.py verify_logs
echo "✓ restored from $source"
