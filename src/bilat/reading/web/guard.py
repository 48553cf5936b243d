"""Which machines may be asked: the addresses that a host's name resolves to, looked at before any of them is connected to."""

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from bilat.errors import NotAllowed, Unreachable

Resolved = tuple[Any, ...]
"""One line of what :func:`socket.getaddrinfo` gives: family, type, protocol, name, socket address."""
Resolve = Callable[..., list[Resolved]]

_NAT64 = ip_network("64:ff9b::/96")
# Where clouds tell a machine its own secrets: AWS and most others, AWS by IPv6, Alibaba, Azure, Oracle.
_METADATA = frozenset(
    ip_address(text) for text in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
)


class Guard:
    """Lets through what is on the public internet, and what the user allows beside it."""

    def __init__(
        self, *, private: bool = False, networks: Iterable[str] = (), resolve: Resolve = socket.getaddrinfo
    ) -> None:
        """A guard.

        Args:
            private: Let through private networks and this machine too, but not link-local, multicast, reserved or
                metadata addresses.
            networks: Networks that are let through whatever they are.
            resolve: Finds a host's addresses, as :func:`socket.getaddrinfo` does.
        """
        self._private = private
        self._networks = [ip_network(network) for network in networks]
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[Resolved]:
        """The addresses of a host that may be connected to, in the resolver's order.

        Raises:
            NotAllowed: None of them may be; says which kind they are.
            Unreachable: The name does not resolve.
        """
        try:
            found = self._resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            what = f"the host's name cannot be resolved: {getattr(error, 'strerror', None) or error}"
            raise Unreachable(what, where=host, hint="check its spelling and the network") from None
        kinds = [self._kind(str(entry[4][0])) for entry in found]
        allowed = [entry for entry, kind in zip(found, kinds, strict=True) if kind is None]
        if not allowed:
            hint = "if you mean it, give --allow-private, or its network in the setting web_networks"
            raise NotAllowed(f"the host is at {kinds[0] if kinds else 'no address'}", where=host, hint=hint)
        return allowed

    def _kind(self, text: str) -> str | None:
        """What forbids an address, in words; None where nothing does."""
        address = ip_address(text.partition("%")[0])
        inner = _inner(address)
        if any(one in network for network in self._networks for one in (address, inner)):
            return None
        kind = _kind(inner)
        return None if kind is None or (self._private and kind in _LOCAL) else f"{text}, {kind}"


_LOCAL = ("an address of a private network", "an address of this machine")


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    if address in _METADATA:
        return "where a cloud keeps its secrets"
    if address.is_multicast:
        return "a multicast address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_unspecified:
        return "no host's address"
    if address.is_loopback:
        return _LOCAL[1]
    if address.is_reserved:
        return "a reserved address"
    if not address.is_global:
        return _LOCAL[0] if address.is_private else "an address of no public network"
    return None


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64, or in its last four bytes alone."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    if address.teredo:
        return address.teredo[1]
    number = int(address)
    if address in _NAT64 or 1 < number < 1 << 32:
        return IPv4Address(number & 0xFFFFFFFF)
    return address
