#!/bin/sh
# Gathers in ./wheelhouse what a machine without network installs from: the locked run-time and
# build packages of this platform, and the product's own wheel.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-wheelhouse}
mkdir -p "$folder"
python=.venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1
for lock in build runtime; do
    "$python" -m pip download -qq --only-binary :all: --require-hashes -d "$folder" \
        -r "requirements/$lock.txt"
done
"$python" -m pip wheel -qq --no-deps --no-index --no-build-isolation -w "$folder" .
cp requirements/runtime.txt "$folder/"
cat >&2 <<MESSAGE
Copiez « $folder » sur la machine sans réseau, puis tapez :
  python3 -m venv tremplin
  tremplin/bin/pip install --no-index --find-links $folder --require-hashes -r $folder/runtime.txt
  tremplin/bin/pip install --no-index --no-deps $folder/tremplin-*.whl
MESSAGE
