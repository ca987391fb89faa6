"""The fields of an entry and what a word in each is worth: data, read by index, query and record.

An entry has a title, a body and numbers; an app may say more of it under the other names here
(`publish_entry(texts=…)`). What the title or the body says is the thing itself and decides what
is found exactly; everything else only helps to come near.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FIELDS", "LONGEST_TEXT", "MORE", "SOUNDING", "Field"]

# Characters kept of one text; a longer attachment is found by its beginning.
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in rows and index, its weight beside the body's 1, its word for people."""

    name: str
    weight: float
    label: str


FIELDS = (
    Field("title", 4.0, "标题"),
    Field("subject", 2.5, "主题词、标签"),
    Field("question", 2.5, "问"),
    Field("abstract", 2.0, "概述"),
    Field("issuer", 1.5, "机关"),
    Field("heading", 1.5, "小标题"),
    Field("body", 1.0, "正文"),
    Field("attachment", 0.6, "附件"),
)
# What an app may say besides title, body and numbers.
MORE = tuple(each.name for each in FIELDS if each.name not in {"title", "body"})
# What is also found by how it sounds.
SOUNDING = ("title", "subject", "issuer")
