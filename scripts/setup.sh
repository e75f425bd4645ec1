#!/bin/sh
# Prepare .venv from the locked, hashed requirements. Usage: scripts/setup.sh run|dev
set -eu
cd "$(dirname "$0")/.."
wanted=${1:-run}
lock=requirements/$wanted.txt
stamp=.venv/.installed-$wanted
fingerprint=$(cat requirements/build.txt "$lock" pyproject.toml | cksum)

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
        if fits "$name" && can_make_venv "$name"; then echo "$name"; return; fi
    done
}

if [ "$(cat "$stamp" 2>/dev/null)" = "$fingerprint" ] && .venv/bin/python -c '' 2>/dev/null; then exit 0; fi

if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    python=$(find_python)
    if [ -z "$python" ] && fits python3 && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "Installing python3-venv (this Python cannot make virtual environments yet) ..."
        apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        echo "Tougao needs Python 3.11 or newer with venv. Install it (Debian, Ubuntu: apt install python3-venv;" >&2
        echo "macOS: python.org or brew install python), then run the same command again." >&2
        exit 1
    fi
    echo "Making .venv with $($python --version) ..."
    "$python" -m venv .venv
fi
echo "Installing $(grep -c '^[a-z]' "$lock") locked packages ..."
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes -r requirements/build.txt
pip install --require-hashes --no-build-isolation --use-pep517 -r "$lock"
pip install --no-deps --no-build-isolation -e .
echo "$fingerprint" > "$stamp"
[ "$wanted" = dev ] && cp "$stamp" .venv/.installed-run || true
