#!/bin/sh
# Makes .venv from a lock: make_venv.sh runtime|dev. Does nothing when it is already up to date.
# Where something is missing, installs it when root, else prints the one line to type.
set -eu
cd "$(dirname "$0")/.."
kind=$1
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Il faut Python 3.11 ou plus récent. Tapez : sudo apt-get install python3"
    exit 1
}

locks="requirements/build.txt requirements/runtime.txt"
[ "$kind" = dev ] && locks="requirements/dev.txt"
# shellcheck disable=SC2086
fingerprint=$(cat $locks pyproject.toml | sha256sum | cut -d ' ' -f 1)
done_for() { [ -x .venv/bin/tremplin ] && [ "$(cat ".venv/.$1" 2>/dev/null)" = "$2" ]; }
done_for "$kind" "$fingerprint" && exit 0
if [ "$kind" = runtime ]; then
    whole=$(cat requirements/dev.txt pyproject.toml | sha256sum | cut -d ' ' -f 1)
    done_for dev "$whole" && exit 0
fi

if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installation de python3-venv…"
        DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv >/dev/null
    else
        say "python3-venv est absent. Tapez : sudo apt-get install -y python3-venv"
        exit 1
    fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
say "Installation des dépendances verrouillées (une minute environ)…"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
wheels=""
[ -d wheelhouse ] && wheels="--no-index --find-links wheelhouse"
for lock in $locks; do
    # shellcheck disable=SC2086
    .venv/bin/python -m pip install -qq $wheels --require-hashes -r "$lock"
done
.venv/bin/python -m pip install -qq --no-deps --no-index --no-build-isolation -e .
printf '%s\n' "$fingerprint" >".venv/.$kind"
