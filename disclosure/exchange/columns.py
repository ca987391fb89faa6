"""The one list of columns: Chinese headings in CSV and XLSX, English keys in JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from disclosure.elements import TABLE, Form, Given

FORMATS = {"csv": "CSV", "xlsx": "XLSX", "jsonl": "JSON Lines"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `choices` maps stored values to their labels, `default` fills an empty cell."""

    key: str
    heading: str
    form: Form = Form.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    required: bool = False
    exported_only: bool = False


@dataclass(frozen=True)
class Sheet:
    """A kind of table: its columns, other headings under which some of them are known, and what a
    row of it is. Headings nobody knows stop the reading, or are `left_aside` where tables come from
    elsewhere with more columns than are kept here.
    """

    columns: tuple[Column, ...]
    row_is: str
    also: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = tuple(FORMATS)
    left_aside: bool = False

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column behind a heading, or behind its key in whatever case."""
        return self.by_heading.get(name) or self.by_key.get(name.lower())

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        own = {column.heading: column for column in self.columns}
        return own | {heading: self.by_key[key] for heading, key in self.also.items()}

    def formats_named(self, last: str) -> str:
        """The formats in words, `last` before the last of them."""
        *others, end = (FORMATS[each] for each in self.formats)
        return f"{'、'.join(others)}{last}{end}"

    def expected_headings(self) -> str:
        """The headings of an import, for messages; the required ones are marked."""
        return "、".join(
            f"{column.heading}（必填）" if column.required else column.heading
            for column in self.columns
            if not column.exported_only
        )


COLUMNS = (
    *(
        Column(
            key=each.name,
            heading=each.heading,
            form=each.form,
            choices=each.choices,
            default=each.default,
            required=each.required,
            exported_only=each.given is Given.ACTS,
        )
        for each in TABLE
        if each.in_tables
    ),
    Column("url", "网址", exported_only=True),
)
IMPORTED = tuple(column for column in COLUMNS if not column.exported_only)
IMPORTED = tuple(column for column in COLUMNS if not column.exported_only)
# Clerks know an organ by its name, and so head the column.
DOCUMENTS = Sheet(COLUMNS, "一份文件", also={"公开责任机关": "organ"})
# Text without an upper limit: in a workbook it may need more than one cell.
UNBOUNDED = tuple(each.name for each in TABLE if each.unbounded)
