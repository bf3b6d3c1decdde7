#!/usr/bin/env bash
# backup.sh DIR: one dated folder with the database, the uploads and a manifest of checksums.
# The keys (VAULT_KEYS, VAULT_INDEX_KEY, SECRET_KEY) are NOT in it: keep them elsewhere, or the papers are lost.
# With AGE_RECIPIENT set, everything is encrypted for that age key before it rests on disk.
set -euo pipefail
umask 077
target=${1:?usage: backup.sh DIR}
: "${DATABASE_URL:?set DATABASE_URL}"
# Said, never guessed: a backup that leaves the evidence out without a word is none.
: "${MEDIA_ROOT:?set MEDIA_ROOT}" "${PRIVATE_ROOT:?set PRIVATE_ROOT}"
stamp=$(date +%Y%m%d-%H%M%S)
partial="$target/.partial-$stamp"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
seal() { if [ -n "${AGE_RECIPIENT:-}" ]; then age -r "$AGE_RECIPIENT" -o "$1.age"; else cat > "$1"; fi; }
pg_dump --format=custom --no-owner --no-privileges "$DATABASE_URL" | seal "$partial/database.dump"
for name in MEDIA_ROOT PRIVATE_ROOT; do
  folder=${!name:-}
  # tar's 1 says that a file came or went meanwhile; 2 is a failure.
  if [ -n "$folder" ] && [ -d "$folder" ]; then { tar -C "$folder" -cz . || [ $? = 1 ]; } | seal "$partial/$(echo "${name%_ROOT}" | tr A-Z a-z).tar.gz"; else echo "! $name: there is no folder $folder" >&2; fi
done
(cd "$partial" && sha256sum -- * > MANIFEST)
mv "$partial" "$target/$stamp"
trap - EXIT
# Keep KEEP_BACKUPS newest (default 30).
ls -1d "$target"/[0-9]*-[0-9]* | head -n "-${KEEP_BACKUPS:-30}" | xargs -r -d '\n' rm -rf --
echo "$target/$stamp"
