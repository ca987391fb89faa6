"""本月热点问题: counted once a month for every tree of organs; answers attached, made public.

Counted are sums of what is kept anyway: messages by policy and theme, who asked the same as what
was published, words that systems looked for in vain. A sum below the setting is not kept at all.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from disclosure.models import Document
from policies.answers.models import Entry, ZeroHitMonth
from policies.answers.similarity import likeness
from policies.concerns.choices import HotKind
from policies.concerns.models import Concern, HotLine, HotList
from policies.concerns.permissions import ROLES, may_keep_list
from policies.interpretations.models import Interpretation, Series
from policies.messages.models import AlsoAsked, Message, PublishedMessage
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.alike import ALIKE, bigrams
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.choices import OrganKind
from portal.organs.models import Organ, SiteProfile
from portal.personal.free_text import personal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User

# So many months back a run that was missed is made up for, and so many lines of a kind are kept.
CATCH_UP: Final = 3
MOST: Final = 10
_MASK: Final = "*"


@dataclass(frozen=True)
class _Month:
    """A month of a tree of organs, by its first day and the first day after it."""

    organ: Organ
    first: dt.date
    after: dt.date

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """The same as moments of the place."""
        begins, ends = (dt.datetime.combine(day, dt.time()) for day in (self.first, self.after))
        return timezone.make_aware(begins), timezone.make_aware(ends)

    def messages(self) -> QuerySet[Message]:
        """The valid messages that came to these organs."""
        rows: QuerySet[Message] = Message.objects.valid().filter(
            organ__path__startswith=self.organ.path,
            received_on__gte=self.first,
            received_on__lt=self.after,
        )
        return rows

    def also_asked(self) -> QuerySet[AlsoAsked]:
        """Those who pressed 我也想问 under an answer of these organs."""
        begins, ends = self.moments
        return AlsoAsked.objects.filter(
            published__organ__path__startswith=self.organ.path, at__gte=begins, at__lt=ends
        )


def make_due_lists(*, at: dt.datetime) -> int:
    """Count every month that is over and has no list yet; returns how many lists were made."""
    first = timezone.localdate(at).replace(day=1)
    months = []
    for _ in range(CATCH_UP):
        after, first = first, (first - dt.timedelta(days=1)).replace(day=1)
        months.append((first, after))
    trees = [(organ, keeper) for organ in _trees() if (keeper := _keeper(organ)) is not None]
    return sum(
        _make_list(month=_Month(organ, first, after), kept_by=keeper, at=at)
        for first, after in reversed(months)
        for organ, keeper in trees
    )


@transaction.atomic
def attach(
    *, line: HotLine, answer: Entry | Concern | Series | None, by: User, at: dt.datetime
) -> HotLine:
    """Say what answers a line, or that nothing does any more. The figures stay as they are.

    Raises NotPermitted, and ActRefused for an answer that nobody can read.
    """
    hot_list = _held(line.hot_list, by)
    row = HotLine.objects.select_for_update(no_key=True, of=("self",)).get(pk=line.pk)
    if answer is not None and not _is_read(answer):
        raise ActRefused("只能挂接已经公开的问答、回应或者解读。")
    row.answer = answer if isinstance(answer, Entry) else None
    row.concern = answer if isinstance(answer, Concern) else None
    row.series = answer if isinstance(answer, Series) else None
    row.save(update_fields=["answer", "concern", "series"])
    words = f"挂接回答：{answer}" if answer is not None else "取消挂接"
    record(
        action="concerns.attach", summary=f"{hot_list}第{row.place}行{words}", by=by, at=at,
        organ=hot_list.kept_by, subject=hot_list, details={"line": row.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def make_public(*, hot_list: HotList, by: User, at: dt.datetime) -> HotList:
    """Let anyone read the month. Raises ActRefused for one that is public, or has no line."""
    held = _held(hot_list, by)
    if held.released_at:
        raise ActRefused("这份热点问题已经公开。")
    if not held.lines.exists():
        raise ActRefused("这个月没有达到公开数目的问题，没有可以公开的内容。")
    held.released_at, held.released_by, held.withdrawn_at = at, by, None
    held.save()
    _trail("release_hot_list", f"公开{held}", held, by=by, at=at)
    return held


@transaction.atomic
def take_back(*, hot_list: HotList, reason: str, by: User, at: dt.datetime) -> HotList:
    """Keep the month inside again. Raises ActRefused without a reason, or while it is inside."""
    held = _held(hot_list, by)
    reason = needed(reason, "收回的理由")
    if not held.released_at:
        raise ActRefused("这份热点问题没有公开。")
    held.released_at, held.released_by, held.withdrawn_at = None, None, at
    held.save()
    _trail("take_back_hot_list", f"收回{held}", held, by=by, at=at, reason=reason[:500])
    return held


@transaction.atomic
def _make_list(*, month: _Month, kept_by: Organ, at: dt.datetime) -> bool:
    """Count a month of a tree, once: False where it was counted before."""
    made, is_new = HotList.objects.get_or_create(
        organ=month.organ, month=month.first, defaults={"kept_by": kept_by, "made_at": at}
    )
    if not is_new:
        return False
    lines = [*_by_policy(month), *_by_theme(month), *_by_question(month), *_by_words(month)]
    for line in lines:
        line.hot_list = made
    HotLine.objects.bulk_create(lines)
    record(
        action="concerns.make_hot_list", summary=f"统计{made}", by=None, at=at, organ=kept_by,
        subject=made, details={"lines": len(lines)},
    )  # fmt: skip
    return True


def _trees() -> list[Organ]:
    """The organ of the site, and every government below it."""
    site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
    if site is None:
        return []
    wanted = Q(pk=site.organ_id) | Q(kind=OrganKind.GOVERNMENT)
    return list(Organ.objects.within(site.organ).filter(wanted, is_active=True))


def _keeper(organ: Organ) -> Organ | None:
    """The highest organ of a tree with somebody who answers for it."""
    rows = Organ.objects.within(organ).filter(
        memberships__role__in=ROLES, memberships__user__is_active=True, is_active=True
    )
    return rows.order_by("depth", "path").first()


def _by_policy(month: _Month) -> Iterator[HotLine]:
    asked = _counted(month.messages().filter(policy__isnull=False), "policy")
    also = _counted(month.also_asked(), "published__policy")
    public = set(
        Document.objects.public().filter(pk__in={*asked, *also}).values_list("pk", flat=True)
    )
    yield from _lines(HotKind.POLICY, "document_id", public, asked=asked, also_asked=also)


def _by_theme(month: _Month) -> Iterator[HotLine]:
    """Of a message without a theme of its own that of its policy."""
    own = Coalesce("theme", "policy__theme")
    asked = _counted(month.messages().annotate(subject=own), "subject")
    theirs = Coalesce("published__theme", "published__policy__theme")
    also = _counted(month.also_asked().annotate(subject=theirs), "subject")
    yield from _lines(HotKind.THEME, "theme_id", {*asked, *also}, asked=asked, also_asked=also)


def _by_question(month: _Month) -> Iterator[HotLine]:
    """What was asked together with a published message, or pressed under it, by the question of the
    base that asks the same; where the base asks nothing alike there is no wording to show.
    """
    also = _counted(month.also_asked(), "published")
    lead = Coalesce("merged_into", F("pk"))
    together = _counted(month.messages().annotate(lead=lead), "lead")
    rows = PublishedMessage.objects.live().filter(Q(pk__in=also) | Q(message__in=together))
    wordings = [
        (key, (question, *similar))
        for key, question, similar in Entry.objects.public()
        .order_by("pk")
        .values_list("pk", "current__question", "current__similar")
    ]
    asked_of, also_of = Counter[int](), Counter[int]()
    for row in rows.only("pk", "message_id", "title"):
        grams = bigrams(row.title)
        best = max(((likeness(grams, known), -key) for key, known in wordings), default=(0.0, 0))
        if best[0] >= ALIKE:
            asked_of[-best[1]] += together.get(row.message_id, 0)
            also_of[-best[1]] += also.get(row.pk, 0)
    yield from _lines(
        HotKind.QUESTION, "entry_id", {*asked_of, *also_of}, asked=asked_of, also_asked=also_of
    )


def _by_words(month: _Month) -> Iterator[HotLine]:
    """Of the whole site alone: who looked for them told no organ. Words in which something had to
    be masked say nothing to anybody.
    """
    if not SiteProfile.objects.filter(is_current=True, organ=month.organ).exists():
        return
    rows = ZeroHitMonth.objects.filter(month=month.first, count__gte=settings.HOT_QUESTIONS_LEAST)
    sought = {
        row.words: row.count for row in rows if _MASK not in row.words and not personal(row.words)
    }
    yield from _lines(HotKind.WORDS, "words", set(sought), sought=sought)


def _lines(
    kind: HotKind, column: str, allowed: Iterable[Any], **figures: dict[Any, int]
) -> Iterator[HotLine]:
    """The lines of a kind, most asked first; none below the least number."""
    totals = {key: sum(each.get(key, 0) for each in figures.values()) for key in allowed}
    enough = [key for key, total in totals.items() if total >= settings.HOT_QUESTIONS_LEAST]
    enough.sort(key=lambda key: (-totals[key], key))
    for place, key in enumerate(enough[:MOST], start=1):
        counted = {name: each.get(key, 0) for name, each in figures.items()}
        yield HotLine(kind=kind, place=place, **{column: key}, **counted)


def _counted(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    """How many rows there are of each value; those without one are left out."""
    named = rows.order_by().exclude(**{column: None}).values_list(column)
    return dict(named.annotate(times=Count("pk")))


def _is_read(answer: Entry | Concern | Series) -> bool:
    if isinstance(answer, Entry):
        return Entry.objects.public().filter(pk=answer.pk).exists()
    if isinstance(answer, Concern):
        return Concern.objects.public().filter(pk=answer.pk).exists()
    return Interpretation.objects.public().filter(series=answer).exists()


def _held(hot_list: HotList, by: User) -> HotList:
    """The list, locked, for one who keeps it. Raises NotPermitted."""
    held = (
        HotList.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organ", "kept_by")
        .get(pk=hot_list.pk)
    )
    if not (verdict := may_keep_list(by, held)):
        raise NotPermitted(verdict.reason)
    return held


def _trail(
    action: str, summary: str, hot_list: HotList, *, by: User, at: dt.datetime, **details: Any
) -> None:
    record(
        action=f"concerns.{action}", summary=summary, by=by, at=at, organ=hot_list.kept_by,
        subject=hot_list, details=details,
    )  # fmt: skip
