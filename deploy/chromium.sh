#!/usr/bin/env bash
# Debian's Chromium for the browser tests: installed when root on Debian, else one line says how.
set -u
command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi "noto.*cjk" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "→ Installing chromium and fonts-noto-cjk …"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk fontconfig; } >/tmp/chromium-install.log 2>&1 \
    || { tail -5 /tmp/chromium-install.log; [ "${CI:-}" = true ] && exit 1; }
else
  echo "→ No Chromium: browser tests are skipped. To get it: sudo apt-get install chromium fonts-noto-cjk"
fi
exit 0
