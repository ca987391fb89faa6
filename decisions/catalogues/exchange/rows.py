"""A row of a table as an item, or what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.catalogues.choices import PlannedStep
from decisions.catalogues.exchange.columns import ITEMS
from disclosure.exchange.table import Row
from disclosure.exchange.values import BadValue, to_value
from portal.organs.models import Organ

_SHOWN = 40


@dataclass(frozen=True)
class ReadItem:
    """Of whose catalogue and which year the row is, and what the item says; or the problems, each a
    sentence.
    """

    maker: Organ | None = None
    year: int = 0
    content: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


class Surroundings:
    """The organs of this portal as tables name them; read once for a table."""

    def __init__(self) -> None:
        self._known: dict[str, list[Organ]] = defaultdict(list)
        for organ in Organ.objects.active():
            for name in {organ.code, organ.name, organ.short_name}:
                self._known[name].append(organ)

    def organ(self, heading: str, name: str, *, of: Organ | None = None) -> Organ:
        """The organ of a name or code; of several of one short name that which stands nearest to
        the organ `of`. Raises BadValue.
        """
        found = self._known.get(" ".join(name.split()), [])
        if of is not None and len(found) > 1:
            near = of.path[: of.steplen * max(of.depth - 1, 1)]
            found = [each for each in found if each.path.startswith(near)] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise BadValue(f"{heading}“{_short(name)}”是几个机关共有的简称，请写全称或者机关代码。")
        raise BadValue(f"{heading}“{_short(name)}”不是本门户的机关，请核对，写全称、简称或者代码。")


def read_row(row: Row, known: Surroundings) -> ReadItem:
    """What a row says; columns that the table does not have are empty."""
    if row.problem:
        return ReadItem(problems=(row.problem,))
    values: dict[str, Any] = {}
    problems: list[str] = []
    for column in ITEMS.columns:
        if column.exported_only:
            continue
        try:
            value = to_value(column, row.values.get(column.key, ""))
        except BadValue as error:
            problems.append(str(error))
            continue
        if column.required and value in ("", None, []):
            problems.append(f"请填写{column.heading}。")
        values[column.key] = value
    if problems:
        return ReadItem(content=values, problems=tuple(problems))
    year = int(values.pop("year"))
    try:
        maker = known.organ("机关", values.pop("maker"))
        content = {
            **values,
            "lead": known.organ("承办单位", values["lead"], of=maker),
            "joint": [known.organ("会办单位", name, of=maker) for name in values["joint"]],
            "steps": [_step(name) for name in values["steps"]],
        }
    except BadValue as error:
        return ReadItem(content=values, problems=(str(error),))
    return ReadItem(maker, year, content)


def _step(name: str) -> str:
    for step in PlannedStep:
        if name in (step.value, step.label):
            return step.value
    listed = "、".join(PlannedStep.labels)
    raise BadValue(f"没有“{_short(name)}”这种程序，请从以下各项中选择，用“；”分隔：{listed}。")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
