"""Every address there is, from the table of addresses, filled with what there is to find."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from django.urls import URLPattern, URLResolver, get_resolver

Values = Callable[[str, str], Sequence[object]]
_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def patterns(
    resolver: URLResolver | None = None, names: tuple[str, ...] = (), route: str = ""
) -> Iterator[tuple[str, str]]:
    """(qualified name, route) of every pattern below a resolver, by default of all."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from patterns(pattern, inner, text)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*names, pattern.name)), text


def filled(route: str, values: Values) -> Iterator[str]:
    """The addresses of a route with each of the values of its parts: `values` gives those of a
    part by the route and its name.
    """
    plain = route.replace("^", "").replace("$", "").replace("\\Z", "")
    named = [first or second for first, second in _PART.findall(plain)]
    pieces = _PART.split(plain)[::3]
    for given in itertools.product(*(values(route, name) for name in named)):
        parts = itertools.zip_longest(pieces, map(str, given), fillvalue="")
        yield "/" + "".join(piece + value for piece, value in parts)


def all_filled(values: Values) -> list[tuple[str, str]]:
    """Name and address of everything, in a steady order."""
    return sorted({(name, one) for name, route in patterns() for one in filled(route, values)})
