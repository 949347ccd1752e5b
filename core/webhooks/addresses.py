"""Connections to addresses that were looked at, whatever the name resolves to a moment later."""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Any

import httpcore2

from core.webhooks.target import NotAllowed


class CheckedAddresses(httpcore2.AsyncNetworkBackend):
    """Resolves a name once, refuses addresses of private networks, and connects to what is left.

    NotAllowed if the name resolves to any such address: it may be about to change.
    """

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as its base has it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address that answers."""
        problem: Exception = NotAllowed(f"'{host}' has no address.")
        for address in await self._addresses(host, port):
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
        raise problem

    async def _addresses(self, host: str, port: int) -> Iterable[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError(f"'{host}' is not known: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self._private and not is_public(address):
                raise NotAllowed(f"'{host}' has the address {address} of a private network.")
        return addresses


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet's, also where IPv6 wraps one of IPv4."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved)
