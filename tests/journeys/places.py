"""A site with something on every page, and the address of each public page of the URLconf."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from disclosure.choices import Kind, Language, Reach, RelationKind
from disclosure.models import Column, Document
from disclosure.services.attachments import attach
from disclosure.services.columns import save_column
from disclosure.services.documents import address_to
from disclosure.services.error_reports import report_error
from disclosure.services.groups import save_group
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.notifications import links
from portal.notifications.choices import Frequency
from portal.notifications.models import Subscription
from portal.notifications.registry import topic_of
from portal.notifications.services import subscriptions
from portal.platform.models import GuideVersion
from portal.search.follower import following
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, person, published
from tests.platform.test_guides import reached, released
from tests.site.test_every_address import PUBLIC

READER = "reader"
SIGNED = dt.date(2024, 3, 4)
RULES = "停车场经营者应当公示收费标准、泊位数量和监督电话。"

# Public addresses that are no page for a person's eyes, and what they are instead.
NO_PAGES = {
    **dict.fromkeys(("api_schema", "api_documents", "api_document", "api_changes"), "JSON"),
    **dict.fromkeys(("api_organs", "api_themes", "api_tags", "api_nothing"), "JSON"),
    **dict.fromkeys(("download_docx", "download_pdf", "export_csv", "export_xlsx"), "文件"),
    **dict.fromkeys(("open_data_file", "open_data_attachment"), "数据包的文件"),
    **dict.fromkeys(("feed", "oai", "oai_gw_schema"), "XML"),
}
NO_PAGES = {f"disclosure:{name}": kind for name, kind in NO_PAGES.items()} | {
    "site:qr": "图片",
    "site:robots": "文本",
    "site:sitemap_xml": "XML",
    "site:sitemap_pages": "XML",
    "site:sitemap_documents": "XML",
    "files:download": "文件",
    "health": "给监控程序看的，样式不由门户决定",
    "openid_connect_login": "转到身份认证平台",
    "openid_connect_callback": "由身份认证平台转回",
    **dict.fromkeys(("kind:ask", "kind:track", "kind:track_number"), "样板案件，只在测试里安装"),
}
# Pages that send a stranger on to one that is visited anyway.
SENT_ON = {
    "admin:login", "account_logout", "account_confirm_login_code", "mfa_authenticate",
    "socialaccount_signup", "site:on_request", "disclosure:eli", "disclosure:eli_part",
    "disclosure:eli_article",
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """The rows that the addresses below point to."""

    rule: Document
    revised: Document
    old: Document
    column: Column
    addressed: Document
    by_mail: Subscription
    waiting: Document
    unfinished: Document
    guide: GuideVersion

    def arguments(self, name: str) -> list[Any]:
        """What the address of this name needs to lead to a page with something on it."""
        return {
            "disclosure:document": [self.revised.pk],
            "disclosure:sheet": [self.revised.pk],
            "disclosure:editions": [self.revised.pk],
            "disclosure:edition": [self.revised.pk, 1],
            "disclosure:error_report": [self.revised.pk],
            "disclosure:column": [self.column.slug],
            "disclosure:attachment": [self.revised.pk, self._attached()],
            "site:guide_of": [self.guide.organ.code],
            "site:guide_version": [self.guide.organ.code, self.guide.version],
            "notifications:subscribe": ["library"],
            "notifications:confirm": [_token(self.by_mail, links.CONFIRM)],
            "notifications:unsubscribe": [_token(self.by_mail, links.UNSUBSCRIBE)],
            "account_reset_password_from_key": ["1", "x-y"],
            "account_confirm_email": ["x"],
            "requests:track_number": ["20261120-1"],
            "requests:opinion_number": ["20261120-1-Z1"],
        }.get(name, [])

    def _attached(self) -> uuid.UUID:
        row = self.revised.attachments.select_related("file").get(is_source=False)
        return row.file.public_id

    def pages(self) -> dict[str, str]:
        """Every public page by its name; one without its arguments fails here."""
        names = sorted(PUBLIC - set(NO_PAGES) - SENT_ON)
        return {name: reverse(name, args=self.arguments(name)) for name in names} | self.states()

    def states(self) -> dict[str, str]:
        """Pages whose content depends on what was asked, and those with two documents."""
        compared = reverse("disclosure:comparison", args=[self.rule.pk, self.revised.pk])
        return {
            "all of the library": "/library/?validity=all",
            "valid on a day": "/library/?on=2025-06-01",
            "published in a stretch of days": "/library/?from=2024-01-01&to=2026-12-31",
            "found": "/library/?q=停车",
            "nothing found": "/library/?year=1999",
            "a second page": "/library/?validity=all&page=2",
            "comparison": compared,
            "repealed": self.old.get_absolute_url(),
            "amended": self.rule.get_absolute_url(),
            "subscribe to a document": f"/subscriptions/new/document/?id={self.revised.pk}",
            "subscribe to a subject": "/subscriptions/new/library/?q=停车&year=2026",
            "missing": "/nichts/",
        }


def private_pages(places: Places) -> dict[str, str]:
    """What a signed-in reader sees."""
    names = (
        "site:mine",
        "notifications:inbox",
        "notifications:subscriptions",
        "disclosure:addressed",
        "account_email",
        "account_change_password",
        "usersessions_list",
        "mfa_index",
    )
    return {name: reverse(name) for name in names} | {
        "addressed": places.addressed.get_absolute_url(),
        "subscribe": reverse("notifications:subscribe", args=["library"]) + "?year=2026",
    }


def _token(subscription: Subscription, purpose: str) -> str:
    return links.link(subscription, purpose).rstrip("/").rsplit("/", 1)[-1]


def build_places(city: City, index: Any) -> Places:
    """Texts of one rule, the one it repealed, a column, a group, reports and subscriptions."""
    signer = city.people[Role.SIGNER]

    def parking(title: str, number: str, **changes: Any) -> Document:
        given = {"signed_on": SIGNED, "body": f"第一条　{RULES}\n第二条　本办法自公布之日起施行。"}
        return published(city, title=title, doc_number=number, **{**given, **changes})

    def link(source: Document, target: Document, kind: str, day: dt.date | None = None) -> None:
        relate(source=source, target=target, kind=kind, effective_on=day, by=signer, at=FILED_AT)

    old = parking("试江市道路停车泊位管理规定", "试府办〔2019〕3号", signed_on=dt.date(2019, 3, 4))
    rule = parking("试江市停车场管理办法", "试府办〔2024〕5号")
    revised = _with_file(city, rule)
    news = parking("一图读懂《试江市停车场管理办法》", "", doc_type="", kind=Kind.ANNOUNCEMENT)
    link(rule, old, RelationKind.REPEALS, SIGNED)
    link(revised, rule, RelationKind.REVISES, dt.date(2025, 1, 1))
    _translate(city, revised)
    link(news, revised, RelationKind.EXPLAINS)
    for number in range(20, 37):
        parking(f"关于第{number}号停车场收费公示的通知", f"试府办〔2026〕{number}号")
    report_error(document=revised, text="第二条有错别字。", key=uuid.uuid4(), at=FILED_AT)
    reader = person(READER, organs=[city.street], roles=[Role.MESSAGE_RESPONDER])
    topic = topic_of("library")
    for query in ("q=停车", "year=2026"):
        subscriptions.subscribe(
            topic=topic, query=query, frequency=Frequency.IMMEDIATE, by=reader, at=FILED_AT
        )
    address, often = "reader@people.example", Frequency.DAILY
    subscriptions.request_by_mail(
        topic=topic, query="q=停车", frequency=often, address=address, at=FILED_AT
    )
    found = Places(
        rule=rule,
        revised=revised,
        old=old,
        column=_column(city),
        addressed=_addressed(city),
        by_mail=Subscription.objects.get(address=address),
        waiting=bring_to(draft(city), "openness_review", cast=city.cast, at=FILED_AT),
        unfinished=draft(city, doc_number="试府办〔2026〕8号", abstract=""),
        guide=released(reached(city.office), city, FILED_AT, office_name="政务公开科"),
    )
    with following(index) as follower:
        follower.rebuild()
    return found


def _with_file(city: City, rule: Document) -> Document:
    """The later text of a rule: headings, articles, a table, an attachment."""
    lines = [f"第一条　{RULES}", "一、收费", "（一）公示", f"第二条　{RULES * 6}"]
    lines += ["项目\t标准", "小型车\t每小时四元", "第三条　本办法自2025年1月1日起施行。"]
    document = draft(
        city,
        title="试江市停车场管理办法（2024年修正文本）",
        doc_number="试府办〔2024〕9号",
        signed_on=dt.date(2024, 12, 2),
        body="\n".join(lines),
        organ=rule.organ,
    )
    by = city.people[Role.CLERK]
    stream = io.BytesIO("收费标准表".encode())
    attach(document=document, stream=stream, name="收费标准表.txt", by=by, at=FILED_AT)
    return bring_to(document, "published", cast=city.cast, at=FILED_AT)


def _translate(city: City, original: Document) -> None:
    """An English text, which says what it translates before it is reviewed."""
    document = draft(
        city,
        title="Parking Measures of Shijiang",
        doc_number="",
        doc_type="",
        kind=Kind.ANNOUNCEMENT,
        language=Language.ENGLISH,
        body="Article 1 Prices are displayed at every entrance.",
    )
    relate(
        source=document,
        target=original,
        kind=RelationKind.TRANSLATES,
        by=city.people[Role.CLERK],
        at=FILED_AT,
    )
    bring_to(document, "published", cast=city.cast, at=FILED_AT)


def _column(city: City) -> Column:
    """A column that holds what was published about parking."""
    column = Column(
        slug="parking",
        name="停车管理",
        description="停车管理的文件。",
        keywords="停车",
        organ=city.office,
        criteria="q=停车",
        position=1,
    )
    return save_column(column=column, by=city.people[Role.CLERK], at=FILED_AT)


def _addressed(city: City) -> Document:
    """A document for one street and a group."""
    by = city.people[Role.CLERK]
    group = save_group(
        owner=city.office, name="街道", organs=[city.street], people=[], by=by, at=FILED_AT
    )
    document = draft(
        city,
        title="关于开展停车场消防核查的通知",
        doc_number="试府办〔2026〕66号",
        reach=Reach.ADDRESSED,
        reach_reason="仅涉及辖区机构",
    )
    address_to(document=document, organs=[city.street], groups=[group], by=by, at=FILED_AT)
    return bring_to(document, "published", cast=city.cast, at=FILED_AT)
