"""The relay's configuration: what it must never reach, and what differs from machine to machine."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.settings import Settings, load
from scripts import turn

SECRET = "a-secret-that-the-relay-knows-too"
URLS = "turn:turn.example.org:3479?transport=udp, turns:turn.example.org:443?transport=tcp"
DENIED = [
    tuple(int(ip_address(end)) for end in (first, last or first))
    for first, last in re.findall(r"^denied-peer-ip=([^-\s]+)(?:-(\S+))?$", turn.STRICT.read_text(), re.M)
]


def settings_with(**more: str) -> Settings:
    environment = {"TURN_URLS": URLS, "TURN_SECRET": SECRET, "PUBLIC_URL": "https://peerlearn.example.org", **more}
    return load(lambda name, default: environment.get(name, default))


def written(*arguments: str) -> list[str]:
    return turn.configuration(settings_with(), turn._understood(["--address", *arguments])).splitlines()


def denied(address: IPv4Address | IPv6Address, version: int) -> bool:
    same_family = [(first, last) for first, last in DENIED if (first > 2**32) == (version == 6) or first == 1]
    return any(first <= int(address) <= last for first, last in same_family)


@given(st.ip_addresses(v=4).filter(lambda address: not address.is_global))
def test_reaches_no_address_that_is_not_of_the_internet(address: IPv4Address) -> None:
    assert denied(address, 4)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "127.0.0.1", "100.100.100.100"]
)
def test_reaches_no_inner_machine(address: str) -> None:
    assert denied(IPv4Address(address), 4)


@pytest.mark.parametrize("address", ["::1", "fc00::1", "fd12:3456::1", "fe80::1", "::ffff:10.0.0.1", "2001:db8::1"])
def test_reaches_no_inner_machine_of_the_newer_kind(address: str) -> None:
    assert denied(IPv6Address(address), 6)


@pytest.mark.parametrize("address", ["8.8.8.8", "100.63.255.255", "172.32.0.1", "223.255.255.1"])
def test_reaches_people(address: str) -> None:
    assert not denied(IPv4Address(address), 4)


def test_serves_where_the_site_says_it_does() -> None:
    lines = written("203.0.113.7", "--certificate", "/etc/cert.pem", "--key", "/etc/key.pem")

    expected = {"listening-port=3479", "tls-listening-port=443", "listening-ip=203.0.113.7", "cert=/etc/cert.pem"}
    assert expected | {f"static-auth-secret={SECRET}", "realm=peerlearn.example.org"} <= set(lines)
    assert not {"no-tls", "allow-loopback-peers"} & set(lines)


def test_behind_a_nat_both_its_addresses_are_its_own() -> None:
    lines = written("10.0.0.5", "--public-address", "203.0.113.7")

    assert {"external-ip=203.0.113.7/10.0.0.5", "relay-ip=10.0.0.5", "no-tls"} <= set(lines)
    allowed = [line for line in lines if line.startswith("allowed-peer-ip=")]
    assert allowed == ["allowed-peer-ip=10.0.0.5", "allowed-peer-ip=203.0.113.7"]


def test_loopback_is_for_a_relay_on_loopback() -> None:
    assert "allow-loopback-peers" in written("127.0.0.1")


@pytest.mark.parametrize("wrong", [["--address", "turn.example.org"], [], ["--address", "10.0.0.5", "--key", "k"]])
def test_asks_for_what_it_needs(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        turn._understood(wrong)

    assert "--" in capsys.readouterr().err
