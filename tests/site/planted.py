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

from disclosure.choices import Reach
from disclosure.models import Document, ErrorReport
from disclosure.permissions import may_handle_error_report, may_read
from disclosure.services.attachments import attach
from disclosure.services.documents import address_to
from disclosure.services.error_reports import report_error
from disclosure.services.imports import open_batch, receive
from portal.accounts.choices import Role, SignInData
from portal.accounts.models import SignInChange, User
from portal.accounts.permissions import organs_governed
from portal.desk.buttons import Desk
from portal.files.models import StoredFile
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, person, published
from tests.floor.kinds import KINDS
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
        if name in ("pk", "object_id", "other", "number") and "<str:number>" not in route:
            return self._keys(route) if name != "number" else [1]
        return {
            "number": self.numbers,
            "public_id": _public_ids() or [str(uuid.uuid4())],
            "action": _first_buttons(route),
            "content_type_id": [ContentType.objects.get_for_model(Document).pk],
            "app_label": [*apps.app_configs][:1],
            "uidb36": ["1"],
            "stretch": [1],
        }.get(name, ["x"])

    def _keys(self, route: str) -> list[object]:
        parts = route.split("/")
        if parts[0] == "admin" and len(parts) > 2 and parts[1] in apps.app_configs:
            model = apps.get_model(parts[1], parts[2])
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)
            return [*newest[: 3 if model is Document else 1]]
        return [*Document.objects.order_by("pk").values_list("pk", flat=True)[:2]]


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
        **dict.fromkeys((MESSAGE, MESSAGE_BODY, MAILBOX, SECRET), nobody),
        NEW_MAIL: keeps_people,
        STAFF_MAIL: lambda user: user == clerk or keeps_people(user),
        WANTED: works_on(cases[-1]),
        "990101199001010019": nobody,
        "81234567": nobody,
        **{case.number: works_on(case) for case in cases},
        **{user.password: nobody for user in city.people.values()},
    }  # fmt: skip
    citizen = User.objects.create_user("citizen", password="Buerger-2026-abc")
    people = {"nobody": None, "citizen": citizen, "outsider": city.outsider, **offices}
    return Planted(words, [case.number for case in cases], people)


def _rules_of(case: object) -> Any:
    return next(kind.steps.rules for kind in KINDS if isinstance(case, kind.steps.model))
