#!/bin/sh
# `make run`: a demonstration site in ./var, then the server. The second time, the same data.
set -eu
cd "$(dirname "$0")/.."
tools/make_venv.sh runtime
tremplin=.venv/bin/tremplin
port=${PORT:-8000}

free() {
    .venv/bin/python - "$1" <<'PYTHON'
import socket
import sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PYTHON
}

if ! free "$port"; then
    next=$((port + 1))
    while [ "$next" -lt 65535 ] && ! free "$next"; do next=$((next + 1)); done
    echo "Le port $port est déjà pris. Le suivant de libre est $next. Tapez : make run PORT=$next" >&2
    exit 1
fi

data=${TREMPLIN_DATA:-./var}
export TREMPLIN_DATA="$data"
if [ ! -f "$data/.demonstration" ]; then
    [ -f "$data/tremplin.sqlite3" ] || "$tremplin" init
    "$tremplin" courses publish courses
    "$tremplin" demo
    touch "$data/.demonstration"
fi
echo "Le site s’ouvre sur http://127.0.0.1:$port (Ctrl+C pour l’arrêter)."
exec "$tremplin" serve --port "$port"
