"""Where webhooks may be sent: reading an address, the list of allowed hosts, and which network addresses are ours to avoid.

There is one way to write an address; whatever another program might read differently (a number in octal, a dot at the end,
a name before ``@``, letters that only look like others) is refused, not repaired.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address

LONGEST = 300
PORTS = {"https": 443, "http": 80}
_ADDRESS = re.compile(r"(https?)://(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::([0-9]{1,5}))?(/[!$&-;=?-Z_a-z~%]*)?")
_LABEL = re.compile(r"[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

#: Unicast addresses of the whole net; within it documentation and ways to hide an IPv4 address (6to4; Teredo is not global).
_WHOLE_NET = IPv6Network("2000::/3")
_NOT_REAL = tuple(map(ip_network, ("2002::/16", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")))
#: What a network of our own may be made of.
_OURS = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))
#: Where clouds tell their machines secrets, though the address looks like one of a network of our own.
_OF_CLOUDS = tuple(map(ip_address, ("100.100.100.200", "fd00:ec2::254", "fd20:ce::254")))


class Refused(StrEnum):
    """Why an address is not called."""

    WRITING = "address_writing"  # not the one way to write it
    NOT_ALLOWED = "host_not_allowed"  # host and port are not in the list
    NOT_ENCRYPTED = "not_encrypted"  # http to a host that is not named as a private one
    PRIVATE = "private_address"  # the name leads to an address that only we can reach


class AddressRefused(ValueError):
    """``why`` an address is not called."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Place:
    """An address, read. ``host``: lower case, an IPv6 address without brackets; ``target``: path and query as written."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def literal(self) -> IPAddress | None:
        """The host where it is written as a number."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Allowed:
    """``hosts`` may be called; ``private`` ones too, also where they stand on our own network and without encryption.

    An entry is a host, then for the usual port of the scheme alone, or ``host:port``.
    """

    hosts: frozenset[tuple[str, int | None]]
    private: frozenset[tuple[str, int | None]]

    @classmethod
    def of(cls, hosts: Collection[str], private: Collection[str]) -> Allowed:
        return cls(frozenset(map(entry_of, hosts)), frozenset(map(entry_of, private)))

    def check(self, place: Place) -> None:
        """Raise ``AddressRefused`` unless the place stands in the list and is written with ``https`` where it must be."""
        if not _among(place, self.hosts | self.private):
            raise AddressRefused(Refused.NOT_ALLOWED)
        if place.scheme != "https" and not self.is_private(place):
            raise AddressRefused(Refused.NOT_ENCRYPTED)

    def is_private(self, place: Place) -> bool:
        return _among(place, self.private)

    def check_found(self, place: Place, found: Collection[IPAddress]) -> None:
        """Raise ``AddressRefused`` unless every address that the place's name leads to may be called; one bad spoils all."""
        private = self.is_private(place)
        own = place.host == "localhost" or (place.literal is not None and _plain(place.literal).is_loopback)
        for one in found:
            if not (_is_public(one) or (private and _is_ours(one, loopback=own))):
                raise AddressRefused(Refused.PRIVATE)


def read_address(text: str) -> Place:
    """Read an address or raise ``AddressRefused``."""
    match = _ADDRESS.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise AddressRefused(Refused.WRITING)
    scheme, host, port, target = match.groups()
    number = PORTS[scheme] if port is None else int(port)
    if not 0 < number < 65536 or (port or "").startswith("0"):
        raise AddressRefused(Refused.WRITING)
    return Place(scheme=scheme, host=read_host(host), port=number, target=target or "/")


def read_host(text: str) -> str:
    """A host name in lower case, or a number as the one way to write it; raise ``AddressRefused`` for anything else."""
    host = text.lower()
    if not text.isascii():  # some letters of elsewhere become plain ones in lower case
        raise AddressRefused(Refused.WRITING)
    try:
        if host.startswith("["):
            return str(IPv6Address(host[1:-1]))
        labels = host.split(".")
        if _NUMBER.fullmatch(labels[-1]):  # what looks like a number is one: 2130706433, 0x7f.1, 127.1
            return str(IPv4Address(host))
    except ValueError:
        raise AddressRefused(Refused.WRITING) from None
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise AddressRefused(Refused.WRITING)
    return host


def entry_of(text: str) -> tuple[str, int | None]:
    """One entry of a list of hosts: ``host``, ``host:port``, ``[::1]:port``; raise ``AddressRefused`` for anything else."""
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([1-9][0-9]{0,4}))?", text.strip())
    if match is None:
        raise AddressRefused(Refused.WRITING)
    return read_host(match[1]), None if match[2] is None else int(match[2])


def _among(place: Place, entries: frozenset[tuple[str, int | None]]) -> bool:
    usual = place.port == PORTS[place.scheme]
    return (place.host, place.port) in entries or (usual and (place.host, None) in entries)


def _plain(one: IPAddress) -> IPAddress:
    """An IPv4 address that is written as an IPv6 one, as itself."""
    return one.ipv4_mapped if isinstance(one, IPv6Address) and one.ipv4_mapped else one


def _is_public(one: IPAddress) -> bool:
    """Whether the address is of the whole net: nobody's own network, no machine itself, no group."""
    one = _plain(one)
    if isinstance(one, IPv6Address) and one not in _WHOLE_NET:
        return False
    hidden = any(one in net for net in _NOT_REAL)
    return one.is_global and not (hidden or one.is_multicast or one.is_reserved)


def _is_ours(one: IPAddress, *, loopback: bool) -> bool:
    """Whether the address is of a network of our own; the machine itself only where it was named as such.

    Never a link-local one (where clouds keep their secrets), a group, or no address at all.
    """
    one = _plain(one)
    return loopback if one.is_loopback else one not in _OF_CLOUDS and any(one in net for net in _OURS)
