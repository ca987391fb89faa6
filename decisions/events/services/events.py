"""An event: drafted, published by another hand, held, ended; what stands on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from django.db import transaction
from django.utils import timezone

from decisions.events import search_entries
from decisions.events.choices import OFFERED, Kind, MaterialKind
from decisions.events.models import Event, EventAct, EventMaterial, EventSeries, EventSession
from decisions.events.models.event import LONGEST_TITLE
from decisions.events.permissions import RULES, may_plan
from decisions.events.selectors import materials_of
from decisions.events.services import pools
from decisions.events.services.suggestions import last_day_of
from decisions.events.workflow import POINTS, WORKFLOW, Said, Status
from decisions.participation.subscriptions import take_back
from portal.acts.refusals import needed, refuse_if, text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width, said
from portal.common.verdicts import ALLOWED, Blocker, Verdict, no_occasion, refuse
from portal.files.models import StoredFile
from portal.files.services import store_upload
from portal.personal.free_text import grave

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workflow import Act

# What was chosen in a form, and its name.
Upload = tuple[BinaryIO, str]
LONGEST_TEXT: Final = 5_000
_LONGEST: Final = 200
_LONGEST_ADDRESS: Final = 500


def _whole(event: Event, on: dt.date) -> Verdict:
    """What is published has sessions that are still to come."""
    sessions = list(event.sessions.all())
    if not sessions:
        return refuse("还没有场次，请先加一场。")
    past = [each for each in sessions if timezone.localdate(each.starts_at) < on]
    if past:
        day = timezone.localdate(past[0].starts_at)
        return refuse(f"{day.month}月{day.day}日的一场已经过去，请改时间或者去掉这一场。")
    return ALLOWED


def _over(event: Event, on: dt.date) -> Verdict:
    """What is finished lies behind."""
    ahead = event.sessions.filter(called_off_at=None, starts_at__date__gt=on)
    return no_occasion("还有没有办的场次，全部办完再登记。") if ahead.exists() else ALLOWED


def _has_sessions(event: Event, _on: dt.date) -> Verdict:
    found = event.sessions.filter(called_off_at=None).exists()
    return ALLOWED if found else no_occasion("没有场次。")


def _has_several(event: Event, _on: dt.date) -> Verdict:
    """The last one is called off with the event."""
    several = event.sessions.filter(called_off_at=None).count() > 1
    return ALLOWED if several else no_occasion("只有一场的，取消活动就是。")


def _has_materials(event: Event, _on: dt.date) -> Verdict:
    return ALLOWED if event.materials.exists() else no_occasion("没有材料、图片。")


def _has_doubts(event: Event, _on: dt.date) -> Verdict:
    found = any(each.doubts for each in materials_of(event))
    return ALLOWED if found else no_occasion("没有等待确认的材料、图片。")


def _has_suggestions(event: Event, _on: dt.date) -> Verdict:
    found = event.suggestions.open().exists()
    return ALLOWED if found else no_occasion("没有等待处理的建议。")


def _suggestions_settled(event: Event, on: dt.date) -> Verdict:
    """All of them are in, and each is answered."""
    if event.suggestions_told_at is not None:
        return no_occasion("建议的处理结果已经公布。")
    if not event.suggestions.counted().exists():
        return no_occasion("没有收到建议。")
    held = event.sessions.filter(called_off_at=None)
    last = max(last_day_of(session) for session in held)
    if on <= last:
        return refuse(f"提建议到{last.month}月{last.day}日24时为止，以后再公布。")
    left = event.suggestions.filter(status=Said.RECEIVED).order_by("serial")
    numbers = list(left.values_list("serial", flat=True))
    if numbers:
        return refuse(f"还有{len(numbers)}条建议没有处理，第一条是{numbers[0]}号。")
    return ALLOWED


def _follow(event: Event, act: Act, _source: str, at: dt.datetime) -> None:
    """The search has it from its publication on, with what was added since."""
    if event.status in (Status.PUBLISHED, Status.FINISHED):
        search_entries.index(event, at=at)
    elif act.action == "call_off":
        search_entries.unindex(event, at=at)


STEPS: Final[Steps[Event]] = Steps(
    Event,
    EventAct,
    "event",
    "events",
    RULES,
    {
        "submit": _whole,
        "publish": _whole,
        "finish": _over,
        "drop_session": _has_sessions,
        "change_session": _has_sessions,
        "call_off_session": _has_several,
        "drop_material": _has_materials,
        "clear_material": _has_doubts,
        "answer_suggestions": _has_suggestions,
        "publish_suggestions": _suggestions_settled,
    },
    follow=_follow,
)


@transaction.atomic
def draft(*, organ: Organ, by: User, at: dt.datetime, **words: Any) -> Event:
    """A new event of an organ. Raises NotPermitted, and ActRefused for what is lacking."""
    if not (verdict := may_plan(by, organ)):
        raise NotPermitted(verdict.reason)
    made = Event(organ=organ, updated_at=at)
    _fill(made, words)
    made.save()
    return STEPS.opened(
        made, "draft", by=by, at=at, summary=WORKFLOW.openings["draft"], basis=POINTS
    )


@transaction.atomic
def write(*, event: Event, by: User, at: dt.datetime, **words: Any) -> Event:
    """Its words anew, while it is a draft."""
    held, act = STEPS.begin(event, "write", by, at)
    _fill(held, words)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def publish(*, event: Event, by: User, at: dt.datetime) -> Event:
    """Everybody reads it from now on, and signs up when its time has come."""
    held, act = STEPS.begin(event, "publish", by, at)
    held.published_at = at
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def link(*, event: Event, live_url: str, recording_url: str, by: User, at: dt.datetime) -> Event:
    """Where it is watched live, and afterwards."""
    held, act = STEPS.begin(event, "link", by, at)
    held.live_url = address_of(live_url, "直播地址")
    held.recording_url = address_of(recording_url, "回放地址")
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def add_material(
    *,
    event: Event,
    kind: str,
    title: str,
    url: str = "",
    upload: Upload | None = None,
    by: User,
    at: dt.datetime,
) -> Event:
    """Something to read or to look at, as a file or by its address; a picture with the words for
    those who don't see it. Raises ActRefused for both, for neither, and for a file of another kind.
    """
    held, act = STEPS.begin(event, "add_material", by, at)
    if kind not in MaterialKind.values:
        raise ActRefused("请选择材料还是图片。")
    address = address_of(url, "地址")
    if address and held.materials.filter(url=address).exists():
        raise ActRefused("这个地址已经登记。")
    words = text_of(title, "说明文字", LONGEST_TITLE)
    if bool(address) == (upload is not None):
        raise ActRefused("请选择一个文件，或者填写一个地址，只要一样。")
    file = _kept(held, kind, *upload, by=by, at=at) if upload else None
    made = EventMaterial.objects.create(event=held, kind=kind, title=words, url=address, file=file)
    return STEPS.finish(held, act, by=by, at=at, details={"material": made.pk})


def _kept(
    event: Event, kind: str, stream: BinaryIO, name: str, *, by: User, at: dt.datetime
) -> StoredFile:
    """The upload, checked as every file is; a worker cleans and reads it afterwards."""
    stored = store_upload(stream=stream, name=name, organ=event.organ, by=by, at=at)
    if (kind == MaterialKind.PICTURE) != stored.media_type.startswith("image/"):
        raise ActRefused("图片请选 PNG、JPEG 文件，材料请选 PDF、Word、Excel 文件，请核对种类。")
    return stored


@transaction.atomic
def clear_material(
    *, event: Event, material: EventMaterial, reason: str, by: User, at: dt.datetime
) -> Event:
    """Answer for what the gate found in the copy of a file: it is read by everybody from now on.
    Raises ActRefused where there is nothing to answer for, or nobody may.
    """
    held, act = STEPS.begin(event, "clear_material", by, at)
    found = {each.row.pk: each for each in materials_of(held) if each.doubts}
    if (doubtful := found.get(material.pk)) is None:
        raise ActRefused("这一项没有等待确认的内容，请重新选择。")
    words = needed(reason, "确认的理由")[:500]
    row = doubtful.row
    row.cleared_sha256 = doubtful.sha256
    row.save(update_fields=["cleared_sha256"])
    details = {"material": row.pk, "sha256": row.cleared_sha256}
    return STEPS.finish(held, act, by=by, at=at, reason=words, details=details)


@transaction.atomic
def drop_material(*, event: Event, material: EventMaterial, by: User, at: dt.datetime) -> Event:
    """Take it off the page."""
    held, act = STEPS.begin(event, "drop_material", by, at)
    title = material.title
    held.materials.filter(pk=material.pk).delete()
    return STEPS.finish(held, act, by=by, at=at, details={"material": title})


@transaction.atomic
def finish(
    *, event: Event, report: str, recording_url: str = "", by: User, at: dt.datetime
) -> Event:
    """What came of it, with where it can be watched. Raises ActRefused while any of it goes on."""
    held, act = STEPS.begin(event, "finish", by, at)
    if held.sessions.filter(called_off_at=None, ends_at__gt=at).exists():
        raise ActRefused("今天的一场还没有办完，办完再登记。")
    held.report = text_of(report, "活动情况", LONGEST_TEXT)
    if said(recording_url):
        held.recording_url = address_of(recording_url, "回放地址")
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def call_off(*, event: Event, reason: str, by: User, at: dt.datetime) -> Event:
    """It is not held: everybody who signed up is told, with the reason on the page."""
    # The sessions before the event: in the order of every act on places.
    sessions = [pools.held(pk) for pk in sorted(event.sessions.values_list("pk", flat=True))]
    held, act = STEPS.begin(event, "call_off", by, at)
    held.ended_reason = text_of(reason, "取消的原因", 500)
    ended = sum(call_off_one(each, held.ended_reason, at=at) for each in sessions)
    details = {"signups": ended}
    return STEPS.finish(held, act, by=by, at=at, reason=held.ended_reason, details=details)


def call_off_one(session: EventSession, reason: str, *, at: dt.datetime) -> int:
    """A session that is held (locked) is not held (staged); returns how many sign-ups ended."""
    if session.is_off or session.ends_at <= at:
        return 0
    session.called_off_at, session.called_off_why = at, reason
    session.sequence += 1
    session.updated_at = at
    session.save()
    take_back(OFFERED, session.pk, session.get_absolute_url())
    return pools.ends_with(session, at=at)


def address_of(url: str, what: str) -> str:
    """An address of the web, or none. Raises ActRefused for anything else."""
    address = half_width(url)
    if not address:
        return ""
    if not address.startswith(("https://", "http://")) or len(address) > _LONGEST_ADDRESS:
        raise ActRefused(f"{what}应以 https:// 开头，最多{_LONGEST_ADDRESS}字，请核对。")
    if any(char.isspace() or char in "<>\"'" for char in address):
        raise ActRefused(f"{what}里有不能用在网址里的字符，请核对。")
    return address


def _fill(event: Event, words: Mapping[str, Any]) -> None:
    kind = words["kind"]
    if kind not in Kind.values:
        raise ActRefused("请选择活动形式。")
    event.kind = kind
    event.title = text_of(words["title"], "活动名称", LONGEST_TITLE)
    event.text = text_of(words["text"], "内容", LONGEST_TEXT)
    event.place = text_of(words["place"], "地点", _LONGEST)
    event.map_url = address_of(words.get("map_url", ""), "地图地址")
    event.offers = text_of(words.get("offers", ""), "无障碍服务", _LONGEST, required=False)
    event.phone = text_of(words.get("phone", ""), "咨询电话", 40, required=False)
    event.series = _series(event, words.get("series", ""))
    refuse_if(
        [
            Blocker("personal", f"内容里有{spot.kind}（{spot.masked}），请先隐去。", "text")
            for spot in grave(event.text)
        ]
    )


def _series(event: Event, title: str) -> EventSeries | None:
    name = text_of(title, "系列名称", LONGEST_TITLE, required=False)
    if not name:
        return None
    series, _ = EventSeries.objects.get_or_create(organ=event.organ, title=name)
    return series
