#!/usr/bin/env bash
# backup.sh DIR: one dated folder with the database, the uploads, the noted heads of the logs and a signed manifest.
# The keys (VAULT_KEYS, VAULT_INDEX_KEY, AUDIT_KEYS, BACKUP_KEY, SECRET_KEY) are NOT in it: keep them elsewhere, or the
# papers are lost. Everything is encrypted for the age key AGE_RECIPIENT before it rests on disk.
set -euo pipefail
umask 077
target=${1:?usage: backup.sh DIR}
: "${DATABASE_URL:?set DATABASE_URL}" "${BACKUP_KEY:?set BACKUP_KEY: it signs the manifest}"
# Said, never guessed: a backup that leaves the evidence out without a word is none.
folders="MEDIA_ROOT PRIVATE_ROOT AUDIT_HEADS_DIR"
for name in $folders; do
  [ -n "${!name:-}" ] || { echo "✗ set $name" >&2; exit 1; }
  [ -d "${!name}" ] || { echo "✗ $name: there is no folder ${!name}" >&2; exit 1; }
done
if [ -z "${AGE_RECIPIENT:-}" ] && [ "${PLAIN_BACKUP:-}" != yes ]; then
  echo "✗ set AGE_RECIPIENT, for whom it is encrypted (or PLAIN_BACKUP=yes, where the disk it goes to is)" >&2; exit 1
fi
file_of() { case $1 in MEDIA_ROOT) echo media ;; PRIVATE_ROOT) echo private ;; *) echo heads ;; esac; }
seal() { if [ -n "${AGE_RECIPIENT:-}" ]; then age -r "$AGE_RECIPIENT" -o "$1.age"; else cat > "$1"; fi; }
sign() { perl -MDigest::SHA=hmac_sha256_hex -0777 -ne 'print hmac_sha256_hex($_, $ENV{BACKUP_KEY}), "\n"'; }
stamp=$(date +%Y%m%d-%H%M%S)
partial="$target/.partial-$stamp"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
pg_dump --format=custom --no-owner --no-privileges "$DATABASE_URL" | seal "$partial/database.dump"
for name in $folders; do
  # tar's 1 says that a file came or went meanwhile; 2 is a failure.
  { tar -C "${!name}" -cz . || [ $? = 1 ]; } | seal "$partial/$(file_of "$name").tar.gz"
done
(cd "$partial" && sums=$(sha256sum -- *) && printf 'backup %s\n%s\n' "$stamp" "$sums" > MANIFEST && sign < MANIFEST > MANIFEST.mac)
mv "$partial" "$target/$stamp"
trap - EXIT
# Keep KEEP_BACKUPS newest (default 30).
ls -1d "$target"/[0-9]*-[0-9]* | head -n "-${KEEP_BACKUPS:-30}" | xargs -r -d '\n' rm -rf --
echo "$target/$stamp"
