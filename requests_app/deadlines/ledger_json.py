"""Reading the ledger from JSON, strictly: an unknown key or an odd type is an error."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from requests_app.deadlines.facts import (
    Consultation,
    ConsultationKind,
    Correction,
    Extension,
    Facts,
    FactsError,
    Fee,
)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Beyond this a date is a slip of the pen, and adding months to it may leave the calendar.
_LAST_YEAR = 2199

T = TypeVar("T")


def read_facts(text: str | bytes) -> Facts:
    """Read one JSON object of facts. Raises FactsError with a Chinese sentence."""
    try:
        value = json.loads(text, object_pairs_hook=_without_repeats)
    except FactsError:
        raise
    except (ValueError, RecursionError) as error:
        raise FactsError(["输入不是有效的 JSON：请在标准输入写一个 JSON 对象。"]) from error
    given = _object(value, "输入", required=("received_on",), optional=_OPTIONAL)
    return Facts(
        received_on=_date(given["received_on"], "received_on"),
        corrections=_list(given.get("corrections"), "corrections", _correction),
        consultations=_list(given.get("consultations"), "consultations", _consultation),
        extension=_maybe(given.get("extension"), "extension", _extension),
        fee=_maybe(given.get("fee"), "fee", _fee),
        delivered_on=_maybe(given.get("delivered_on"), "delivered_on", _date),
        as_of=_maybe(given.get("as_of"), "as_of", _date),
    )


_OPTIONAL = ("corrections", "consultations", "extension", "fee", "delivered_on", "as_of")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise FactsError(["同一个对象里有重复的键，请只保留一个。"])
    return value


def _object(
    value: object, where: str, *, required: tuple[str, ...], optional: tuple[str, ...]
) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FactsError([f"{where} 应为 JSON 对象。"])
    known = (*required, *optional)
    problems = [
        f"{where} 有不认识的键“{key}”，可用的键：{'、'.join(known)}。"
        for key in value
        if key not in known
    ]
    problems += [f"{where} 缺少“{key}”。" for key in required if value.get(key) is None]
    if problems:
        raise FactsError(problems)
    return value


def _maybe(value: object, where: str, read: Callable[[object, str], T]) -> T | None:
    return None if value is None else read(value, where)


def _list(value: object, where: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise FactsError([f"{where} 应为数组。"])
    return tuple(read(item, f"{where}[{place}]") for place, item in enumerate(value))


def _date(value: object, where: str) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            day = dt.date.max
        if day.year <= _LAST_YEAR:
            return day
    shown = json.dumps(value, ensure_ascii=False)[:40]
    raise FactsError([f"{where} 的日期 {shown} 不存在或无法识别，请写成 2026-03-31。"])


def _correction(value: object, where: str) -> Correction:
    given = _object(value, where, required=("noticed_on",), optional=("received_on",))
    return Correction(
        noticed_on=_date(given["noticed_on"], f"{where}.noticed_on"),
        received_on=_maybe(given.get("received_on"), f"{where}.received_on", _date),
    )


def _consultation(value: object, where: str) -> Consultation:
    given = _object(value, where, required=("kind", "sent_on"), optional=("served_on", "closed_on"))
    kinds = [kind.value for kind in ConsultationKind]
    if given["kind"] not in kinds:
        raise FactsError([f"{where}.kind 应为 {' 或 '.join(kinds)}。"])
    return Consultation(
        kind=ConsultationKind(given["kind"]),
        sent_on=_date(given["sent_on"], f"{where}.sent_on"),
        served_on=_maybe(given.get("served_on"), f"{where}.served_on", _date),
        closed_on=_maybe(given.get("closed_on"), f"{where}.closed_on", _date),
    )


def _extension(value: object, where: str) -> Extension:
    given = _object(value, where, required=("approved_on", "days"), optional=())
    if not isinstance(given["days"], int) or isinstance(given["days"], bool):
        raise FactsError([f"{where}.days 应为整数（工作日天数）。"])
    return Extension(_date(given["approved_on"], f"{where}.approved_on"), given["days"])


def _fee(value: object, where: str) -> Fee:
    given = _object(value, where, required=("notice_received_on",), optional=("paid_on",))
    return Fee(
        notice_received_on=_date(given["notice_received_on"], f"{where}.notice_received_on"),
        paid_on=_maybe(given.get("paid_on"), f"{where}.paid_on", _date),
    )
