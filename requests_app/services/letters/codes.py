"""机关代字 and 类字 of an organ's letters: what it set itself, else the usual ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Length

from portal.acts.models import Counter
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ, OrganPrefix
from portal.papers.issue import series_of
from portal.statute import DOCUMENT_RULES, Article
from requests_app.letters.kinds import Series
from requests_app.models import OrganLetterCodes
from requests_app.permissions import may_set_terms

if TYPE_CHECKING:
    from portal.accounts.models import User

_LETTERS = re.compile(r"[\u4e00-\u9fff]{1,12}")
_MOST_PAYMENT = 300
_LONGEST = 24
# Held while codes are compared with those of other organs; the number is arbitrary but ours alone.
_LOCK = 7_110_521
# 公文一般由……发文字号……等组成, of 发文机关代字、年份、发文顺序号.
_BASIS = Article(9, law=DOCUMENT_RULES)


@dataclass(frozen=True)
class Codes:
    """How an organ's letters are numbered, and how a fee is paid to it."""

    prefix: str
    answer_code: str = "公开答"
    notice_code: str = "公开告"
    outside_code: str = "公开函"
    payment: str = ""

    def head(self, series: Series) -> str:
        """What stands before the year."""
        own = {
            Series.ANSWER: self.answer_code,
            Series.NOTICE: self.notice_code,
            Series.OUTSIDE: self.outside_code,
        }
        return f"{self.prefix}{own[series]}"


def codes_of(organ: Organ) -> Codes:
    """What applies to an organ: what it set itself, else its usual 机关代字 and ours."""
    return codes_of_all([organ])[organ.pk]


def codes_of_all(organs: Iterable[Organ]) -> dict[int, Codes]:
    """The same for many, by three queries. Usual is the shortest 机关代字 that is not kept for
    规范性文件; an organ without one begins with its short name, or with its name where another
    has the same short one.
    """
    known = {organ.pk: organ for organ in organs}
    own = {row.organ_id: row for row in OrganLetterCodes.objects.filter(organ__in=known)}
    taken = OrganLetterCodes.objects.filter(prefix=OuterRef("prefix"))
    prefixes = OrganPrefix.objects.filter(
        ~Exists(taken.exclude(organ=OuterRef("organ"))), organ__in=known, is_normative=False
    )
    usual: dict[int, str] = {}
    for row in prefixes.order_by(Length("prefix"), "prefix"):
        usual.setdefault(row.organ_id, row.prefix)
    usual = _names([organ for organ in known.values() if organ.pk not in own]) | usual
    return {pk: _codes(own[pk]) if pk in own else Codes(usual[pk]) for pk in known}


def _names(organs: Sequence[Organ]) -> dict[int, str]:
    alike = Organ.objects.filter(short_name__in=[organ.short_name for organ in organs])
    twice = alike.values("short_name").annotate(number=Count("pk")).filter(number__gt=1)
    shared = set(twice.order_by().values_list("short_name", flat=True))
    return {
        organ.pk: (organ.name if organ.short_name in shared else organ.short_name)[:_LONGEST]
        for organ in organs
    }


def _codes(row: OrganLetterCodes) -> Codes:
    return Codes(**{field.name: getattr(row, field.name) for field in fields(Codes)})


@transaction.atomic
def set_codes(*, organ: Organ, codes: Codes, by: User, at: dt.datetime) -> None:
    """For letters made from now on; under a new code a year begins with 1, no number changes."""
    if not (verdict := may_set_terms(by, organ)):
        raise NotPermitted(verdict.reason)
    with connection.cursor() as cursor:  # of two who choose the same at once, one is told
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    _check(organ, codes)
    before = codes_of(organ)
    OrganLetterCodes.objects.update_or_create(
        organ=organ, defaults={**asdict(codes), "by": by, "at": at}
    )
    record(
        action="requests.set_letter_codes",
        summary=f"设定文书编号：{organ.name}",
        by=by,
        at=at,
        organ=organ,
        subject=organ,
        basis=_BASIS,
        details={"before": asdict(before), "after": asdict(codes)},
    )


def _check(organ: Organ, codes: Codes) -> None:
    own = (codes.answer_code, codes.notice_code, codes.outside_code)
    if not all(_LETTERS.fullmatch(text) for text in (codes.prefix, *own)):
        raise ActRefused("机关代字和类字只写汉字，各1至12个字，如“海数”“公开答”。")
    if len(set(own)) < len(own):
        raise ActRefused("三个类字应各不相同，以免不同的文书编在一起。")
    if OrganPrefix.objects.filter(prefix=codes.prefix).exclude(organ=organ).exists():
        raise ActRefused(f"机关代字“{codes.prefix}”属于另一个机关，请换一个。")
    if found := sorted(_heads(codes) & _heads_of_others(organ, codes)):
        raise ActRefused(f"另一个机关的文书以“{found[0]}”开头，文号会重复，请换一个。")
    if len(codes.payment) > _MOST_PAYMENT:
        raise ActRefused(f"缴费方式最多{_MOST_PAYMENT}字，请删减。")


def _heads(codes: Codes) -> set[str]:
    return {codes.head(series) for series in (Series.ANSWER, Series.NOTICE, Series.OUTSIDE)}


def _heads_of_others(organ: Organ, codes: Codes) -> set[str]:
    """What other organs' numbers begin with: by what they set, by what is usual, from before.
    “海数”“公开答” and “海数公”“开答” are the same on paper.
    """
    heads = _heads(codes)
    others = OrganLetterCodes.objects.exclude(organ=organ)
    found = set[str]().union(*(_heads(_codes(row)) for row in others))
    parts = {head[:end] for head in heads for end in range(1, len(head))}
    usual = OrganPrefix.objects.filter(prefix__in=parts, is_normative=False).exclude(organ=organ)
    found = found.union(*(_heads(Codes(row.prefix)) for row in usual))
    series = {series_of(head): head for head in heads}
    used = Counter.objects.filter(series__in=series).exclude(organ=organ)
    return found | {series[text] for text in used.values_list("series", flat=True)}
