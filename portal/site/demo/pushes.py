"""One policy pushed in the demo city, and handed to three relays. Invented people only.

Everything goes through the real acts. What is there already is left as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from disclosure.models import Document
from policies.audiences.models import AudienceTerm, Push
from policies.audiences.services import delivery, pushes, traits
from policies.audiences.services.terms import tag_policy
from policies.relays.choices import Means, RelayKind
from policies.relays.models import Relay, RelayTask
from policies.relays.services import relay_tasks, reports
from policies.relays.services.relays import save_relay
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.site.demo.explained import document_of

_PUSHED: Final = "004"
_DAY: Final = dt.timedelta(days=1)
_TERMS: Final = ("elderly", "parents", "graduates")
# What each of the readers states; the last one has switched it off.
_READERS: Final[tuple[tuple[str, ...], ...]] = (
    ("elderly",), ("elderly", "owners"), ("elderly",), ("elderly", "H"), ("elderly",),
    ("elderly", "parents"), ("graduates",), ("elderly",),
)  # fmt: skip
# Name, kind, whom it reaches, whom to ask there, how far its task has come.
_RELAYS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "海岚市养老服务行业协会（演示）", "kind": RelayKind.ASSOCIATION,
     "terms": ("elderly",), "contact": ("演示联系人一", "0000-81000611", "xiehui@relay.example"),
     "acts": ("receive", "report", "report", "feed_back", "close")},
    {"name": "望潮社区居民委员会（演示）", "kind": RelayKind.COMMITTEE,
     "terms": ("elderly", "parents", "owners"),
     "contact": ("演示联系人二", "0000-81000612", "juwei@relay.example"), "acts": ("receive",)},
    {"name": "海岚市政务服务中心养老窗口（演示）", "kind": RelayKind.WINDOW,
     "terms": ("elderly",), "contact": ("演示联系人三", "0000-81000613", ""), "acts": ()},
)  # fmt: skip


def load_pushes(*, now: dt.datetime) -> bool:
    """All of it, in one transaction; False where it is there."""
    document = document_of(_PUSHED)
    if Push.objects.filter(document=document).exists():
        return False
    with transaction.atomic():
        _load(document, at=now - 12 * _DAY)
    return True


def _load(document: Document, *, at: dt.datetime) -> None:
    organ = document.organ
    clerk, signer = holder(organ, Role.CLERK), holder(organ, Role.SIGNER)
    terms = {row.code: row for row in AudienceTerm.objects.filter(organ=None)}
    _readers(terms, at=at)
    tag_policy(document=document, terms=[terms[code] for code in _TERMS], by=clerk, at=at)
    push = pushes.begin(document=document, by=clerk, at=at)
    push = pushes.narrow(push=push, drop=[terms["graduates"]], by=clerk, at=at)
    for action, by in (("submit", clerk), ("approve", signer)):
        push = pushes.STEPS.perform(push, action, by=by, at=at)
    push = pushes.send(push=push, by=clerk, at=at)
    delivery.carry_on(push.pk, at=at)
    relays = [_relay(each, organ, terms, by=clerk, at=at) for each in _RELAYS]
    made = relay_tasks.hand_over(document=document, push=push, relays=relays, by=clerk, at=at)
    acts = {each["name"]: each["acts"] for each in _RELAYS}
    for task in made:
        for place, action in enumerate(acts[task.relay.name], start=1):
            _ACTS[action](RelayTask.objects.get(pk=task.pk), clerk, at + place * _DAY)


def _readers(terms: Mapping[str, AudienceTerm], *, at: dt.datetime) -> None:
    for number, codes in enumerate(_READERS, start=1):
        user = User.objects.create_user(
            f"demo.reader{number}", f"reader{number}@people.example",
            full_name=f"演示读者{number}",
        )  # fmt: skip
        traits.choose(
            user=user, terms=[terms[code] for code in codes], region=None, by_mail=False, at=at
        )
        if number == len(_READERS):
            traits.turn_off(user=user, at=at)


def _relay(
    told: Mapping[str, Any], organ: Organ, terms: Mapping[str, AudienceTerm], *, by: User,
    at: dt.datetime,
) -> Relay:  # fmt: skip
    names = ("contact_name", "contact_phone", "contact_mail")
    return save_relay(
        Relay(organ=organ, name=told["name"], kind=told["kind"]),
        terms=[terms[code] for code in told["terms"]],
        contact=dict(zip(names, told["contact"], strict=True)),
        by=by,
        at=at,
    )


def _report(task: RelayTask, _by: User, at: dt.datetime) -> object:
    first = not task.figures.exists()
    return reports.report(
        relay_task=task,
        means=Means.MEETING if first else Means.BOARD,
        people=86 if first else 240,
        on=timezone.localdate(at),
        place="协会二楼会议室" if first else "十二家养老院的公告栏",
        at=at,
    )


_ACTS: Final = {
    "receive": lambda task, _by, at: reports.receive(relay_task=task, at=at),
    "report": _report,
    "feed_back": lambda task, _by, at: reports.feed_back(
        relay_task=task, text="不少老人问：家庭床位的费用，医保能不能出一部分？", at=at
    ),
    "close": lambda task, by, at: relay_tasks.close(relay_task=task, by=by, at=at),
}
