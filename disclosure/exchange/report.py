"""What became, or would become, of every row of a table."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass
from typing import Any


class Outcome(enum.Enum):
    """The fate of a row."""

    NEW = "新录入"
    CHANGED = "更新"
    KNOWN = "已有"
    BAD = "有误"


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row: `messages` are Chinese and say what to do; `document_id` where there is one."""

    number: int
    outcome: Outcome
    title: str = ""
    messages: tuple[str, ...] = ()
    document_id: int | None = None

    def __str__(self) -> str:
        said = "".join(self.messages) or self.title
        return f"第{self.number}行　{self.outcome.value}　{said}"


@dataclass(frozen=True, slots=True)
class Report:
    """All rows in order; `batch_id` is set when the rows were filed, not only tried."""

    rows: tuple[RowReport, ...]
    dry_run: bool
    batch_id: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no row was refused."""
        return not any(row.outcome is Outcome.BAD for row in self.rows)

    def count(self, outcome: Outcome) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def new(self) -> int:
        return self.count(Outcome.NEW)

    @property
    def changed(self) -> int:
        return self.count(Outcome.CHANGED)

    @property
    def known(self) -> int:
        return self.count(Outcome.KNOWN)

    @property
    def bad(self) -> int:
        return self.count(Outcome.BAD)

    def summary(self) -> str:
        """One sentence: how many rows, and what became of them."""
        head = "试运行（没有写入）：" if self.dry_run else ""
        told = (each for each in Outcome if each is not Outcome.CHANGED or self.changed)
        parts = "，".join(f"{outcome.value}{self.count(outcome)}行" for outcome in told)
        return f"{head}共{len(self.rows)}行：{parts}。"

    def as_json(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {
            "dry_run": self.dry_run,
            "summary": self.summary(),
            "notes": list(self.notes),
            "rows": [
                {
                    "row": row.number,
                    "outcome": row.outcome.value,
                    "title": row.title,
                    "messages": list(row.messages),
                    "document": row.document_id,
                }
                for row in self.rows
            ],
        }
