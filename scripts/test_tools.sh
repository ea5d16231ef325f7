#!/bin/sh
# What the tests need beside Python packages: a Chromium, redis-server, a PostgreSQL server, coturn, and on
# Linux what makes networks that tests may cut.
# As root on Debian it installs them; elsewhere it takes Playwright's Chromium, and the tests that need one of
# the servers are skipped and say so. With CI=true a missing one is a failure.
set -eu
cd "$(dirname "$0")/.."

has() {
    command -v "$1" >/dev/null 2>&1
}

has_chromium() {
    has chromium || has chromium-browser || [ -n "${CHROMIUM:-}" ]
}

has_postgres() {
    has postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1
}

missing() {
    has_chromium || printf ' chromium'
    has redis-server || printf ' redis-server'
    has_postgres || printf ' postgresql'
    has turnserver || printf ' coturn'
    [ "$(uname)" = Linux ] || return 0
    has ip && has tc || printf ' iproute2'
    has nft || printf ' nftables'
}

install_with_apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null || true
    # One by one: what cannot be had must not take the others with it.
    for package in $1; do
        echo "Installing $package for the tests…"
        apt-get install -y -q --no-install-recommends "$package" >/dev/null || echo "$package could not be installed."
    done
}

if [ -n "$(missing)" ] && [ "$(id -u)" = 0 ] && has apt-get; then
    install_with_apt "$(missing)"
fi
if ! has_chromium; then
    .venv/bin/python -m playwright install chromium
fi
for absent in $(missing); do
    [ "$absent" != chromium ] || continue
    if [ "${CI:-}" = true ]; then
        echo "$absent is not on this machine, and CI=true wants every test." >&2
        exit 1
    fi
    echo "$absent is not on this machine: the tests that need it are skipped."
done
