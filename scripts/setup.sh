#!/bin/sh
# Makes .venv with the pinned packages of the requirements file named; does nothing when it is current.
# Needs Python 3.11 to 3.13 and nothing else; on Debian as root it installs the venv module by itself.
set -eu
cd "$(dirname "$0")/.."
wanted=$1

newest_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "PeerLearn needs Python 3.11, 3.12 or 3.13; none was found." >&2
    exit 1
}

# Debian leaves ensurepip out of its Python: the venv is then made without pip, or not at all.
make_venv() {
    rm -rf .venv
    if "$1" -m venv .venv >/dev/null 2>&1; then
        return
    fi
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Python's venv module…"
        apt-get update -q >/dev/null && apt-get install -y -q python3-venv >/dev/null
        "$1" -m venv .venv
    else
        echo "This Python cannot make a virtual environment. On Debian: sudo apt install python3-venv" >&2
        exit 1
    fi
}

digest() {
    cat requirements.txt "$wanted" | cksum
}

works() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# The commands in a .venv carry its address: it does not survive that the checkout moves.
moved() {
    [ -f .venv/made-at ] && [ "$(cat .venv/made-at)" != "$(pwd)" ]
}

if moved || ! works; then
    python=$(newest_python)
    make_venv "$python"
    pwd >.venv/made-at
fi
stamp=".venv/installed-$wanted"
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$(digest)" ]; then
    exit 0
fi
echo "Installing the packages of $wanted (once)…"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$wanted"
digest >"$stamp"
