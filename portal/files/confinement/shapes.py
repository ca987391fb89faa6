"""Values as JSON and back, by their declared types: the other side is not to be trusted.

Nothing of what arrives chooses a class: the receiver knows what it waits for. Bytes travel beside
the JSON, as they are.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from portal.text import serial
from portal.text.model import Text


class Misshapen(Exception):
    """What arrived is not of the declared type."""


def flat(value: Any, raw: list[bytes]) -> Any:
    """A value as JSON can hold it; its bytes are appended to ``raw``. Raises TypeError."""
    if isinstance(value, Enum):
        return flat(value.value, raw)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes):
        raw.append(value)
        return len(raw) - 1
    if isinstance(value, Text):
        # Blocks and words are told apart by their kind, which its own serialisation writes.
        return serial.dump(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        rows = ((row.name, getattr(value, row.name)) for row in dataclasses.fields(value))
        return {name: flat(each, raw) for name, each in rows}
    if isinstance(value, Mapping):
        return {key: flat(each, raw) for key, each in value.items()}
    if isinstance(value, Sequence | AbstractSet):
        return [flat(each, raw) for each in value]
    raise TypeError(f"a {type(value).__name__} cannot leave its process")


def shaped(shape: Any, plain: Any, raw: Sequence[bytes]) -> Any:
    """The value of the declared type. Raises Misshapen."""
    try:
        return _shaped(shape, plain, raw)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise Misshapen(f"no {shape}") from error


def arguments_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The declared types of a function's arguments and, under ``return``, of what it returns."""
    return dict(_hints(function))


@cache
def _hints(function: Any) -> dict[str, Any]:
    return get_type_hints(function)


def _shaped(shape: Any, plain: Any, raw: Sequence[bytes]) -> Any:
    leaf = _LEAVES.get(shape)
    if leaf is not None:
        return leaf(plain, raw)
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(shape), plain, raw)
    if origin is not None:
        return _many(origin, get_args(shape), plain, raw)
    if issubclass(shape, Enum):
        return shape(plain)
    if dataclasses.is_dataclass(shape):
        hints = _hints(cast("Any", shape))
        return cast("Any", shape)(
            **{name: _shaped(hints[name], each, raw) for name, each in _of(dict, plain).items()}
        )
    return _of(shape, plain)


def _one_of(shapes: tuple[Any, ...], plain: Any, raw: Sequence[bytes]) -> Any:
    if plain is None and type(None) in shapes:
        return None
    for shape in shapes:
        try:
            return shaped(shape, plain, raw)
        except Misshapen:
            continue
    raise TypeError


def _many(origin: Any, inner: tuple[Any, ...], plain: Any, raw: Sequence[bytes]) -> Any:
    if issubclass(origin, Mapping):
        rows = _of(dict, plain).items()
        return {_of(str, key): _shaped(inner[1], each, raw) for key, each in rows}
    values = _of(list, plain)
    if origin is tuple and (len(inner) != 2 or inner[1] is not Ellipsis):
        return tuple(_shaped(shape, each, raw) for shape, each in zip(inner, values, strict=True))
    made = [_shaped(inner[0], each, raw) for each in values]
    return (
        made
        if origin is list
        else frozenset(made)
        if issubclass(origin, AbstractSet)
        else (tuple(made))
    )


def _of(shape: Any, plain: Any) -> Any:
    if not isinstance(plain, shape) or (isinstance(plain, bool) and shape is not bool):
        raise TypeError
    return plain


_LEAVES: Mapping[Any, Callable[[Any, Sequence[bytes]], Any]] = {
    Any: lambda plain, _raw: plain,
    bytes: lambda plain, raw: raw[_of(int, plain)],
    float: lambda plain, _raw: float(_of((int, float), plain)),
    Text: lambda plain, _raw: serial.load(plain),
}
