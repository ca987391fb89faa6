"""From a record to what filing takes: organs, themes, categories and labels found by name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from disclosure.blockers import for_openness
from disclosure.elements import ELEMENTS, Form
from disclosure.exchange.columns import DOCUMENTS, IMPORTED
from disclosure.exchange.values import Value
from disclosure.models import Document, DocumentIssuer
from portal.organs.docnumbers import is_strict
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, SubjectWord, Theme

_ISSUER_LETTERS = DocumentIssuer._meta.get_field("name").max_length or 0


@dataclass(slots=True)
class Draft:
    """What `file_document` takes; `problems` (Chinese sentences) keep it from being filed."""

    organ: Organ | None = None
    elements: dict[str, Any] = field(default_factory=dict)
    issuers: list[str] = field(default_factory=list)
    labels: dict[str, Sequence[models.Model]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Catalogue:
    """Everything a row may name, read once for a table."""

    def __init__(self) -> None:
        organs = list(Organ.objects.active())
        self.organs = {organ.code: organ for organ in organs}
        # People know names; a short name that several bear means none of them.
        self.named: dict[str, list[Organ]] = defaultdict(list)
        for organ in organs:
            for name in {organ.name, organ.short_name}:
                self.named[name].append(organ)
        self.themes = {theme.path: theme for theme in Theme.objects.all()}
        self.categories: dict[str, DisclosureCategory] = {}
        for category in DisclosureCategory.objects.all():
            self.categories[str(category.basis)] = category
            self.categories.setdefault(category.name, category)
        self.labels: Mapping[str, Mapping[str, models.Model]] = {
            "tags": {tag.name: tag for tag in PolicyTag.objects.all()},
            "audiences": {audience.name: audience for audience in Audience.objects.all()},
            "subject_words": {
                word.word: word for word in SubjectWord.objects.filter(is_blocked=False)
            },
        }

    def draft(self, record: Mapping[str, Value]) -> Draft:
        """The draft a record describes, with everything that is wrong with it."""
        draft = Draft()
        for key in ELEMENTS:
            draft.elements[key] = _element(key, record[key])
        given = str(record["organ"])
        draft.organ, problem = self._organ(given)
        if given and problem:
            draft.problems.append(problem)
        self._named(draft, record)
        issuers = record["issuers"]
        draft.issuers = issuers if isinstance(issuers, list) else []
        draft.problems += [*_too_long(record), *_contradictions(record)]
        return draft

    def _organ(self, given: str) -> tuple[Organ | None, str]:
        """The organ of a code, a name or a short name, or what is wrong with it."""
        if given in self.organs:
            return self.organs[given], ""
        found = self.named.get(given, [])
        if len(found) == 1:
            return found[0], ""
        if found:
            codes = "、".join(sorted(organ.code for organ in found)[:5])
            return None, f"叫“{given[:40]}”的机关不止一个（{codes}），请写全称或代码。"
        return None, f"没有代码或名称为“{given[:40]}”的机关，请在机关目录中查对。"

    def _named(self, draft: Draft, record: Mapping[str, Value]) -> None:
        for key, rows, example in (
            ("theme", self.themes, "请写全名，如“综合政务\\政务公开”。"),
            ("category", self.categories, "请写条例的条、款、项，如“第二十条第一款第（一）项”。"),
        ):
            name = str(record[key])
            draft.elements[key] = rows.get(name)
            if name and name not in rows:
                draft.problems.append(
                    f"没有“{name[:40]}”这个{DOCUMENTS.by_key[key].heading}，{example}"
                )
        for key, labels in self.labels.items():
            names = record[key]
            wanted = names if isinstance(names, list) else []
            draft.labels[key] = [labels[name] for name in wanted if name in labels]
            draft.problems += [
                f"没有可用的{DOCUMENTS.by_key[key].heading}“{name[:40]}”，请改用目录中已有的名称。"
                for name in wanted
                if name not in labels
            ]


def _element(key: str, value: Value) -> Any:
    if DOCUMENTS.by_key[key].form is Form.DATE:
        return dt.date.fromisoformat(str(value)) if value else None
    return value


def _too_long(record: Mapping[str, Value]) -> list[str]:
    limits = {f.name: getattr(f, "max_length", None) for f in Document._meta.fields}
    found = []
    for column in IMPORTED:
        value, limit = record[column.key], limits.get(column.key)
        if column.form is Form.TEXT and limit and isinstance(value, str) and len(value) > limit:
            found.append(f"{column.heading}有{len(value)}字，超过上限{limit}字，请缩短或移入正文。")
    issuers = record["issuers"] if isinstance(record["issuers"], list) else []
    long_names = [name for name in issuers if len(name) > _ISSUER_LETTERS]
    return found + [
        f"发文机关“{name[:20]}…”超过{_ISSUER_LETTERS}字，多个机关之间请用“；”分隔。"
        for name in long_names
    ]


def _contradictions(record: Mapping[str, Value]) -> list[str]:
    found = []
    number = str(record["doc_number"])
    if number and not is_strict(number):
        found.append(
            f"发文字号“{number[:40]}”应写成“机关代字〔年份〕顺序号号”，如 海府规〔2026〕3号。"
        )
    if record["secrecy_mark"]:
        found.append("标有密级的文件不得进入本系统，请按保密规定处理，并从表格中删除该行。")
    if record["openness"]:
        found += [
            blocker.message
            for blocker in for_openness(
                openness=str(record["openness"]),
                basis=str(record["openness_basis"]),
                ground=str(record["openness_ground"]),
            )
        ]
    begins, ends = record["effective_on"], record["expires_on"]
    if begins and ends and str(ends) < str(begins):
        found.append("有效期至早于施行日期，请核对后改正。")
    return found
