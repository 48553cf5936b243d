"""Which machines may be asked, by the addresses that names resolve to."""

import socket
from typing import Any

import pytest

from bilat.errors import NotAllowed, Unreachable
from bilat.reading.web.guard import Guard


def resolving(*addresses: str) -> Any:
    """A resolver that knows one host with these addresses."""
    return lambda host, port, type: [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, type, 6, "", (one, port)) for one in addresses
    ]


FORBIDDEN = {
    "127.0.0.1": "this machine",
    "::1": "this machine",
    "::ffff:127.0.0.1": "this machine",
    "::127.0.0.1": "this machine",
    "2002:7f00:0001::": "this machine",
    "64:ff9b::a9fe:a9fe": "a cloud keeps its secrets",
    "10.1.2.3": "private network",
    "192.168.0.1": "private network",
    "172.16.0.9": "private network",
    "fc00::1": "private network",
    "::ffff:10.0.0.1": "private network",
    "100.64.0.1": "no public network",
    "169.254.169.254": "a cloud keeps its secrets",
    "100.100.100.200": "a cloud keeps its secrets",
    "168.63.129.16": "a cloud keeps its secrets",
    "fd00:ec2::254": "a cloud keeps its secrets",
    "169.254.1.1": "link-local",
    "fe80::1%eth0": "link-local",
    "224.0.0.1": "multicast",
    "ff02::1": "multicast",
    "0.0.0.0": "no host",
    "::": "no host",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
}  # fmt: skip


@pytest.mark.parametrize(("address", "told"), FORBIDDEN.items())
def test_what_is_not_public_is_refused_with_its_kind(address: str, told: str) -> None:
    with pytest.raises(NotAllowed, match=told) as caught:
        Guard(resolve=resolving(address)).addresses("host.example", 80)

    assert "--allow-private" in caught.value.hint


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0x7f000001"])
def test_other_ways_to_write_this_machine_are_no_way_in(host: str) -> None:
    """The system's own resolver reads these numbers; what is looked at is what it makes of them."""
    with pytest.raises(NotAllowed, match="this machine"):
        Guard().addresses(host, 80)


def test_public_addresses_pass() -> None:
    guard = Guard(resolve=resolving("93.184.216.34", "2606:2800:220:1::1"))

    assert [entry[4][0] for entry in guard.addresses("example.org", 80)] == ["93.184.216.34", "2606:2800:220:1::1"]


def test_of_a_name_with_both_only_the_public_address_is_used() -> None:
    guard = Guard(resolve=resolving("10.0.0.1", "93.184.216.34"))

    assert [entry[4][0] for entry in guard.addresses("example.org", 80)] == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("address", "passes"),
    [("127.0.0.1", True), ("10.0.0.1", True), ("fc00::1", True), ("169.254.169.254", False), ("fd00:ec2::254", False),
     ("fe80::1", False), ("224.0.0.1", False), ("0.0.0.0", False)],
)  # fmt: skip
def test_allowing_private_networks_does_not_open_the_rest(address: str, passes: bool) -> None:
    guard = Guard(private=True, resolve=resolving(address))
    if passes:
        assert guard.addresses("host.example", 80)
    else:
        with pytest.raises(NotAllowed):
            guard.addresses("host.example", 80)


def test_a_network_of_the_settings_is_open_and_its_neighbour_is_not() -> None:
    assert Guard(networks=["10.1.0.0/16"], resolve=resolving("10.1.2.3")).addresses("intranet", 80)
    assert Guard(networks=["10.1.0.0/16"], resolve=resolving("::ffff:10.1.2.3")).addresses("intranet", 80)
    with pytest.raises(NotAllowed):
        Guard(networks=["10.1.0.0/16"], resolve=resolving("10.2.2.3")).addresses("intranet", 80)


def test_a_name_that_does_not_resolve_may_do_so_later() -> None:
    with pytest.raises(Unreachable, match="cannot be resolved"):
        Guard().addresses("no-such-host.invalid", 80)
    with pytest.raises(Unreachable):
        Guard().addresses("a" * 70 + ".example", 80)
