#!/bin/sh
# Sets up what tests need beyond the virtualenv: Chromium, PostgreSQL, LibreOffice's calculator,
# nginx, Caddy, what faults are made with (strace, faketime), axe-core, html-validate.
# What cannot be set up fails with the line to type; nothing is skipped.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

missing=""
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing="$missing chromium"
# Recalculates the workbooks of projects: 0.4 GB, a minute.
command -v soffice >/dev/null || missing="$missing libreoffice-calc-nogui"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
PATH="$PATH:/usr/sbin:/sbin"
for pair in nginx:nginx caddy:caddy strace:strace faketime:faketime systemd-analyze:systemd \
    ip:iproute2 openssl:openssl; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installation de :$missing…"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null
        # shellcheck disable=SC2086
        apt-get -qq install -y --no-install-recommends $missing >/dev/null
    else
        say "Il manque :$missing. Tapez : sudo apt-get install -y$missing"
        exit 1
    fi
fi

# html-validate asks for Node 20.19 or newer; Debian 12 has 18.
PATH="$PWD/.venv/bin:$PATH"
export PATH
if ! command -v npm >/dev/null || ! node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
'; then
    say "Installation de Node…"
    .venv/bin/python -m pip install -qq --require-hashes -r requirements/node.txt || {
        say "Node 20.19 manque. Tapez : .venv/bin/pip install -r requirements/node.txt"
        exit 1
    }
fi

wanted=$(sha256sum package-lock.json | cut -d ' ' -f 1)
if [ "$(cat node_modules/.lock 2>/dev/null)" != "$wanted" ]; then
    say "Installation d’axe-core et de html-validate…"
    npm ci --ignore-scripts --no-fund --no-audit --loglevel=error >&2 || {
        say "npm a échoué. Tapez : npm ci"
        exit 1
    }
    printf '%s\n' "$wanted" >node_modules/.lock
fi
