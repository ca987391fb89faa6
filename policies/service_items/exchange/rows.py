"""A row of the exchange table as the columns of an item, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from disclosure.elements import Form
from disclosure.exchange.columns import Column
from disclosure.exchange.table import Row
from disclosure.exchange.values import BadValue, to_value
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.models import ServiceItem
from policies.service_items.models.item import CODE
from portal.common.typed import half_width, straight
from portal.links.judgement import known_danger
from portal.links.selectors import dangerous_domains
from portal.organs.models import Organ

_CODES = ("task_code", "catalog_code", "task_handle_item")
_ANY_CODE = (*_CODES, "local_catalog_code", "local_task_code", "dept_code", "task_state")
# What a spreadsheet makes of a long number that nobody told it to leave alone.
_SPOILT = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_SHOWN = 40
_LONGEST_TEXT = 20_000
_IS_ADDRESS = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True)
class ReadItem:
    """The columns a row gives, and the organ whose item it is; or the problems, each a sentence."""

    values: Mapping[str, Any] = field(default_factory=dict)
    organ: Organ | None = None
    problems: tuple[str, ...] = ()


class Surroundings:
    """The organs of this portal as tables name them, and the domains no table may bring in; read
    once for a table.
    """

    def __init__(self) -> None:
        self.domains = dangerous_domains()
        self._known: dict[str, list[Organ]] = defaultdict(list)
        for organ in Organ.objects.active():
            for name in {organ.code, organ.credit_code, organ.name, organ.short_name} - {""}:
                self._known[name].append(organ)

    def organ(self, code: str, name: str) -> tuple[Organ | None, str]:
        """The organ of a code, else of a name; or what is wrong."""
        if not code and not name:
            return None, "请填写实施主体编码或者实施主体。"
        for given in filter(None, (code, name)):
            found = self._known.get(given, [])
            if len(found) == 1:
                return found[0], ""
            if found:
                told = f"“{_short(given)}”是几个机关共有的简称，请写全称或者统一社会信用代码。"
                return None, told
        return None, f"实施主体“{_short(name or code)}”不是本门户的机关，请核对编码和名称。"


def read_row(row: Row, known: Surroundings) -> ReadItem:
    """What a row says. Columns the table does not have are left out, empty cells are empty."""
    if row.problem:
        return ReadItem(problems=(row.problem,))
    values: dict[str, Any] = {}
    problems: list[str] = []
    for column in ITEMS.columns:
        if column.key in row.values:
            try:
                values[column.key] = _value(column, row.values[column.key], known.domains)
            except BadValue as error:
                problems.append(str(error))
        elif column.required:
            problems.append(f"缺少“{column.heading}”这一栏，请补上。")
    organ, problem = known.organ(values.get("dept_code", ""), values.get("dept_name", ""))
    begins, ends = values.get("plan_effective_date"), values.get("plan_cancel_date")
    if begins and ends and ends < begins:
        problems.append("计划取消日期早于计划生效日期，请核对。")
    return ReadItem(values, organ, tuple(filter(None, (*problems, problem))))


def _value(column: Column, raw: object, domains: Collection[str]) -> Any:
    value = to_value(column, raw)
    if column.form is Form.DATE:
        return dt.date.fromisoformat(str(value)) if value else None
    text = straight(str(value or ""))
    if column.key in _ANY_CODE:
        text = half_width(text)
    elif column.key == "task_name":
        text = " ".join(text.split())
    if not text:
        if column.required:
            raise BadValue(f"请填写{column.heading}。")
        return ""
    _check(column, text, domains)
    return text


def _check(column: Column, text: str, domains: Collection[str]) -> None:
    """Raises BadValue for what the column cannot hold."""
    kind = ServiceItem._meta.get_field(column.key)
    if column.key in _ANY_CODE and _SPOILT.fullmatch(text):
        raise BadValue(
            f"{column.heading}“{text}”被表格软件改成了科学记数，原来的编码已经丢失："
            "请先把这一栏设为文本格式，再重新填写编码。"
        )
    longest = getattr(kind, "max_length", None) or _LONGEST_TEXT
    if len(text) > longest:
        raise BadValue(f"{column.heading}最多{longest}字，这一行有{len(text)}字，请删减。")
    if column.key in _CODES:
        try:
            CODE(text)
        except ValidationError as error:
            told = "、".join(error.messages)
            raise BadValue(f"{column.heading}“{_short(text)}”{told}，请核对。") from error
    if isinstance(kind, models.URLField):
        try:
            _IS_ADDRESS(text)
        except ValidationError as error:
            raise BadValue(
                f"{column.heading}“{_short(text)}”不是网址，应以 https:// 或者 http:// 开头。"
            ) from error
        if danger := known_danger(text, domains, settings.OUTBOUND_PRIVATE_HOSTS):
            raise BadValue(f"{column.heading}“{_short(text)}”{danger}，不能收录。")


def _short(text: str) -> str:
    plain = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
