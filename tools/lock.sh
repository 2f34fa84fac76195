#!/bin/sh
# Resolves the dependencies again and writes the three locks of requirements/.
# No address of an index is written: the locks hold names, versions and hashes only.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
command -v "$uv" >/dev/null || {
    echo "uv est absent. Tapez : pip install uv" >&2
    exit 1
}
options="--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url"
options="$options --no-annotate --no-header ${UPGRADE:+--upgrade}"
# shellcheck disable=SC2086
"$uv" pip compile $options --extra images pyproject.toml -o requirements/runtime.txt >/dev/null
# shellcheck disable=SC2086
"$uv" pip compile $options --group build -o requirements/build.txt >/dev/null
# shellcheck disable=SC2086
"$uv" pip compile $options --group node -o requirements/node.txt >/dev/null
# shellcheck disable=SC2086
"$uv" pip compile $options --extra images --extra pdf --extra postgres --group dev pyproject.toml \
    -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt >/dev/null
