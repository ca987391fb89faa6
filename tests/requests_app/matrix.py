"""Every act of the tables as a call to its service, by whoever is to try it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.accounts.choices import Role
from portal.accounts.models import User
from requests_app.models import Delivery, FeeNotice, InformationRequest
from requests_app.services import (
    answers,
    assignment,
    assistance,
    conference,
    contacts,
    deferral,
    delivery,
    division,
    extension,
    fees,
    papers,
    particulars,
    pressure,
    query_codes,
    recorded_days,
    remedies,
)
from requests_app.services.consultation import letters, rectification
from requests_app.workflow import RETURNS, WORKFLOW
from requests_app.workflow.states import (
    APPLICANT,
    HANDLER,
    HEAD,
    INTAKE,
    REVIEWER,
    SECRECY,
    SIGNER,
    SUPERVISOR,
    Status,
)
from tests.builders import City, person
from tests.requests_app.cases import (
    DAY,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    identity_file,
    letter,
    submitted,
)

ROLES = (
    INTAKE,
    HANDLER,
    REVIEWER,
    SECRECY,
    SIGNER,
    HEAD,
)


@dataclass(frozen=True)
class Office:
    """The small city, those who handle a case there, and those who may only look or not even."""

    city: City
    desk: Desk
    supervisor: User

    def personas(self) -> dict[str, tuple[str, User]]:
        """(role in the table, person) by a name for the report."""
        staff = {role: (role, self.desk[role]) for role in ROLES}
        return staff | {
            "second reviewer": (REVIEWER, self.desk.second),
            "supervisor": (SUPERVISOR, self.supervisor),
            "clerk": ("", self.city.people[Role.CLERK]),
            "outsider": ("", self.city.outsider),
        }


def an_office(city: City) -> Office:
    supervisor = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    return Office(city, desk(city), supervisor)


@dataclass(frozen=True)
class Try:
    """Who tries an act on which case, and when; the office's people prepare it."""

    case: InformationRequest
    by: User
    at: dt.datetime
    office: Office

    @property
    def alone(self) -> Desk:
        """A desk at which one person does everything."""
        return Desk(dict.fromkeys(Role, self.by), self.by)

    def prepared(self, action: str) -> None:
        STEPS[action](self.case, self.office.desk, self.at)


Do = Callable[[Try], object]


def _consulted(t: Try) -> None:
    """A letter in whichever state: it may have been sent before the draft was handed in."""
    letter(t.case, by=t.office.desk[HANDLER], at=t.at)


def _answered(t: Try) -> None:
    """An opinion as an officer wrote it down."""
    letter(
        t.case, by=t.office.desk[HANDLER], at=t.at,
        closed_on=t.at.date(), opinion="agrees", opinion_at=t.at,
    )  # fmt: skip


def _objected(t: Try) -> None:
    """An objection that the draft has overruled."""
    letter(
        t.case, by=t.office.desk[HANDLER], at=t.at,
        closed_on=t.at.date(), opinion="objects", opinion_at=t.case.answers.get().at,
    )  # fmt: skip


def _asked_for_help(t: Try) -> None:
    assistance.ask_assistance(
        request=t.case, organ=t.office.city.street, question="是否存有该文件", days=3,
        by=t.office.desk[HANDLER], at=t.at,
    )  # fmt: skip


def _reasoned(t: Try) -> None:
    t.prepared("ask_reasons")
    t.prepared("supply_reasons")


def _refused(t: Try) -> None:
    for action in ("return_signing", "refuse", "approve_withholding", "second", "pass_secrecy"):
        t.prepared(action)


def _another_case(t: Try) -> None:
    """Of the same applicant and not due later: into a later one it may not go."""
    other = submitted(
        t.office.city, at=t.case.submitted_at, name=t.case.name,
        identity_number=t.case.identity_number,
    )  # fmt: skip
    STEPS["confirm"](other, t.office.desk, t.case.submitted_at)
    if due := t.case.reply_due_on:
        later = InformationRequest.objects.filter(pk=other.pk, reply_due_on__gt=due)
        later.update(reply_due_on=due)


def _unread_notice(t: Try) -> None:
    FeeNotice.objects.filter(request=t.case).update(received_on=None)


def _posted(t: Try) -> None:
    """The letter is on its way: nobody has signed for it yet."""
    Delivery.objects.filter(answer__request=t.case).update(way="post", arrived_on=None)


def _contested(t: Try) -> None:
    remedies.record_remedy(
        request=t.case, route="review", authority="某市人民政府", notified_on=t.at.date(),
        by=t.office.desk[HANDLER], at=t.at,
    )  # fmt: skip


def _came_long_ago(t: Try) -> None:
    """So long before it was registered that the year may be wrong."""
    rows = InformationRequest.objects.filter(pk=t.case.pk)
    rows.update(channel="plain_letter", arrived_on=t.at.date() - 400 * DAY)
    t.case.refresh_from_db()


def _lapsed(code: str) -> Do:
    """The letter that is to be delivered says that the applicant was silent."""

    def prepare(t: Try) -> None:
        t.case.answers.update(outcome=code)
        InformationRequest.objects.filter(pk=t.case.pk).update(outcome=code)

    return prepare


def _overdue(t: Try) -> None:
    """The term of the answer ended the day before."""
    day = t.at.date() - DAY
    InformationRequest.objects.filter(pk=t.case.pk).update(reply_due_on=day)


# What has to be there before the act is a lawful one.
PREPARE: Mapping[str, Do] = {
    "record_service": _consulted,
    "record_opinion": _consulted,
    "end_consultation": _consulted,
    "rectify_opinion": _answered,
    "recall_uncorrected": _lapsed("3.6.1"),
    "recall_unpaid": _lapsed("3.6.2"),
    "tell_third_party": _objected,
    "give_assistance": _asked_for_help,
    "defer": _reasoned,
    "file_refusal": _refused,
    "join": _another_case,
    "record_fee_receipt": _unread_notice,
    "record_arrival": _posted,
    "redeliver": _posted,
    "answer_remedy": _contested,
    "check_arrival": _came_long_ago,
    "conclude_remedy": _contested,
    "rectify": _contested,
    "urge": _overdue,
}


def _join(t: Try) -> object:
    others = InformationRequest.objects.exclude(pk=t.case.pk).order_by("-pk")
    return division.join(request=t.case, into=others[0], reason="内容相同", by=t.by, at=t.at)


_OWN: Mapping[str, Do] = {
    "assign": lambda t: assignment.assign(
        request=t.case, handler=t.office.desk[HANDLER], by=t.by, at=t.at
    ),
    "join": _join,
    "extend": lambda t: extension.extend(
        request=t.case, days=20, reason="需要查阅档案", by=t.by, at=t.at
    ),
    "consult": lambda t: letters.consult(
        request=t.case, kind="third_party", party="某公司", question="是否同意", by=t.by, at=t.at
    ),
    "record_service": lambda t: letters.record_service(
        consultation=t.case.consultations.get(), served_on=t.at.date(), by=t.by, at=t.at
    ),
    "record_opinion": lambda t: letters.record_opinion(
        consultation=t.case.consultations.get(), opinion="agrees", text="同意",
        received_on=t.at.date(), by=t.by, at=t.at,
    ),
    "end_consultation": lambda t: letters.end_consultation(
        consultation=t.case.consultations.get(), ended_on=t.at.date(), reason="信件退回",
        by=t.by, at=t.at,
    ),
    "rectify_opinion": lambda t: rectification.rectify_opinion(
        consultation=t.case.consultations.get(), opinion="none", reason="信件退回，登记错了",
        by=t.by, at=t.at,
    ),
    "rectify": lambda t: recorded_days.rectify(
        request=t.case, fact=f"remedy.notified_on.{t.case.remedies.get().pk}",
        day=SUBMITTED_AT.date(), reason="登记错了", by=t.by, at=t.at,
    ),
    "tell_third_party": lambda t: letters.tell_third_party(
        consultation=t.case.consultations.get(), text="公开报价，涉及公共安全",
        told_on=t.at.date(), by=t.by, at=t.at,
    ),
    "ask_assistance": lambda t: assistance.ask_assistance(
        request=t.case, organ=t.office.city.street, question="有无此件", days=3, by=t.by, at=t.at
    ),
    "give_assistance": lambda t: assistance.give_assistance(
        assistance=t.case.assistances.get(), answer="本机关存有该文件", by=t.by, at=t.at
    ),
    "defer": lambda t: deferral.defer(
        request=t.case, until=t.at.date() + 60 * DAY, reason="数量巨大", by=t.by, at=t.at
    ),
    "confer": lambda t: conference.confer(
        request=t.case, question="能否区分处理", conclusion="可以区分", held_on=t.at.date(),
        by=t.by, at=t.at,
    ),
    "log_contact": lambda t: contacts.log_contact(
        request=t.case, way="phone", summary="说明办理进展", happened_at=t.at, by=t.by, at=t.at
    ),
    "log_call": lambda t: contacts.log_call(
        request=t.case, way="phone", summary="与申请人确认收到", happened_at=t.at, by=t.by, at=t.at
    ),
    "propose_extension": lambda t: extension.propose_extension(
        request=t.case, days=10, reason="需要查阅档案", by=t.by, at=t.at
    ),
    "add_papers": lambda t: papers.add_papers(
        request=t.case, files=[identity_file()], purpose="identity", by=t.by, at=t.at
    ),
    "record_fee_receipt": lambda t: fees.record_fee_receipt(
        request=t.case, received_on=t.at.date(), by=t.by, at=t.at
    ),
    "amend_particulars": lambda t: particulars.amend_particulars(
        request=t.case, phone="0000-81230000", reason="来信告知新号码", by=t.by, at=t.at
    ),
    "redeliver": lambda t: delivery.redeliver(
        request=t.case, returned_on=t.at.date(), way="in_person", sent_on=t.at.date(),
        by=t.by, at=t.at,
    ),
    "record_arrival": lambda t: delivery.record_arrival(
        request=t.case, arrived_on=t.at.date(), by=t.by, at=t.at
    ),
    "record_remedy": lambda t: remedies.record_remedy(
        request=t.case, route="review", authority="某市人民政府", notified_on=t.at.date(),
        by=t.by, at=t.at,
    ),
    "replace_code": lambda t: query_codes.replace_code(
        request=t.case, document="id_card", reason="本人到窗口，回执遗失", by=t.by, at=t.at
    ),
    "answer_remedy": lambda t: remedies.answer_remedy(
        remedy=t.case.remedies.get(), answered_on=t.at.date(), by=t.by, at=t.at
    ),
    "check_arrival": lambda t: recorded_days.check_arrival(
        request=t.case, reason="信封邮戳", by=t.by, at=t.at
    ),
    "conclude_remedy": lambda t: remedies.conclude_remedy(
        remedy=t.case.remedies.get(), result="corrected", decided_on=t.at.date(),
        by=t.by, at=t.at,
    ),
    "file_refusal": lambda t: answers.file_refusal(request=t.case, by=t.by, at=t.at),
    "urge": lambda t: pressure.urge(request=t.case, by=t.by, at=t.at),
}  # fmt: skip


def brought_to(office: Office, state: str) -> InformationRequest:
    """A new case in a state; for 已并案 with another one into which it goes."""
    case = submitted(office.city)
    if state != Status.JOINED:
        return bring_to(case, state, people=office.desk)
    STEPS["confirm"](case, office.desk, SUBMITTED_AT)
    handler = office.desk[HANDLER]
    trial = Try(case, handler, SUBMITTED_AT, office)
    _another_case(trial)
    _join(trial)
    return InformationRequest.objects.get(pk=case.pk)


# The applicant's acts are tried at the applicant's own doors (by nobody on the staff).
BY_STAFF = tuple(action for action, act in WORKFLOW.actions.items() if act.role != APPLICANT)


def attempt(action: str, trial: Try) -> object:
    """The service call behind an act, with arguments that are lawful for its role."""
    if own := _OWN.get(action):
        return own(trial)
    return STEPS[action](trial.case, trial.alone, trial.at)


def is_another_name(action: str, state: str) -> bool:
    """Whether the service would do another act of the same kind: 退回 is one call for four."""
    here = {t.action for t in WORKFLOW.leaving(state)}
    same = set(RETURNS)
    return action in same and action not in here and bool(here & same)
