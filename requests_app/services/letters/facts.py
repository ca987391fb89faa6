"""From the rows of a case to the facts of its letters: None where a letter cannot be made yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from requests_app.choices import ApplicantKind, ConsultationKind
from requests_app.letters import facts, outside, remedies
from requests_app.letters.kinds import About, Kind, To, kind_of_outcome
from requests_app.models import Answer, Assistance, Consultation, ThirdPartyNotice
from requests_app.outcomes import BY_CODE, WITHDRAWN
from requests_app.services.letters.answer_facts import answer_facts
from requests_app.services.letters.rows import contact_of, correction, fee, reasons, wanted

if TYPE_CHECKING:
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
    return kind.paper(case_facts(kind, request, subject), given)


def case_facts(kind: Kind, request: InformationRequest, subject: Subject) -> facts.Case:
    """What every letter of the case says."""
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


def _receipt(request: InformationRequest, _: Subject) -> facts.Receipt | None:
    if request.received_on is None:
        return None
    return facts.Receipt(
        channel=request.get_channel_display(),
        arrived_on=request.arrived_on,
        wanted=wanted(request),
        due_on=request.reply_due_on,
    )


def _extension(request: InformationRequest, _: Subject) -> facts.Extension | None:
    row = getattr(request, "extension", None)
    if row is None:
        return None
    return facts.Extension(row.days, row.reason, row.approved_on, request.reply_due_on)


def _deferral(request: InformationRequest, _: Subject) -> facts.Deferral | None:
    row = getattr(request, "deferral", None)
    return facts.Deferral(row.reason, row.decided_on, row.until) if row else None


def _consulted(_: InformationRequest, subject: Any) -> facts.Consulted:
    return facts.Consulted(subject.kind == ConsultationKind.CO_MAKER, subject.sent_on)


def _question(kind: ConsultationKind) -> Callable[[Any, Any], facts.Question | None]:
    def gather(_: InformationRequest, subject: Any) -> facts.Question | None:
        if subject.kind != kind:
            return None
        return facts.Question(subject.number, subject.question, subject.sent_on)

    return gather


def _opening(request: InformationRequest, subject: Any) -> facts.Opening:
    told = remedies.in_opening(request.organ.review_organ, court=request.organ.court)
    return facts.Opening(subject.consultation.number, subject.text, subject.told_on, told)


def _assistance(_: InformationRequest, subject: Any) -> facts.Assistance:
    return facts.Assistance(subject.question, subject.asked_on, subject.due_on)


def _answer(code: str) -> Callable[[Any, Any], facts.Answer | None]:
    def gather(request: InformationRequest, row: Any) -> facts.Answer | None:
        if row.signed_on is None or kind_of_outcome(BY_CODE[row.outcome].group).code != code:
            return None
        return answer_facts(
            request,
            row,
            parts=[each.told for each in row.parts.all()],
            files=[file.title for file in row.files.all()],
            documents=row.documents.all(),
            on=row.signed_on,
        )

    return gather


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
        outcome=row.choice[1],
        basis=row.basis,
        reason=row.reason or "；".join(f"{part.part}：{part.reason}" for part in row.parts.all()),
        due_on=request.reply_due_on,
        drafted_by=row.by.get_full_name(),
        drafted_on=timezone.localdate(row.at),
        judgements=tuple(steps),
        signed_by=row.signed_by.get_full_name() if row.signed_by else "",
        signed_on=row.signed_on,
    )


_GATHER: Mapping[str, Callable[[Any, Any], object | None]] = {
    "receipt": _receipt,
    "correction": lambda request, _: correction(request),
    "reasons": lambda request, _: reasons(request),
    "extension": _extension,
    "deferral": _deferral,
    "fee": lambda request, _: fee(request),
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
