#!/bin/sh
# Write the hashed requirements from pyproject.toml. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "$@"; }
echo 'setuptools>=77' | lock - -o requirements/build.txt
lock pyproject.toml --extra copy --extra demo -o requirements/run.txt
lock pyproject.toml --extra copy --extra bench -c requirements/run.txt -o requirements/bench.txt
lock pyproject.toml --extra copy --extra fuzz -c requirements/run.txt -o requirements/fuzz.txt
lock pyproject.toml --extra copy --extra demo --extra dev --extra postgres -c requirements/run.txt -o requirements/dev.txt
