"""`make turn ARGS="--address 203.0.113.7"`: start a coturn for this site, on the machine that has that address.

The secret is TURN_SECRET of the settings, the ports are those of TURN_URLS; what else it is strict about stands in
deploy/turnserver.conf. On a loopback address it serves a site on this machine alone.
"""

import argparse
import ipaddress
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from peerlearn.settings import ROOT, Settings, settings

STRICT = ROOT / "deploy" / "turnserver.conf"
PLAIN_PORT, TLS_PORT = 3478, 5349
RELAY_PORTS = (49160, 49960)


def main(arguments: list[str]) -> None:
    """Replaces itself by the relay."""
    asked = _understood(arguments)
    binary = shutil.which("turnserver")
    if binary is None:
        sys.exit("coturn is not on this machine. On Debian: sudo apt install coturn")
    if not settings.turn_urls:
        sys.exit("TURN_URLS: name the relay first, for example turn:turn.example.org:3478?transport=udp")
    # The secret is in it: it goes on no command line, and into no file that somebody else could read or that stays.
    with tempfile.NamedTemporaryFile() as file:
        file.write(configuration(settings, asked).encode())
        file.flush()
        kept = os.dup(file.fileno())
    os.set_inheritable(kept, True)
    os.execv(binary, [binary, "-c", f"/dev/fd/{kept}"])


def configuration(settings: Settings, asked: argparse.Namespace) -> str:
    """The strict part, and what differs from machine to machine."""
    plain, tls = ports_of(settings.turn_urls)
    lowest, highest = asked.relay_ports
    lines = [
        f"static-auth-secret={settings.turn_secret}",
        f"realm={settings.site_url.partition('://')[2].partition(':')[0]}",
        f"listening-ip={asked.address}",
        f"relay-ip={asked.address}",
        # Two people who both need the relay meet at its own address, which may be a private one behind a NAT.
        f"allowed-peer-ip={asked.address}",
        f"listening-port={plain}",
        f"min-port={lowest}",
        f"max-port={highest}",
        f"pidfile={asked.folder / 'turn.pid'}",
        f"log-file={asked.folder / 'turn.log'}",
        "simple-log",
    ]
    if asked.public_address:
        lines += [f"external-ip={asked.public_address}/{asked.address}", f"allowed-peer-ip={asked.public_address}"]
    if asked.certificate:
        lines += [f"tls-listening-port={tls}", f"cert={asked.certificate}", f"pkey={asked.key}", "no-tlsv1"]
        lines += ["no-tlsv1_1", "no-dtls"]
    else:
        lines += ["no-tls", "no-dtls"]
    if asked.address.is_loopback:
        lines.append("allow-loopback-peers")
    return STRICT.read_text() + "\n" + "\n".join(lines) + "\n"


def ports_of(urls: tuple[str, ...]) -> tuple[int, int]:
    """Where browsers expect the relay: the plain port and the one for TLS."""
    found = {"turn": PLAIN_PORT, "turns": TLS_PORT}
    for url in urls:
        named = re.fullmatch(r"(turns?):(?:\[.*\]|[^:?]+)(?::(\d+))?(?:\?.*)?", url)
        if named and named[2]:
            found[named[1]] = int(named[2])
    return found["turn"], found["turns"]


def _understood(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start a TURN relay for this site.")
    parser.add_argument("--address", type=ipaddress.ip_address, required=True, help="an address of this machine")
    parser.add_argument("--public-address", type=ipaddress.ip_address, help="where people find it, behind a NAT")
    parser.add_argument("--relay-ports", type=int, nargs=2, default=RELAY_PORTS, metavar=("LOWEST", "HIGHEST"))
    parser.add_argument("--certificate", type=Path, help="for turns: addresses")
    parser.add_argument("--key", type=Path, help="the certificate's")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="for its log")
    asked = parser.parse_args(arguments)
    if bool(asked.certificate) != bool(asked.key):
        parser.error("--certificate and --key go together")
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])
