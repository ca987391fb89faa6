"""From the rows of a case to the facts of its letters: None where a letter cannot be made yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from portal.notifications.links import absolute
from portal.workdays.calendar import deadline
from portal.workdays.services import load_calendar
from requests_app.choices import ApplicantKind, ConsultationKind, FeeScale, Opinion
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.clock import is_open
from requests_app.deadlines.laws import PAYMENT, PAYMENT_DAYS
from requests_app.letters import facts, outside, remedies
from requests_app.letters.kinds import About, Kind, To, kind_of_outcome
from requests_app.models import Answer, Assistance, Consultation, ThirdPartyNotice
from requests_app.outcomes import BY_CODE, WITHDRAWN
from requests_app.services.letters.codes import codes_of

if TYPE_CHECKING:
    from portal.organs.models import Organ
    from portal.papers.paper import Paper
    from requests_app.models import InformationRequest

Subject = Answer | Assistance | Consultation | ThirdPartyNotice | None


def subjects_of(request: InformationRequest, kind: Kind) -> list[Subject]:
    """The rows of a case to which a letter of the kind may belong, the latest last."""
    if kind.about is About.REQUEST:
        return [None]
    if kind.about is About.ANSWER:
        return list(request.answers.order_by("version"))
    if kind.about is About.CONSULTATION:
        return list(request.consultations.order_by("pk"))
    if kind.about is About.ASSISTANCE:
        return list(request.assistances.select_related("organ").order_by("pk"))
    notices = ThirdPartyNotice.objects.filter(consultation__request=request)
    return list(notices.select_related("consultation").order_by("pk"))


def draw_up(kind: Kind, request: InformationRequest, subject: Subject) -> Paper | None:
    """The letter as the rows tell it now, without its number; None while a fact is missing."""
    given = _GATHER[kind.code](request, subject)
    if given is None:
        return None
    return kind.paper(_case(kind, request, subject), given)


def _case(kind: Kind, request: InformationRequest, subject: Subject) -> facts.Case:
    organ = request.organ
    is_person = request.applicant_kind == ApplicantKind.PERSON
    return facts.Case(
        organ=organ.name,
        contact=contact_of(organ),
        number=request.number,
        subject=request.subject,
        received_on=request.received_on,
        addressee=_addressee(kind, request, subject),
        you="您" if is_person else "贵单位",
        received_by=_received_by(request),
    )


def _received_by(request: InformationRequest) -> str:
    """The organ that received it, where another one goes on in its place."""
    return next((row.succession.organ.name for row in request.taken_over.all()), "")


def _addressee(kind: Kind, request: InformationRequest, subject: Subject) -> str:
    if isinstance(subject, Consultation) and kind.to in (To.THIRD_PARTY, To.CO_MAKER):
        return str(subject.party)
    if isinstance(subject, ThirdPartyNotice):
        return str(subject.consultation.party)
    if isinstance(subject, Assistance):
        return subject.organ.name
    return str(request.name)


def contact_of(organ: Organ) -> str:
    """How an organ is reached, as its letters say it."""
    parts = (("电话", organ.phone), ("地址", organ.address))
    return "，".join(f"{label}{value}" for label, value in parts if value)


def _receipt(request: InformationRequest, _: Subject) -> facts.Receipt | None:
    if request.received_on is None:
        return None
    return facts.Receipt(
        channel=request.get_channel_display(),
        arrived_on=request.arrived_on,
        wanted=_wanted(request),
        due_on=request.reply_due_on,
    )


def _wanted(request: InformationRequest) -> str:
    return f"{request.get_medium_display()}，{request.get_delivery_way_display()}"


def _correction(request: InformationRequest, _: Subject = None) -> facts.Correction | None:
    row = getattr(request, "correction_notice", None)
    if row is None:
        return None
    return facts.Correction(
        row.unclear, row.guidance, row.noticed_on, row.respond_by, row.received_on
    )


def _reasons(request: InformationRequest, _: Subject = None) -> facts.Reasons | None:
    row = getattr(request, "reasons_demand", None)
    if row is None:
        return None
    return facts.Reasons(row.why, row.asked_on, row.respond_by, row.supplied_on)


def _extension(request: InformationRequest, _: Subject) -> facts.Extension | None:
    row = getattr(request, "extension", None)
    if row is None:
        return None
    return facts.Extension(row.days, row.reason, row.approved_on, request.reply_due_on)


def _deferral(request: InformationRequest, _: Subject) -> facts.Deferral | None:
    row = getattr(request, "deferral", None)
    return facts.Deferral(row.reason, row.decided_on, row.until) if row else None


def _fee(request: InformationRequest, _: Subject = None) -> facts.Fee | None:
    row = getattr(request, "fee_notice", None)
    if row is None:
        return None
    organ = request.organ
    usual = f"凭本通知书与本机关联系办理：{contact_of(organ) or organ.name}"
    start, due = row.received_on, None
    if start:
        due = deadline(load_calendar(), start=start, days=PAYMENT_DAYS, basis=PAYMENT).due_on
    return facts.Fee(
        is_by_pages=row.scale == FeeScale.PAGES,
        quantity=row.quantity,
        amount=row.amount,
        sent_on=row.sent_on,
        payment=codes_of(organ).payment or usual,
        received_on=row.received_on,
        due_on=due,
    )


def _consulted(_: InformationRequest, subject: Any) -> facts.Consulted:
    return facts.Consulted(subject.kind == ConsultationKind.CO_MAKER, subject.sent_on)


def _question(kind: ConsultationKind) -> Callable[[Any, Any], facts.Question | None]:
    def gather(_: InformationRequest, subject: Any) -> facts.Question | None:
        if subject.kind != kind:
            return None
        return facts.Question(subject.number, subject.question, subject.sent_on)

    return gather


def _opening(request: InformationRequest, subject: Any) -> facts.Opening:
    told = remedies.of_opening(request.organ.review_organ).sentences
    return facts.Opening(subject.consultation.number, subject.text, subject.told_on, told)


def _assistance(_: InformationRequest, subject: Any) -> facts.Assistance:
    return facts.Assistance(subject.question, subject.asked_on, subject.due_on)


def _answer(code: str) -> Callable[[Any, Any], facts.Answer | None]:
    def gather(request: InformationRequest, row: Any) -> facts.Answer | None:
        if row.signed_on is None or kind_of_outcome(BY_CODE[row.outcome].group).code != code:
            return None
        remedy = remedies.remedy_of(row.outcome, settings.OUTCOME_REMEDIES)
        told = remedies.of_answer(row.outcome, remedy, request.organ.review_organ)
        return facts.Answer(
            outcome=row.outcome,
            basis=row.basis.citation if row.basis else "",
            body=row.body,
            reason=row.reason,
            signed_on=row.signed_on,
            remedies=told.sentences,
            wanted=_wanted(request),
            override_reason=row.override_reason,
            is_elsewhere=row.in_charge_id is not None,
            files=tuple(file.title for file in row.files.all()),
            sources=tuple(
                facts.Source(each.title, each.doc_number, absolute(each.get_absolute_url()))
                for each in row.documents.all()
            ),
            opinions=_opinions(request, on=row.signed_on),
            correction=_correction(request),
            demand=_reasons(request),
            fee=_fee(request),
        )

    return gather


def _opinions(request: InformationRequest, *, on: dt.date) -> facts.Opinions:
    """Of the third parties alone; a letter that came back asked nobody. Who still had time when
    the answer was signed was not silent.
    """
    rows = request.consultations.filter(kind=ConsultationKind.THIRD_PARTY)
    asked = [row for row in rows if row.opinion != Opinion.NONE]
    calendar = load_calendar()
    unheard = [row for row in asked if not row.opinion]
    waited_for = sum(is_open(_term(row), calendar, on=on) for row in unheard)
    return facts.Opinions(
        asked=len(asked),
        objecting=sum(row.opinion in (Opinion.OBJECTS, Opinion.PARTLY) for row in asked),
        silent=len(unheard) - waited_for,
        waited_for=waited_for,
    )


def _term(row: Consultation) -> ledger.Consultation:
    kind = ledger.ConsultationKind(row.kind)
    return ledger.Consultation(kind, row.sent_on, row.served_on, row.closed_on)


def _service(request: InformationRequest, row: Any) -> facts.Service | None:
    if row.signed_on is None:
        return None
    made = [f"{each.title}（{each.number}）" for each in row.letters.all()]
    title = kind_of_outcome(BY_CODE[row.outcome].group).title
    return facts.Service(tuple(made) or (title,), request.get_delivery_way_display())


def _service_of_opinion(_: InformationRequest, row: Any) -> facts.Service:
    title = outside.CO_MAKER.title if row.kind == ConsultationKind.CO_MAKER else None
    return facts.Service((f"{title or outside.THIRD_PARTY.title}（编号{row.number}）",), "")


def _approval(request: InformationRequest, row: Any) -> facts.Approval | None:
    if BY_CODE[row.outcome].group == BY_CODE[WITHDRAWN].group:
        return None  # written by its rule, judged by nobody
    steps = [
        facts.Judgement(
            str(each), each.opinion, each.by.get_full_name(), timezone.localdate(each.at)
        )
        for each in row.reviews.select_related("by")
    ]
    filing = getattr(row, "filing", None)
    if filing:
        told = f"报{filing.organ.name}备案。{filing.note}"
        day = timezone.localdate(filing.at)
        steps.append(facts.Judgement("备案", told, filing.by.get_full_name(), day))
    return facts.Approval(
        outcome=row.get_outcome_display(),
        basis=row.basis.citation if row.basis else "",
        reason=row.reason,
        due_on=request.reply_due_on,
        drafted_by=row.by.get_full_name(),
        drafted_on=timezone.localdate(row.at),
        judgements=tuple(steps),
        signed_by=row.signed_by.get_full_name() if row.signed_by else "",
        signed_on=row.signed_on,
    )


_GATHER: Mapping[str, Callable[[Any, Any], object | None]] = {
    "receipt": _receipt,
    "correction": _correction,
    "reasons": _reasons,
    "extension": _extension,
    "deferral": _deferral,
    "fee": _fee,
    "consulted": _consulted,
    "third_party": _question(ConsultationKind.THIRD_PARTY),
    "co_maker": _question(ConsultationKind.CO_MAKER),
    "opening": _opening,
    "assistance": _assistance,
    "reply": _answer("reply"),
    "not_handled": _answer("not_handled"),
    "no_longer": _answer("no_longer"),
    "service": _service,
    "service_opinion": _service_of_opinion,
    "approval": _approval,
}
