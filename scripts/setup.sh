#!/bin/sh
# Makes .venv with the pinned packages of the requirements file named; does nothing when it is current.
# Needs Python 3.11 or newer and nothing else; on Debian as root it installs the venv module by itself.
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

digest() {
    "$1" -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(p, "rb").read() for p in sys.argv[1:])).hexdigest())' \
        requirements.txt "$wanted"
}

make_venv() {
    if "$1" -m venv .venv 2>/dev/null; then
        return
    fi
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -q >/dev/null && apt-get install -y -q python3-venv >/dev/null
        "$1" -m venv .venv
    else
        echo "This Python has no venv module. On Debian: sudo apt install python3-venv" >&2
        exit 1
    fi
}

[ -x .venv/bin/python ] || make_venv "$(newest_python)"
stamp=".venv/installed-$wanted"
now=$(digest .venv/bin/python)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$now" ]; then
    echo "Installing the packages of $wanted (once)…"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$wanted"
    echo "$now" >"$stamp"
fi
