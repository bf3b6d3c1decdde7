#!/usr/bin/env bash
# What the tests run for real, from Debian's packages: installed when root on Debian, else one line says how.
set -u
packages="chromium fonts-noto-cjk fontconfig nginx redis-server age maven openjdk-17-jre-headless"
has() { command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; }
has chromium && has nginx && has redis-server && has age && has java && has mvn \
  && fc-list 2>/dev/null | grep -qi "noto.*cjk" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "→ Installing $packages …"
  log=$(mktemp)
  # shellcheck disable=SC2086 # a list of words
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages; } >"$log" 2>&1 \
    || { tail -5 "$log"; [ "${CI:-}" = true ] && exit 1; }
else
  echo "→ Some tests are skipped without these. To get them: sudo apt-get install $packages"
fi
exit 0
