"""Where an act comes from: the address and session of the request that is being served.

Services never see a request; the middleware puts these facts here and `record()` reads them.
Outside a request (a command, a task) the origin is the name of the process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where an act comes from: `address` of the client ("" outside a request) and `channel`."""

    address: str = ""
    channel: str = "系统"


_origin: ContextVar[Origin] = ContextVar("audit_origin")
_SYSTEM = Origin()


def current_origin() -> Origin:
    """The origin of the act being done now."""
    return _origin.get(_SYSTEM)


@contextmanager
def origin(*, address: str = "", channel: str) -> Iterator[None]:
    """Do what stands inside on behalf of this origin."""
    token = _origin.set(Origin(address=address, channel=channel))
    try:
        yield
    finally:
        _origin.reset(token)
