"""A site with something on every page, and the address of each public page of the URLconf."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from decisions.catalogues.models import Catalogue
from decisions.catalogues.services import adjustments, completion
from decisions.consultations.models import Consultation
from decisions.consultations.services import public_copies
from decisions.dossiers.models import Decision, DraftRecord
from decisions.events.models import SignUp
from decisions.events.services import year_plans
from decisions.seats.models import Applicant, Sitting
from decisions.solicitations.models import Proposal
from decisions.surveys.models import Survey
from disclosure.choices import Kind, Language, Reach, RelationKind
from disclosure.models import Column, Document
from disclosure.services.attachments import attach
from disclosure.services.columns import save_column
from disclosure.services.documents import address_to
from disclosure.services.error_reports import report_error
from disclosure.services.groups import save_group
from disclosure.services.relations import relate
from policies.answers.models import Entry
from policies.collections.services.members import include
from policies.concerns.models import Concern, HotList
from policies.concerns.services import hot_lists
from policies.inquiries.models import Inquiry
from policies.interpretations.models import GuideElement, Interpretation
from policies.interpretations.services import drafts, parts
from policies.interpretations.services.contrasts import contrast
from policies.interpretations.services.steps import STEPS
from policies.messages.models import PublishedMessage
from policies.messages.services.also_asked import also_ask
from policies.relays.models import RelayTask
from policies.selection.models import Selection
from policies.service_items.models import ServiceItem
from policies.service_items.services.links import link_item
from portal.accounts.choices import Role
from portal.notifications import links
from portal.notifications.choices import Frequency
from portal.notifications.models import Subscription
from portal.notifications.registry import topic_of
from portal.notifications.services import subscriptions
from portal.platform.models import GuideVersion
from portal.search.follower import following
from portal.site.demo.builders import bring_to
from portal.text.lines import from_lines
from tests.builders import FILED_AT, City, draft, person, published
from tests.decisions.catalogues import cases as catalogues
from tests.decisions.catalogues.test_terms import term
from tests.decisions.consultations import cases as consultations
from tests.decisions.dossiers import cases as decisions
from tests.decisions.events import cases as events
from tests.decisions.seats import cases as seats
from tests.decisions.seats import hearings
from tests.decisions.solicitations import cases as solicitations
from tests.decisions.surveys import cases as surveys
from tests.platform.test_guides import reached, released
from tests.policies.answers import base as answers
from tests.policies.collections import making as collected
from tests.policies.concerns import cases as concerns
from tests.policies.inquiries import cases as inquiries
from tests.policies.interpretations.cases import ACTS, begun
from tests.policies.messages.cases import answered, channel, walk
from tests.policies.relays import handing as relays
from tests.policies.selection import cases as selections
from tests.policies.service_items.items import item
from tests.site.test_every_address import PUBLIC

READER = "reader"
SIGNED = dt.date(2024, 3, 4)
DAY = dt.timedelta(days=1)
RULES = "停车场经营者应当公示收费标准、泊位数量和监督电话。"

# Public addresses that are no page for a person's eyes, and what they are instead.
NO_PAGES = {
    **dict.fromkeys(("api_schema", "api_documents", "api_document", "api_changes"), "JSON"),
    **dict.fromkeys(("api_organs", "api_themes", "api_tags", "api_nothing"), "JSON"),
    **dict.fromkeys(("download_docx", "download_pdf", "export_csv", "export_xlsx"), "文件"),
    **dict.fromkeys(("open_data_file", "open_data_attachment"), "数据包的文件"),
    **dict.fromkeys(("feed", "oai", "oai_gw_schema"), "XML"),
    "json_feed": "JSON",
    "calendar": "日历",
}
NO_PAGES = {f"disclosure:{name}": kind for name, kind in NO_PAGES.items()} | {
    "decisions:decisions_feed": "XML",
    "decisions:decisions_json_feed": "JSON",
    "decisions:dossier_pdf": "文件",
    "decisions:sittings_feed": "XML",
    "decisions:sittings_json_feed": "JSON",
    "decisions:sitting_list": "文件",
    "decisions:participate_feed": "XML",
    "decisions:participate_json_feed": "JSON",
    "decisions:survey_paper_pdf": "文件",
    "decisions:survey_result_csv": "文件",
    "decisions:survey_result_json": "JSON",
    "policies:api_answers_schema": "JSON",
    "policies:api_partners_schema": "JSON",
    "policies:answers_feed": "XML",
    "policies:answer_vote": "只收评价，不是页面",
    "policies:message_feed": "XML",
    "policies:interpretations_feed": "XML",
    "policies:collections_feed": "XML",
    "policies:answers_json_feed": "JSON",
    "policies:message_json_feed": "JSON",
    "policies:interpretations_json_feed": "JSON",
    "policies:collections_json_feed": "JSON",
    "policies:concerns_feed": "XML",
    "policies:concerns_json_feed": "JSON",
    "decisions:events_feed": "XML",
    "decisions:events_json_feed": "JSON",
    "decisions:events_calendar": "日历",
    "decisions:event_session_calendar": "日历",
    "decisions:consultations_feed": "XML",
    "decisions:consultations_json_feed": "JSON",
    "decisions:consultation_table": "文件",
    "decisions:consultation_data": "JSON",
    "decisions:opinion_agree": "只收赞同，不是页面",
    "asking:suggest": "JSON",
    "site:qr": "图片",
    "site:robots": "文本",
    "site:sitemap_xml": "XML",
    "site:sitemap_pages": "XML",
    "site:sitemap_documents": "XML",
    "decisions:catalogues_feed": "XML",
    "decisions:catalogues_json_feed": "JSON",
    "decisions:catalogue_table": "文件",
    "files:download": "文件",
    "files:play": "视频",
    "policies:interpretation_captions": "字幕",
    "policies:selection_result": "文件",
    "health": "给监控程序看的，样式不由门户决定",
    "openid_connect_login": "转到身份认证平台",
    "openid_connect_callback": "由身份认证平台转回",
    **dict.fromkeys(("kind:ask", "kind:track", "kind:track_number"), "样板案件，只在测试里安装"),
}
# Pages that send a stranger on to one that is visited anyway.
SENT_ON = {
    "admin:login", "account_logout", "account_confirm_login_code", "mfa_authenticate",
    "socialaccount_signup", "policies:rate_interpretation", "site:on_request", "disclosure:eli",
    "disclosure:eli_part",
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
    interpretation: Interpretation
    service: ServiceItem
    answer: Entry
    asked: PublishedMessage
    concern: Concern
    month: HotList
    inquiry: Inquiry
    selection: Selection
    task: RelayTask
    decision: Decision
    catalogue: Catalogue
    signup: SignUp
    consultation: Consultation
    outcome: Consultation
    applicant: Applicant
    proposal: Proposal
    hearing: Sitting
    survey: Survey
    counted: Survey
    secret: str

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
            "policies:interpretation": [self.interpretation.series_id],
            "policies:interpretation_edition": [self.interpretation.series_id, 1],
            "policies:service_item": [self.service.pk],
            "policies:concern": [self.concern.pk],
            "policies:hot_list": [self.month.month.year, self.month.month.month],
            "policies:inquiry": [self.inquiry.pk],
            "policies:selections_of": [self.selection.year],
            "policies:selection": [self.selection.year, self.selection.organ.code],
            "policies:selection_confirm": ["x"],
            "policies:relay_track_number": [self.task.number],
            "decisions:catalogue": [self.catalogue.year, self.catalogue.maker.code],
            "decisions:catalogue_item": [self.catalogue.items.order_by("number")[0].pk],
            "decisions:event": [self.signup.session.event_id],
            "decisions:event_plans": [2026],
            "decisions:event_signup": [self.signup.session_id],
            "decisions:signup_track_number": [self.signup.number],
            "decisions:consultation": [self.consultation.pk],
            "decisions:consultation_draft": [self.consultation.pk, 1],
            "decisions:consultation_write": [self.consultation.pk],
            "decisions:consultation_opinions": [self.consultation.pk],
            "decisions:consultation_outcome": [self.outcome.pk],
            "decisions:consultation_ledger": [self.outcome.pk],
            "decisions:opinion_track_number": ["SJ-2026-YJ00001"],
            "policies:answer": [self.answer.pk],
            "decisions:decision": [self.decision.pk],
            "decisions:dossier": [self.decision.pk],
            "decisions:draft": [self.decision.pk, self._draft()],
            "decisions:sitting": [self.applicant.sitting_id],
            "decisions:sitting_apply": [self.applicant.sitting_id],
            "decisions:applicant_track_number": [self.applicant.number],
            "decisions:solicitation": [self.proposal.solicitation_id],
            "decisions:solicitation_propose": [self.proposal.solicitation_id],
            "decisions:proposal_track_number": [self.proposal.number],
            "decisions:survey": [self.survey.pk],
            "decisions:survey_paper": [self.survey.pk],
            "decisions:survey_answer": [self.secret],
            "site:guide_of": [self.guide.organ.code],
            "site:guide_version": [self.guide.organ.code, self.guide.version],
            "policies:message_public": [self.asked.pk],
            "policies:message_track_number": [self.asked.message.number],
            "notifications:subscribe": ["library"],
            "notifications:confirm": [_token(self.by_mail, links.CONFIRM)],
            "notifications:unsubscribe": [_token(self.by_mail, links.UNSUBSCRIBE)],
            "account_reset_password_from_key": ["1", "x-y"],
            "account_confirm_email": ["x"],
            "policies:collection": ["elders"],
            "policies:collection_map": ["elders"],
            "requests:track_number": ["20261120-1"],
            "requests:opinion_number": ["20261120-1-Z1"],
        }.get(name, [])

    def _draft(self) -> int:
        return DraftRecord.objects.filter(decision=self.decision).latest("pk").pk

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
            "services found": "/services/?q=停车",
            "no service": "/services/?q=没有的",
            "repealed": self.old.get_absolute_url(),
            "amended": self.rule.get_absolute_url(),
            "subscribe to a document": f"/subscriptions/new/document/?id={self.revised.pk}",
            "subscribe to a subject": "/subscriptions/new/library/?q=停车&year=2026",
            "subscribe to taking part": "/subscriptions/new/participate/?kind=surveys",
            "interpretations found": "/policies/?q=停车&stage=release",
            "no interpretation found": "/policies/?q=洗车",
            "answers found": "/answers/?q=停车",
            "no such answer": "/answers/?q=天文台",
            "decisions found": "/decisions/?q=养老&matter=measures",
            "no such decision": "/decisions/?q=天文台",
            "survey with its result": self.counted.get_absolute_url(),
            "a later page of a survey": reverse("decisions:survey_answer", args=[self.secret])
            + "?page=4",
            "taking part: answered": "/participate/?state=answered",
            "taking part: none": "/participate/?organ=SJ-X",
            "concerns found": "/concerns/?q=停车&year=2026",
            "no such concern": "/concerns/?q=天文台",
            "an opinion on a clause": f"/consultations/{self.consultation.pk}/write/?clause=tiao-3",
            "consultations with an outcome": "/consultations/?state=answered",
            "what was answered singly": (
                f"/consultations/{self.outcome.pk}/outcome/all/?kind=single"
            ),
            "messages of a policy": f"/messages/?policy={self.revised.pk}&taken=2",
            "a message about a policy": f"/messages/new/?policy={self.revised.pk}",
            "no catalogue of a year": "/decisions/catalogues/?year=2019",
            "a catalogue on a day": f"{self.catalogue.get_absolute_url()}?on=2026-06-30",
            "a catalogue on no day": f"{self.catalogue.get_absolute_url()}?on=31.6.2026",
            "everything found": "/search/?q=停车",
            "one kind found": "/search/?q=停车&kind=document",
            "nothing found anywhere": "/search/?q=天文台",
            "events listed": "/events/?month=2026-12&view=list&kind=open_day",
            "a month without events": "/events/?month=2020-02",
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


def _catalogue(city: City) -> Catalogue:
    """Two organs of which one has published: adjusted, and told of at the end of the year."""
    term(city)
    row = catalogues.released(city, 3)
    moved = {"item": catalogues.item_of(row, 2), "moved_to": 2027, "reason": "勘察没有做完。"}
    adjustments.move(
        catalogue=row, **moved, by=catalogues.handler(city), at=catalogues.LATER
    )  # fmt: skip
    row = catalogues.adjusted(row, city)
    for one in row.items.exclude(position=2):
        completion.complete(
            catalogue=row, item=one, outcome="done", words="已经印发。",
            by=catalogues.handler(city), at=catalogues.LATER,
        )  # fmt: skip
    completion.account(catalogue=row, by=catalogues.handler(city), at=catalogues.LATER)
    completion.close(catalogue=row, by=catalogues.reviewer(city), at=catalogues.LATER)
    return catalogues.again(row)


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
    _gather(city, [rule, revised])
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
    asked = _asked(city, revised)
    survey = surveys.running(city, at=FILED_AT, closes_on=surveys.day(60, FILED_AT))
    found = Places(
        rule=rule,
        revised=revised,
        old=old,
        column=_column(city),
        addressed=_addressed(city),
        by_mail=Subscription.objects.get(address=address),
        waiting=bring_to(draft(city), "openness_review", cast=city.cast, at=FILED_AT),
        unfinished=draft(city, doc_number="试府办〔2026〕8号", abstract=""),
        service=_service(city, revised),
        asked=asked,
        concern=_concern(city, revised, asked),
        month=_month(city, asked),
        inquiry=inquiries.published(city),
        selection=selections.with_ballot(city, start=FILED_AT)[0],
        task=relays.handed(city),
        decision=decisions.disclosed(city),
        catalogue=_catalogue(city),
        signup=_signup(city),
        consultation=_consultation(city),
        outcome=consultations.told(
            city, start=FILED_AT - dt.timedelta(days=60), opinions=3, title="试江市绿化办法"
        ),
        applicant=_applicant(city),
        hearing=hearings.told(hearings.held(city, at=FILED_AT - 90 * DAY), city),
        proposal=_proposal(city),
        survey=survey,
        counted=surveys.published(city, at=FILED_AT, count=24),
        secret=surveys.token(survey, at=FILED_AT),
        guide=released(reached(city.office), city, FILED_AT, office_name="政务公开科"),
        interpretation=_interpreted(city, revised),
        answer=answers.released(city, revised, question="停车场多久公示一次收费标准"),
    )
    with following(index) as follower:
        follower.rebuild()
    return found


def _consultation(city: City) -> Consultation:
    """A draft on which somebody wrote what everybody reads."""
    row = consultations.running(city, start=FILED_AT - dt.timedelta(days=3))
    made = consultations.written(row, "写明监督电话。", on="第三条", may_publish=True)
    by = consultations.hands(city)[0]
    public_copies.show(opinion=made, text="写明监督电话。", by=by, at=FILED_AT)
    return row


def _interpreted(city: City, document: Document) -> Interpretation:
    """What explains a rule, in its second edition: questions, passages, elements, a contrast."""
    clerk = city.people[Role.CLERK]
    case = begun(city, [document], at=FILED_AT)
    text = from_lines(["一、去哪里看？", "每月更新的名单。", "二、多少钱？", "看泊位牌。"])
    parts.write_part(interpretation=case, form="questions", text=text, by=clerk, at=FILED_AT)
    row = case.policies.get()
    drafts.point(interpretation=case, places=[(row.pk, "tiao-1")], by=clerk, at=FILED_AT)
    element = GuideElement.objects.get(kind=case.kind, name="适用范围")
    drafts.fill(interpretation=case, texts={element.pk: "本市的停车场。"}, by=clerk, at=FILED_AT)
    older = Document.objects.get(doc_number="试府办〔2024〕5号")
    contrast(interpretation=case, older=older, by=clerk, at=FILED_AT)
    for action in ("submit", "pass_secrecy", "sign", "publish", "replace"):
        role = STEPS.rules.workflow.actions[action].role
        by = city.people[Role(role)] if role in Role.values else None
        ACTS[action](case, by, FILED_AT)
        case = Interpretation.objects.get(pk=case.pk)
    return Interpretation.objects.public().get(series=case.series)


def _signup(city: City) -> SignUp:
    """Somebody at an open day with places left, in a year that has a plan."""
    planner, reviewer = city.people[Role.PARTICIPATION], city.people[Role.DECISION_REVIEWER]
    lines = ["8 政府开放日 走进水厂"]
    plan = year_plans.write_plan(
        organ=city.office, year=2026, lines=lines, targets=[], by=planner, at=FILED_AT
    )
    year_plans.publish_plan(plan=plan, by=reviewer, at=FILED_AT)
    return events.signed_up(events.published(city, at=FILED_AT), at=FILED_AT)


def _applicant(city: City) -> Applicant:
    """Somebody of a meeting that was drawn, held and told of, in groups."""
    row = seats.drawn(
        city, ["市民", "企业", "市民"], at=FILED_AT - 60 * DAY, groups=["市民 0", "企业 1"]
    )
    seats.walk(row, city, "hold", "tell")
    return Applicant.objects.filter(sitting=row).order_by("line")[0]


def _proposal(city: City) -> Proposal:
    """One of a solicitation whose projects are voted on, chosen and built."""
    row = solicitations.sorted_out(city, at=FILED_AT - 30 * DAY)
    done = ("decide", "answer", "note_progress", "show_progress")
    solicitations.walk(row, city, *done, at=row.closes_at)
    return row.proposals.get(line=1)


def _service(city: City, policy: Document) -> ServiceItem:
    """A service to which a policy and one of its articles lead."""
    service = item(city, task_name="停车场备案")
    by = city.people[Role.CLERK]
    for anchor in ("", "tiao-1"):
        link_item(document=policy, item=service, anchor=anchor, by=by, at=FILED_AT)
    return service


def _asked(city: City, policy: Document) -> PublishedMessage:
    """A question about a document with its answer, and another that asks much the same."""
    channel("policy", city.office, reply_days=15)
    for text in ("停车场夜里收不收费？", "停车场夜里怎样收费？"):
        message = answered(city, text=text, policy=policy, by_channel=channel("policy"))
        walk(message, city, "publish")
    return PublishedMessage.objects.latest("pk")


def _concern(city: City, policy: Document, asked: PublishedMessage) -> Concern:
    """What people were worried about, with a policy, a message, a conference, and news after it."""
    said = {"title": "停车场是不是都要涨价", "policies": [policy], "messages": [asked]}
    concern = concerns.released(city, **said, origin_url="https://news.example.org/a")
    concerns.walk(concern, city, "meet_press", at=concerns.AT + 2 * concerns.HOUR)
    return concerns.followed_up(city, concern, concerns.AT + 3 * concerns.HOUR)


def _month(city: City, asked: PublishedMessage) -> HotList:
    """The hot questions of the month before, one of them with its answer."""
    for number in range(5):
        at = FILED_AT - dt.timedelta(days=5)
        also_ask(published=asked, email=f"also{number}@people.example", at=at)
    hot_lists.make_due_lists(at=FILED_AT)
    month = HotList.objects.get(organ=city.root, month=dt.date(2026, 10, 1))
    by, line = city.people[Role.MESSAGE_RESPONDER], month.lines.earliest("pk")
    hot_lists.attach(line=line, answer=Concern.objects.get(), by=by, at=FILED_AT)
    return hot_lists.make_public(hot_list=month, by=by, at=FILED_AT)


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


def _gather(city: City, documents: list[Document]) -> None:
    """A pack for old people that holds some documents."""
    pack = collected.released(city, collected.begun(city, kind="pack"), **collected.PACK)
    for each in documents:
        include(
            collection=pack.collection, document=each, by=city.people[Role.CLERK], at=collected.AT
        )


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
