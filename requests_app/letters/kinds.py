"""Every letter of a case, declared once: its name, its articles, whom it goes to, what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.papers.kinds import Kinds, LetterKind
from portal.statute import SECRETS_LAW, Article
from requests_app.deadlines import laws
from requests_app.letters import answers, facts, notices, outside


class To(StrEnum):
    """Who gets it; what is of one is never shown to another."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    ORGAN = "organ"
    FILE = "file"
    OFFICE = "office"


class Series(StrEnum):
    """Under which of an organ's codes it is numbered; a form has no 文号 of its own."""

    ANSWER = "answer"
    NOTICE = "notice"
    OUTSIDE = "outside"
    FORM = "form"


class About(StrEnum):
    """The row it belongs to; there is one letter of a kind to each."""

    REQUEST = "request"
    ANSWER = "answer"
    CONSULTATION = "consultation"
    THIRD_PARTY_NOTICE = "third_party_notice"
    ASSISTANCE = "assistance"


@dataclass(frozen=True)
class Kind(LetterKind):
    """One kind of letter of a case."""

    series: Series
    to: To
    about: About

    @property
    def has_applicant(self) -> bool:
        """Whether the applicant is named on it."""
        return self.to in (To.APPLICANT, To.FILE)


# What takes back a decision of which a third party was told.
_UNDECIDES = ("recall", "return_signing", "withdraw", "record_withdrawal")
_LAPSES = ("lapse_uncorrected", "lapse_unpaid")
_FEES = (Article(42), Article(3, law=laws.FEE_RULES), laws.PAYMENT)

KINDS = Kinds[Kind](
    Kind(
        "receipt", "政府信息公开申请登记回执", Series.FORM, To.APPLICANT, About.REQUEST,
        (Article(31), laws.REPLY), ("confirm", "submit"),
        facts.Receipt, notices.receipt,
    ),
    Kind(
        "correction", "政府信息公开申请补正告知书", Series.NOTICE, To.APPLICANT, About.REQUEST,
        (laws.CORRECTION,), ("ask_correction",),
        facts.Correction, notices.correction,
    ),
    Kind(
        "reasons", "政府信息公开申请说明理由告知书", Series.NOTICE, To.APPLICANT, About.REQUEST,
        (Article(35),), ("ask_reasons",),
        facts.Reasons, notices.reasons,
    ),
    Kind(
        "extension", "政府信息公开申请延期答复告知书", Series.NOTICE, To.APPLICANT, About.REQUEST,
        (laws.REPLY,), ("extend",),
        facts.Extension, notices.extension,
    ),
    Kind(
        "deferral", "政府信息公开申请延迟答复告知书", Series.NOTICE, To.APPLICANT, About.REQUEST,
        (Article(35),), ("defer",),
        facts.Deferral, notices.deferral,
    ),
    Kind(
        "fee", "政府信息公开信息处理费收费通知书", Series.NOTICE, To.APPLICANT, About.REQUEST,
        _FEES, ("ask_fee",),
        facts.Fee, notices.fee, ends=("cancel_fee",),
    ),
    Kind(
        "consulted", "征求意见告知书", Series.NOTICE, To.APPLICANT, About.CONSULTATION,
        (laws.EXCLUDED,), ("consult",),
        facts.Consulted, notices.consulted,
    ),
    Kind(
        "third_party", "征求第三方意见书", Series.OUTSIDE, To.THIRD_PARTY, About.CONSULTATION,
        (laws.THIRD_PARTY,), ("consult",),
        facts.Question, outside.question(outside.THIRD_PARTY),
    ),
    Kind(
        "co_maker", "征求共同制作机关意见书", Series.OUTSIDE, To.CO_MAKER, About.CONSULTATION,
        (laws.CO_MAKER,), ("consult",),
        facts.Question, outside.question(outside.CO_MAKER),
    ),
    Kind(
        "opening", "政府信息公开告知书", Series.NOTICE, To.THIRD_PARTY, About.THIRD_PARTY_NOTICE,
        (laws.THIRD_PARTY,), ("tell_third_party",),
        facts.Opening, outside.opening, has_remedies=True, ends=_UNDECIDES,
    ),
    Kind(
        "assistance", "政府信息公开申请协办函", Series.OUTSIDE, To.ORGAN, About.ASSISTANCE,
        (Article(11),), ("ask_assistance",),
        facts.Assistance, outside.assistance,
    ),
    Kind(
        "reply", "政府信息公开申请答复书", Series.ANSWER, To.APPLICANT, About.ANSWER,
        (), ("sign",), facts.Answer, answers.answer, has_remedies=True, ends=("recall",),
    ),
    Kind(
        "not_handled", "政府信息公开申请不予处理告知书", Series.ANSWER, To.APPLICANT, About.ANSWER,
        (), ("sign",), facts.Answer, answers.answer, has_remedies=True, ends=("recall",),
    ),
    Kind(
        "no_longer", "政府信息公开申请不再处理告知书", Series.ANSWER, To.APPLICANT, About.ANSWER,
        (), _LAPSES, facts.Answer, answers.answer, has_remedies=True,
        ends=("recall_uncorrected", "recall_unpaid"),
    ),
    Kind(
        "service", "送达回证", Series.FORM, To.FILE, About.ANSWER,
        (Article(40),), ("sign", *_LAPSES),
        facts.Service, outside.service,
    ),
    Kind(
        "service_opinion", "送达回证", Series.FORM, To.THIRD_PARTY, About.CONSULTATION,
        (laws.THIRD_PARTY,), ("consult",),
        facts.Service, outside.service,
    ),
    Kind(
        "approval", "政府信息公开申请答复审查呈批单", Series.FORM, To.OFFICE, About.ANSWER,
        (Article(17), Article(35, law=SECRETS_LAW)), ("submit_answer",),
        facts.Approval, outside.approval,
    ),
)  # fmt: skip
TO_APPLICANT = tuple(kind.code for kind in KINDS.values() if kind.to is To.APPLICANT)


def kind_of_outcome(group: str) -> Kind:
    """Which letter tells an outcome, by the group of table three it stands in."""
    return KINDS[{"不予处理": "not_handled", "其他处理": "no_longer"}.get(group, "reply")]
