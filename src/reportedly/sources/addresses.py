"""Which network addresses may be fetched from: public ones."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from ..errors import FetchError

Resolver = Callable[[str, int], Sequence[str]]
"""(host, port) -> the addresses that it stands for, as strings. Raises OSError if there are none."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses from the system's resolver, in its order. It also reads ``127.1`` and ``0x7f000001``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """True for a global unicast address. An IPv6 address that carries an IPv4 one is judged by that too."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None or ip in _NAT64_LOCAL:
            return False
        inner = _embedded(ip)
        if inner is not None:
            # Mapped and translated addresses are not "global" themselves; where they lead to counts.
            return all(is_public(str(one)) for one in inner)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _embedded(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address] | None:
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip.teredo:
        return list(ip.teredo)
    if ip in _NAT64 or ip in _IPV4_COMPATIBLE:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return None


def checked_addresses(host: str, port: int, resolver: Resolver, *, allow_private: bool) -> list[str]:
    """The addresses of ``host``, all of them allowed; connect to one of these and to no other.

    One private address among public ones refuses the host: that is how a rebinding answer looks.
    Raises FetchError.
    """
    try:
        addresses = list(resolver(host, port))
    except (OSError, UnicodeError) as error:  # UnicodeError: a label that IDNA does not allow
        raise FetchError("the name of the host cannot be resolved", where=host,
                         remedy="Check the URL and the network.") from error
    if not addresses:
        raise FetchError("the name of the host has no address", where=host, remedy="Check the URL.")
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise FetchError(f"it leads to the address {address}, which is private, local or reserved",
                                 where=host, remedy="Give --allow-private if you mean to read from there.")
    return addresses
