"""Where this software may reach: public https addresses, and origins of the own machine that were named one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from monitor.errors import UnsafeAddress

GLOBAL_UNICAST = ip_network("2000::/3")
RELAYS = (ip_network("2002::/16"), ip_network("2001::/32"))
"""6to4 and Teredo carry an IPv4 address inside, which may be a private one. NAT64 lies outside global unicast."""
ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be asked. ``private`` ones were named in the settings as belonging to this machine."""

    url: str = field(repr=False)
    origin: str
    host: str
    private: bool


def examine(url: str, *, allowed_private: frozenset[str] = frozenset()) -> Target:
    """The target a URL stands for. Raises UnsafeAddress, naming the host alone: a URL itself may be a secret."""
    parts = _split(url)
    origin = f"{parts.scheme}://{parts.netloc.lower()}"
    plain = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
    if origin in allowed_private:
        return Target(url=plain, origin=origin, host=parts.hostname or "", private=True)
    host = _public_host(parts)
    netloc = f"[{host}]" if ":" in host else host
    plain = urlunsplit(("https", netloc, parts.path or "/", parts.query, ""))
    return Target(url=plain, origin=f"https://{netloc}", host=host, private=False)


def is_public(address: str) -> bool:
    """True for an address of the public internet in its plain form; false for everything that leads inside."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (ip not in GLOBAL_UNICAST or any(ip in net for net in RELAYS)):
        return False
    return ip.is_global and not ip.is_multicast


def is_local(address: str) -> bool:
    """True for loopback and the private ranges of an office network: where a named private origin may lie."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return ip.is_loopback or (ip.is_private and not ip.is_link_local and not ip.is_unspecified)


def _split(url: str) -> SplitResult:
    if FORBIDDEN.search(url):
        raise UnsafeAddress("The address holds spaces, control characters or a backslash; write it without them.")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnsafeAddress("The address cannot be read as a URL; check it for a slip.") from None
    if not host:
        raise UnsafeAddress(f'An address "{parts.scheme}:" names no host; only https addresses are read.')
    if "@" in parts.netloc:
        raise UnsafeAddress(f"The address of {host} holds a user name; write it without one.")
    return parts


def _public_host(parts: SplitResult) -> str:
    """The host in ASCII. Raises UnsafeAddress for other schemes, other ports, odd spellings and private literals."""
    host = _ascii(parts.hostname or "")
    if parts.scheme != "https":
        raise UnsafeAddress(f"{host} is to be read by {parts.scheme}; only https is allowed.")
    if parts.port not in {None, 443}:
        raise UnsafeAddress(f"{host} is to be read on port {parts.port}; only port 443 is allowed.")
    if ":" in host or ENDS_IN_A_NUMBER.search(host):
        _check_literal(host)
    return host


def _check_literal(host: str) -> None:
    try:
        ip: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        raise UnsafeAddress(f"{host} is an odd spelling of a number; write the site's name.") from None
    if not is_public(str(ip)):
        raise UnsafeAddress(f"{host} is not an address of the public internet; it is never asked.")


def _ascii(host: str) -> str:
    """The name as it is resolved; refuses what no domain may be, before the system's resolver stumbles over it."""
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        name = ""
    labels = name.removesuffix(".").split(".")
    if ":" not in name and (len(name) > 253 or not all(0 < len(label) < 64 for label in labels)):
        raise UnsafeAddress("The address names a site that no domain can be; check it for a slip.")
    return name
