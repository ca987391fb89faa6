"""The arguments of an OAI-PMH request: read strictly, refused in the protocol's own codes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from disclosure.api.cursors import BadCursor, pack, unpack
from portal.search.querysets import START, Position

TOKEN: Final = "resumptionToken"  # noqa: S105  # the protocol's word for a cursor
# What each verb must and may have; a token stands alone.
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "Identify": (),
    "ListMetadataFormats": (),
    "ListSets": (),
    "GetRecord": ("identifier", "metadataPrefix"),
    "ListIdentifiers": ("metadataPrefix",),
    "ListRecords": ("metadataPrefix",),
}
_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "ListMetadataFormats": ("identifier",),
    "ListIdentifiers": ("from", "until", "set"),
    "ListRecords": ("from", "until", "set"),
}
_RESUMABLE: Final = ("ListSets", "ListIdentifiers", "ListRecords")
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "identifier": re.compile(r"[!-~]{1,300}"),
    "metadataPrefix": re.compile(_WORD),
    "set": re.compile(rf"{_WORD}(:{_WORD})*"),
    TOKEN: re.compile(r"[A-Za-z0-9_\-]{1,400}"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class OaiProblem(Exception):
    """What the protocol answers instead: one of its codes, and a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Selection:
    """Which records a list is to hold, and how far the harvester has come."""

    verb: str
    prefix: str
    from_: str = ""
    until: str = ""
    set_spec: str = ""
    position: Position = START
    told: int = 0

    @property
    def first(self) -> dt.datetime | None:
        """The first moment that counts."""
        return moment(self.from_) if self.from_ else None

    @property
    def end(self) -> dt.datetime | None:
        """The moment from which nothing counts any more: `until` itself belongs to the list."""
        if not self.until:
            return None
        step = dt.timedelta(days=1) if _DAY.fullmatch(self.until) else dt.timedelta(seconds=1)
        try:
            return moment(self.until) + step
        except OverflowError:
            return None

    def token(self, history: str) -> str:
        """Everything about this list in one word: the server keeps nothing."""
        own = (self.verb, self.prefix, self.from_, self.until, self.set_spec)
        return pack(history, *own, *self.position, self.told)


def read_arguments(query: QueryDict) -> dict[str, str]:
    """The arguments by name. Raises OaiProblem badVerb or badArgument."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _NEEDED:
        raise OaiProblem("badVerb", f"verb 应为下列之一，且只有一个：{'、'.join(_NEEDED)}。")
    verb = verbs[0]
    known = {"verb", *_NEEDED[verb], *_ALLOWED.get(verb, ())}
    if verb in _RESUMABLE:
        known.add(TOKEN)
    for name, values in query.lists():
        if name not in known:
            raise OaiProblem("badArgument", f"{verb} 没有这个参数，可用的是：{_listed(known)}。")
        if len(values) > 1:
            raise OaiProblem("badArgument", f"参数 {name} 只能出现一次。")
        if not values[0]:
            raise OaiProblem("badArgument", f"参数 {name} 不能为空。")
        if name in _SHAPES and name != TOKEN and not _SHAPES[name].fullmatch(values[0]):
            raise OaiProblem("badArgument", f"参数 {name} 的写法不对。")
    arguments = plain(query)
    if TOKEN in arguments:
        if len(arguments) > 2:
            raise OaiProblem("badArgument", f"{TOKEN} 须单独使用，不能再有其他参数。")
        return arguments
    missing = [name for name in _NEEDED[verb] if name not in arguments]
    if missing:
        raise OaiProblem("badArgument", f"缺少参数：{'、'.join(missing)}。")
    _check_period(arguments.get("from", ""), arguments.get("until", ""))
    return arguments


def plain(query: QueryDict) -> dict[str, str]:
    """The arguments by name, as they were typed; of a repeated one the last."""
    return {name: str(values[-1]) for name, values in query.lists() if values}


def selection_of(arguments: Mapping[str, str], *, history: str) -> Selection:
    """The list asked for, afresh or by a token. Raises OaiProblem badResumptionToken."""
    if TOKEN in arguments:
        return _resumed(arguments["verb"], arguments[TOKEN], history)
    return Selection(
        verb=arguments["verb"],
        prefix=arguments["metadataPrefix"],
        from_=arguments.get("from", ""),
        until=arguments.get("until", ""),
        set_spec=arguments.get("set", ""),
    )


def bad_token() -> OaiProblem:
    """The refusal of a token that was not given out, or not by this database."""
    message = f"{TOKEN} 无效，或数据库已恢复、更换，请从头采集。"
    return OaiProblem("badResumptionToken", message)


def moment(text: str) -> dt.datetime:
    """A day or a second as the protocol writes them, in UTC. Raises ValueError."""
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise ValueError(text)
    return dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=dt.UTC)


def stamp(at: dt.datetime) -> str:
    """A moment as the protocol writes it."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _resumed(verb: str, token: str, history: str) -> Selection:
    try:
        if not _SHAPES[TOKEN].fullmatch(token):
            raise bad_token()
        known, *own, xid, key, told = unpack(token, 9)
    except BadCursor as error:
        raise bad_token() from error
    texts = [known, *own]
    if not all(isinstance(text, str) for text in texts) or None in (xid, key, told):
        raise bad_token()
    if any(isinstance(number, str) for number in (xid, key, told)):
        raise bad_token()
    if known != history or own[0] != verb:
        raise bad_token()
    try:
        _check_period(own[2], own[3])
    except OaiProblem as error:
        raise bad_token() from error
    return replace(Selection(*own), position=Position(xid, key), told=told)


def _check_period(from_: str, until: str) -> None:
    for name, text in (("from", from_), ("until", until)):
        try:
            if text:
                moment(text)
        except ValueError as error:
            wanted = "应为 YYYY-MM-DD 或 YYYY-MM-DDThh:mm:ssZ，且日历上有这一天"
            raise OaiProblem("badArgument", f"参数 {name} {wanted}。") from error
    if from_ and until:
        if len(from_) != len(until):
            raise OaiProblem("badArgument", "from 和 until 须同为日期，或同为到秒的时间。")
        if from_ > until:
            raise OaiProblem("badArgument", "from 不能晚于 until。")


def _listed(names: set[str]) -> str:
    return "、".join(sorted(names))
