"""Two networks of their own on this machine, joined by a bridge where a site can listen: cut, healed, capped at will.

Linux and root only: network namespaces, veth pairs, nftables on the bridge. Everything vanishes at the end.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.e2e.conftest import chromium_path

TOOLS = ("ip", "nft", "tc")
Side = Literal["a", "b"]


def missing() -> str:
    """Why there can be no networks here; empty when there can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "networks of one's own need Linux and root"
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"not on this machine: {', '.join(absent)}" if absent else ""


@dataclass
class Networks:
    """The two sides "a" and "b", and the bridge between them."""

    name: str
    prefix: str
    folder: Path

    @property
    def address(self) -> str:
        """Where both sides reach this machine."""
        return f"{self.prefix}.1"

    def chromium(self, side: Side) -> str:
        """A program that is Chromium inside one of the networks."""
        script = self.folder / f"chromium-{side}"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.name}{side} {chromium_path()} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def cut(self, side: Side) -> None:
        """Nothing goes in or out any more, and nobody is told."""
        for chain in ("input", "forward"):
            self._nft(f"add rule bridge {self.name} {chain} iifname {self._port(side)} drop")
        for chain in ("output", "forward"):
            self._nft(f"add rule bridge {self.name} {chain} oifname {self._port(side)} drop")

    def cut_between(self) -> None:
        """The two no longer reach each other; both still reach the site."""
        self._nft(f"add rule bridge {self.name} forward drop")

    def heal(self) -> None:
        """Everything goes through again."""
        self._nft(f"flush table bridge {self.name}")
        self._ip(f"link set {self._port('a')} up")
        self._ip(f"link set {self._port('b')} up")

    def move(self, side: Side, host: int) -> None:
        """Another address, as a phone that leaves its Wi-Fi."""
        inside = f"-n {self.name}{side}"
        self._ip(f"{inside} addr flush dev eth0 scope global")
        self._ip(f"{inside} addr add {self.prefix}.{host}/24 dev eth0")

    def cap(self, side: Side, kbits: int) -> None:
        """So much and no more reaches this side; 0 lifts it."""
        device = self._port(side)
        subprocess.run(f"tc qdisc del dev {device} root", shell=True, check=False, stderr=subprocess.DEVNULL)
        if kbits:
            _run(f"tc qdisc add dev {device} root tbf rate {kbits}kbit burst 6kb latency 150ms")

    def build(self) -> None:
        """Make everything."""
        self._ip(f"link add {self.name} type bridge")
        self._ip(f"addr add {self.address}/24 dev {self.name}")
        self._ip(f"link set {self.name} up")
        for host, side in ((2, "a"), (3, "b")):
            space, port = f"{self.name}{side}", f"{self.name}v{side}"
            self._ip(f"netns add {space}")
            self._ip(f"link add {port} type veth peer name eth0 netns {space}")
            _run(f"ip netns exec {space} sh -c 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'")
            self._ip(f"link set {port} master {self.name} up")
            self._ip(f"-n {space} addr add {self.prefix}.{host}/24 dev eth0")
            self._ip(f"-n {space} link set eth0 up")
            self._ip(f"-n {space} link set lo up")
        self._nft(f"add table bridge {self.name}")
        for hook in ("input", "forward", "output"):
            self._nft(f"add chain bridge {self.name} {hook} {{ type filter hook {hook} priority 0; }}")

    def remove(self) -> None:
        """Leave nothing behind."""
        commands = [f"nft delete table bridge {self.name}", f"ip link del {self.name}"]
        commands += [f"ip netns del {self.name}{side}" for side in "ab"]
        for command in commands:
            subprocess.run(command, shell=True, check=False, stderr=subprocess.DEVNULL)

    def _port(self, side: str) -> str:
        return f"{self.name}v{side}"

    def _ip(self, words: str) -> None:
        _run(f"ip {words}")

    def _nft(self, words: str) -> None:
        _run(f"nft '{words}'")


@contextmanager
def two_networks() -> Iterator[Networks]:
    """Both networks, up and joined."""
    number = os.getpid() % 200
    with tempfile.TemporaryDirectory(prefix="peerlearn-networks-") as folder:
        networks = Networks(f"pl{number}", f"10.83.{number}", Path(folder))
        try:
            networks.remove()
            networks.build()
            yield networks
        finally:
            networks.remove()


def _run(command: str) -> None:
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stderr}"
