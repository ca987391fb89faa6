"""The one list of columns: Chinese headings in CSV and XLSX, English keys in JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.elements import TABLE, Form, Given

FORMATS = ("csv", "xlsx", "jsonl")


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
BY_KEY = {column.key: column for column in COLUMNS}
# Clerks know an organ by its name, and so head the column.
_ALSO = {"公开责任机关": "organ"}
BY_HEADING = {column.heading: column for column in COLUMNS} | {
    heading: BY_KEY[key] for heading, key in _ALSO.items()
}
# Text without an upper limit: in a workbook it may need more than one cell.
UNBOUNDED = tuple(each.name for each in TABLE if each.unbounded)


def expected_headings() -> str:
    """The headings of an import, for messages; the required ones are marked."""
    return "、".join(
        f"{column.heading}（必填）" if column.required else column.heading for column in IMPORTED
    )
