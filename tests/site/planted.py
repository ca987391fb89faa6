"""Rows of every kind with words by which they are known again, and who may read those words."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings
from django.utils import timezone

from decisions.catalogues.models import CatalogueItem
from decisions.catalogues.permissions import RULES as CATALOGUE_RULES
from decisions.dossiers.models import Decision, DraftRecord
from decisions.dossiers.permissions import RULES as DECISION_RULES
from decisions.seats.models import Sitting
from decisions.seats.permissions import RULES as SEATS_RULES
from decisions.solicitations.models import Solicitation
from decisions.solicitations.permissions import PROPOSAL_RULES
from decisions.solicitations.permissions import RULES as SOLICITATION_RULES
from decisions.surveys.models import Survey
from decisions.surveys.permissions import RULES as SURVEY_RULES
from disclosure.choices import Reach
from disclosure.models import Document, ErrorReport
from disclosure.permissions import may_handle_error_report, may_read
from disclosure.services.attachments import attach
from disclosure.services.documents import address_to
from disclosure.services.error_reports import report_error
from disclosure.services.imports import open_batch, receive
from policies.answers.choices import Audience
from policies.answers.models import Consumer, Entry, Feedback
from policies.answers.permissions import FEEDBACK_RULES
from policies.answers.permissions import RULES as ANSWER_RULES
from policies.interpretations.models import Interpretation, Series
from policies.interpretations.permissions import RULES as INTERPRETATION_RULES
from policies.messages.permissions import RULES as MESSAGE_RULES
from portal.accounts.choices import Role, SignInData
from portal.accounts.models import SignInChange, User
from portal.accounts.permissions import organs_governed
from portal.asking.models import AskedQuery, MutedQuery
from portal.asking.permissions import may_keep_words
from portal.asking.services.counts import note
from portal.desk.buttons import Desk
from portal.files.models import StoredFile
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.permissions import may_operate
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, person, published
from tests.decisions.catalogues import cases as catalogues
from tests.decisions.dossiers import cases as decisions
from tests.decisions.seats import cases as seats
from tests.decisions.solicitations import cases as solicitations
from tests.decisions.surveys import cases as surveys
from tests.floor.kinds import KINDS
from tests.policies.answers import base as answers
from tests.policies.interpretations.cases import begun
from tests.requests_app.cases import submitted

# Stands in whatever people write: the theme's scripts would run it where it is not escaped.
MARKUP = '<i x-init="alert(1)">'
DRAFT, DRAFT_BODY = "未定稿甲方案名称", "未定稿甲方案正文"
TARGETED = "定向乙通知名称"
REPORTED = "读者丙所指出之处"
IMPORTED = "导入丁文件名"
ATTACHED = "附件戊名称"
MESSAGE, MESSAGE_BODY, MAILBOX = "信件己主题", "信件己内容", "subscriber-geng@example.test"
SECRET = "endpoint-secret-xin"
STAFF_MAIL = "staff-ren@example.test"
NEW_MAIL = "new-gui@example.test"
WANTED = "申请所需子内容"
EXPLAINED = "未定稿丑解读名称"
UNDECIDED = "未定辰决策名称"
UNSEATED = "未公告巳议题名称"
UNGATHERED, PROPOSED = "未公告午征集名称", "建议未所写的话"
UNRELEASED, CONFIDED = "未发布巳问卷名称", "答卷午所写的话"
ANSWERED, INSIDE, UNANSWERED = "未定稿丑问题", "窗口寅问答", "反馈卯问题"
PLANNED = "未公布巳事项名称"
# What many asked the search, of which it is counted only; and what one asked.
SOUGHT, SOUGHT_ONCE = "读者午所搜", "读者未所搜"
TOKEN_START = "kb_chenZ"
OFFICES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)

Reads = Callable[[User | None], bool]


@dataclass(frozen=True)
class Planted:
    """Words with who may read them, and what to fill into addresses."""

    words: dict[str, Reads]
    numbers: list[str]
    people: dict[str, User | None]

    def hidden_from(self, user: User | None) -> list[str]:
        """What no answer to this person may hold."""
        return [word for word, reads in self.words.items() if not reads(user)]

    def values(self, route: str, name: str) -> Sequence[object]:
        """What a part of a route can be filled with: rows that are there, first of all."""
        if name == "edition":
            return [1]
        if route.startswith("decisions/<int:pk>/"):
            return _decision_values(route, name)
        for start, model in (("seats/", Sitting), ("solicitations/", Solicitation)):
            if route.startswith(start) and name == "pk":
                return [*model._default_manager.values_list("pk", flat=True)]
        if route.startswith("surveys/"):
            return [*Survey.objects.values_list("pk", flat=True)] if name == "pk" else ["x"]
        if route.startswith(("answers/", "api/v1/answers/")):
            return _answer_values(route, name)
        if route.startswith("decisions/catalogues/"):
            return _catalogue_values(name)
        if name in ("pk", "object_id", "other", "number") and "<str:number>" not in route:
            return self._keys(route) if name != "number" else [1]
        return {
            "number": self.numbers,
            "item": [*CatalogueItem.objects.order_by("-pk").values_list("pk", flat=True)[:1]],
            "public_id": _public_ids() or [str(uuid.uuid4())],
            "action": _first_buttons(route),
            "content_type_id": [ContentType.objects.get_for_model(Document).pk],
            "app_label": [*apps.app_configs][:1],
            "uidb36": ["1"],
            "year": [2026],
            "stretch": [1],
        }.get(name, ["x"])

    def _keys(self, route: str) -> list[object]:
        parts = route.split("/")
        if parts[0] == "admin" and len(parts) > 2 and parts[1] in apps.app_configs:
            model = apps.get_model(parts[1], parts[2])
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)
            return [*newest[: 3 if model is Document else 1]]
        if parts[0] == "policies":
            return [*Series.objects.order_by("-pk").values_list("pk", flat=True)[:1]]
        return [*Document.objects.order_by("pk").values_list("pk", flat=True)[:2]]


def _answer_values(route: str, name: str) -> Sequence[object]:
    """Every entry of the base, whoever may read it; every question fed back; every consumer."""
    del route
    column = {"pk": Entry, "public_id": Feedback, "code": Consumer}[name]
    return [*column._default_manager.values_list(name, flat=True)]


def _catalogue_values(name: str) -> Sequence[object]:
    """Every item, and every catalogue that is there or not."""
    items = CatalogueItem.objects.values_list("pk", flat=True)
    values = {"pk": items, "year": [2025, 2026], "code": ["SJ"], "kind": ["csv"]}
    return [*values.get(name, [1])]


def _decision_values(route: str, name: str) -> Sequence[object]:
    """Every decision, whoever may read it; every draft of one."""
    del route
    table = {"pk": Decision, "record": DraftRecord}[name]
    return [*table._default_manager.values_list("pk", flat=True)]


def _public_ids() -> list[str]:
    newest = StoredFile.objects.order_by("-pk").values_list("public_id", flat=True)
    return [str(one) for one in newest[:1]]


def _first_buttons(route: str) -> list[str]:
    """The first two acts of the kind of case that a route belongs to."""
    for model, page in admin.site._registry.items():
        desk = getattr(getattr(page, "waiting", None), "desk", None)
        if isinstance(desk, Desk) and f"/{model._meta.model_name}/" in route:
            return [*desk.buttons][:2]
    return ["submit"]


def plant(city: City, at: dt.datetime) -> Planted:
    """One of everything in the city's office, and everybody who might look."""
    clerk = city.people[Role.CLERK]
    User.objects.filter(pk=clerk.pk).update(email=STAFF_MAIL)
    hidden = draft(city, title=f"{DRAFT}{MARKUP}", body=f"{DRAFT_BODY}{MARKUP}")
    attach(
        document=hidden,
        stream=io.BytesIO(b"x\n"),
        name="a.txt",
        title=f"{ATTACHED}{MARKUP}",
        by=clerk,
        at=at,
    )
    targeted = draft(
        city, title=f"{TARGETED}{MARKUP}", doc_number="试府办〔2026〕66号", reach=Reach.ADDRESSED,
        reach_reason="仅涉及一街道",
    )  # fmt: skip
    address_to(document=targeted, organs=[city.street], groups=[], by=clerk, at=at)
    targeted = bring_to(targeted, "published", cast=city.cast, at=at)
    public = published(city, title=f"公开之文件{MARKUP}", doc_number="试府办〔2026〕67号")
    report = report_error(document=public, text=f"{REPORTED}{MARKUP}", key=uuid.uuid4(), at=at)
    explaining = begun(city, [public], at=at)
    Interpretation.objects.filter(pk=explaining.pk).update(title=f"{EXPLAINED}{MARKUP}")
    batch = open_batch(organ=city.office, by=clerk, at=at)
    receive(batch=batch, name=f"{IMPORTED}.txt", stream=io.BytesIO(b"x\n"), at=at)
    endpoint = WebhookEndpoint.objects.create(
        name="接口", url="https://a.example/hook", secret=SECRET
    )
    OutboxMessage.objects.create(
        kind="x", channel="mail", address=MAILBOX, subject=MESSAGE, body=MESSAGE_BODY,
        dedup_key="x", next_attempt_at=FILED_AT, created_at=FILED_AT,
    )  # fmt: skip
    assert endpoint.pk
    answer = answers.drafted(city, public, passage="", question=f"{ANSWERED}{MARKUP}")
    answers.released(city, public, passage="", question=f"公开之问答{MARKUP}")
    inside = {"audience": Audience.WINDOW, "question": f"{INSIDE}{MARKUP}"}
    answers.released(city, public, passage="", contact="联系人卯", **inside)
    hotline = answers.consumer(city)[0]
    Consumer.objects.update(token_start=TOKEN_START)
    asked = answers.asked(city, hotline, question=f"{UNANSWERED}{MARKUP}")
    _published_catalogue(city)
    planned = catalogues.begun(city, year=2025)
    catalogues.put(planned, city, title=f"{PLANNED}{MARKUP}", gist=f"{PLANNED}{MARKUP}")
    undecided = decisions.walk(
        decisions.started(city, title=f"{UNDECIDED}{MARKUP}", gist=MARKUP), city, "draft"
    )
    decisions.disclosed(city)
    unseated = seats.drafted(city, topic=f"{UNSEATED}{MARKUP}", text=MARKUP, at=at)
    ungathered = solicitations.drafted(city, title=f"{UNGATHERED}{MARKUP}", text=MARKUP)
    gathered = solicitations.running(city, title=f"公开之征集{MARKUP}")
    proposal = solicitations.proposed(gathered, f"{PROPOSED}{MARKUP}", text=f"{PROPOSED}{MARKUP}")
    unreleased = surveys.drafted(city, title=f"{UNRELEASED}{MARKUP}", gist=MARKUP)
    open_ = surveys.running(city, title=f"公开之问卷{MARKUP}", closes_on=surveys.day(300))
    surveys.answered(open_, q9=f"{CONFIDED}{MARKUP}")
    _asked(city, at)
    cases = [kind.filed(city) for kind in KINDS if kind.name != "applications"]
    cases.append(submitted(city, description=f"{WANTED}{MARKUP}"))
    offices = {
        role.value: person(f"p-{role.value}", organs=[city.root], roles=[role]) for role in OFFICES
    }
    SignInChange.objects.create(
        user=clerk,
        kind=SignInData.ADDRESS,
        new_value=NEW_MAIL,
        old_masked="s***",
        new_masked="n***",
        asked_by=offices["system_admin"],
        asked_at=at,
    )
    rules = {type(case): _rules_of(case) for case in cases}

    def reads(user: User | None, document: Document) -> bool:
        return user is not None and bool(may_read(user, document))

    def works_on(case: object) -> Reads:
        judge = rules[type(case)]
        return lambda user: user is not None and bool(judge.may_read(user, case))

    def keeps_base(user: User | None) -> bool:
        return user is not None and bool(ANSWER_RULES.may_read(user, answer))

    def takes_feedback(user: User | None) -> bool:
        # A message carries it on, whose people read it there.
        rules = (FEEDBACK_RULES, asked), (MESSAGE_RULES, asked.message)
        return user is not None and any(one.may_read(user, case) for one, case in rules)

    def operates(user: User | None) -> bool:
        return user is not None and bool(may_operate(user))

    def keeps_people(user: User | None) -> bool:
        return user is not None and any(
            city.office.pk in organs_governed(user, office) for office in OFFICES
        )

    drafts: Reads = lambda user: reads(user, hidden)  # noqa: E731
    nobody: Reads = lambda _user: False  # noqa: E731
    words: dict[str, Reads] = {
        **dict.fromkeys((DRAFT, DRAFT_BODY, ATTACHED), drafts),
        TARGETED: lambda user: reads(user, targeted),
        REPORTED: lambda user: user is not None and bool(
            may_handle_error_report(user, ErrorReport.objects.get(pk=report.pk))
        ),
        IMPORTED: lambda user: user == clerk,
        EXPLAINED: lambda user: user is not None and bool(
            INTERPRETATION_RULES.may_read(user, explaining)
        ),
        **dict.fromkeys((MESSAGE, MESSAGE_BODY, MAILBOX, SECRET), nobody),
        NEW_MAIL: keeps_people,
        STAFF_MAIL: lambda user: user == clerk or keeps_people(user),
        **dict.fromkeys((ANSWERED, INSIDE, "联系人卯"), keeps_base),
        PLANNED: lambda user: user is not None and bool(CATALOGUE_RULES.may_read(user, planned)),
        UNANSWERED: takes_feedback,
        UNDECIDED: lambda user: user is not None and bool(
            DECISION_RULES.may_read(user, undecided)
        ),
        UNGATHERED: lambda user: user is not None and bool(
            SOLICITATION_RULES.may_read(user, ungathered)
        ),
        PROPOSED: lambda user: user is not None and bool(
            PROPOSAL_RULES.may_read(user, proposal)
        ),
        UNSEATED: lambda user: user is not None and bool(SEATS_RULES.may_read(user, unseated)),
        UNRELEASED: lambda user: user is not None and bool(
            SURVEY_RULES.may_read(user, unreleased)
        ),
        # While it is open nobody reads what anybody wrote.
        CONFIDED: nobody,
        TOKEN_START: operates,
        SOUGHT: lambda user: user is not None and bool(may_keep_words(user)),
        SOUGHT_ONCE: nobody,
        WANTED: works_on(cases[-1]),
        "990101199001010019": nobody,
        "81234567": nobody,
        **{case.number: works_on(case) for case in cases},
        **{user.password: nobody for user in city.people.values()},
    }  # fmt: skip
    citizen = User.objects.create_user("citizen", password="Buerger-2026-abc")
    people = {"nobody": None, "citizen": citizen, "outsider": city.outsider, **offices}
    return Planted(words, [case.number for case in cases], people)


def _asked(city: City, at: dt.datetime) -> None:
    """A question of many that is not offered to others, and one of a single asker."""
    since = timezone.localdate(at)
    text = f"{SOUGHT}{MARKUP}"
    AskedQuery.objects.create(since=since, key="1", text=text, times=9, in_vain=9, askers=9)
    MutedQuery.objects.create(text=text, by=city.people[Role.CLERK], at=at)
    with override_settings(SEARCH_LOG=True):
        note(text=f"{SOUGHT_ONCE}{MARKUP}", found=0, at=at)


def _published_catalogue(city: City) -> None:
    """One whose items and changes bear marks in every text."""
    marked = {"gist": MARKUP, "basis": MARKUP, "uninvited": MARKUP}
    row = catalogues.released(city)
    catalogues.adjusted(row, city, title=f"公开之事项{MARKUP}", reason=f"理由{MARKUP}", **marked)


def _rules_of(case: object) -> Any:
    return next(kind.steps.rules for kind in KINDS if isinstance(case, kind.steps.model))
