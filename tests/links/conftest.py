"""The planted site, and a network in which nothing else is reached."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.links.planted import Network, Seen, serving


@pytest.fixture(scope="session")
def planted() -> Iterator[tuple[int, Seen]]:
    """One site for all tests."""
    with serving() as found:
        yield found


@pytest.fixture
def seen(planted: tuple[int, Seen]) -> Seen:
    """What the site saw in this test."""
    _, seen = planted
    seen.paths.clear()
    seen.most.clear()
    return seen


@pytest.fixture
def network(planted: tuple[int, Seen], seen: Seen, monkeypatch: pytest.MonkeyPatch) -> Network:
    """The network of a test; no connection to a private number gets past it."""
    port, _ = planted
    network = Network(port)
    own = socket.socket.connect

    def connect(this: socket.socket, address: object) -> None:
        # What the suite itself talks to: the database and the cache.
        if this.family == socket.AF_UNIX:
            own(this, address)
            return
        network.connect(this, address)

    monkeypatch.setattr(socket, "getaddrinfo", network.getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return network
