"""From which address a request comes: what tries are counted by."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

from hub.web.hub import hub_of

Network = IPv4Network | IPv6Network


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The peer; behind proxies of TRELLIS_PROXIES the last hop before them. An IPv6 home is one address: its /64 network."""
    peer = connection.client.host if connection.client else ""
    forwarded = [hop for header in connection.headers.getall("x-forwarded-for", []) for hop in header.split(",")]
    return nearest_stranger(peer, forwarded, trusted(hub_of(connection).settings.proxies))


@lru_cache(maxsize=8)
def trusted(proxies: str) -> tuple[Network, ...]:
    """Networks or addresses, separated by commas. Raises ValueError for one that is neither."""
    return tuple(ip_network(one.strip(), strict=False) for one in proxies.split(",") if one.strip())


def nearest_stranger(peer: str, forwarded: list[str], proxies: tuple[Network, ...]) -> str:
    """Walks back from the peer over what our own proxies say. What stands before the first stranger, anyone can have written."""
    seen = peer
    for hop in [peer, *reversed(forwarded)]:
        address = _address(hop)
        if address is None:
            break
        seen = _home(address)
        if not any(address in network for network in proxies if network.version == address.version):
            break
    return seen


def _address(hop: str) -> IPv4Address | IPv6Address | None:
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _home(address: IPv4Address | IPv6Address) -> str:
    # One line to the internet has a whole /64: counting each of its addresses would count nothing.
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
