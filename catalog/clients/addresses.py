"""Which addresses belong to the public internet. [pure]"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

#: All IPv6 addresses that are given out for the internet; what embeds IPv4 is outside, but 6to4.
_UNICAST = ip_network("2000::/3")
#: Global by the standard library, and yet of no use to a client: relays and newer special ranges.
_SPECIAL = tuple(map(ip_network, ("192.88.99.0/24", "2002::/16", "2001::/23", "3fff::/20")))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet; no for what is no address.

    ``ipaddress.is_private`` alone misses shared addresses (100.64/10), multicast, and the forms of
    IPv6 that lead to IPv4 (``64:ff9b::/96``, ``::/96``, 6to4). A mapped one counts as its IPv4.
    """
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv6Address) and (parsed.scope_id or parsed not in _UNICAST):
        return False
    usual = parsed.is_global and not parsed.is_multicast and not parsed.is_reserved
    return usual and not any(parsed in network for network in _SPECIAL)
