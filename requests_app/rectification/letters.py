"""Letters of a request to rectify a record (第四十一条): the answer, and that it was sent on."""

from __future__ import annotations

from dataclasses import dataclass

from portal.papers.kinds import Kinds, LetterKind
from portal.papers.paper import Body, Paragraph, headed, said, tabled
from portal.statute import Article
from portal.workdays.calendar import chinese_date
from requests_app.letters import facts
from requests_app.letters.kinds import Series, To
from requests_app.letters.notices import DONE, Articles, asked_at, cited


@dataclass(frozen=True)
class Decided:
    """A decision that was approved: what was asked, and by its kind the day on which the record
    was corrected, the ground on which it stays, or the organ that may correct it.
    """

    kind: str
    asked: tuple[tuple[str, str], ...]
    text: str
    decided_on: facts.Day
    corrected_on: facts.Day | None = None
    ground: str = ""
    right_organ: str = ""
    right_contacts: str = ""


@dataclass(frozen=True)
class SentOn:
    """To which organ it was sent, when and why."""

    target: str
    contact: str
    reason: str
    sent_on: facts.Day


def opened(case: facts.Case) -> str:
    """The words with which a letter to whoever asked for a rectification begins."""
    when = f"，{chinese_date(case.received_on)}收到" if case.received_on else ""
    return f"关于{case.you}要求更正“{case.subject}”的申请（更正申请编号：{case.number}{when}），"


def decided(case: facts.Case, given: Decided, law: Articles) -> Body:
    """更正答复书."""
    found, told = _FOUND[given.kind](case, given, law)
    paragraphs = (
        *said(f"{opened(case)}现答复如下。"),
        *tabled(given.asked),
        *said(found),
        *told,
        *said(asked_at(case), DONE),
    )
    return Body(paragraphs, given.decided_on)


def sent_on(case: facts.Case, given: SentOn, law: Articles) -> Body:
    """转送告知书: who goes on with it, and that number and code stay."""
    rows = [("办理机关", given.target), ("联系方式", given.contact)]
    paragraphs = (
        *said(
            f"{opened(case)}经审查，该记录的更正不属于本机关职能范围。{cited(law)}，本机关已于"
            f"{chinese_date(given.sent_on)}将申请和材料转送有权更正的机关，由该机关办理并告知结果。"
        ),
        *tabled((label, value) for label, value in rows if value),
        *headed("转送的理由", given.reason),
        *said(
            f"更正申请编号和查询码不变，{case.you}可以继续凭它们查看进度。", asked_at(case), DONE
        ),
    )
    return Body(paragraphs, given.sent_on)


Told = tuple[str, tuple[Paragraph, ...]]


def _corrected(case: facts.Case, given: Decided, law: Articles) -> Told:
    del case
    on = f"于{chinese_date(given.corrected_on)}" if given.corrected_on else ""
    found = f"经核实，该记录不准确。{cited(law)}，本机关已{on}予以更正。"
    return found, headed("更正了什么", given.text)


def _declined(case: facts.Case, given: Decided, law: Articles) -> Told:
    found = f"经核实，{given.ground.removeprefix('经核实')}。{cited(law)}，本机关不予更正。"
    remedies = (
        f"{case.you}有新的证据，可以重新申请。认为本机关侵犯{case.you}的合法权益的，可以依据"
        f"{Article(51).citation}，向上一级行政机关或者政府信息公开工作主管部门投诉、举报，"
        "也可以依法申请行政复议或者提起行政诉讼。"
    )
    return found, (*headed("理由", given.text), *said(remedies))


def _referred(case: facts.Case, given: Decided, law: Articles) -> Told:
    found = (
        f"经审查，该记录的更正不属于本机关职能范围。{cited(law)}，"
        f"请{case.you}向有权更正的机关提出。"
    )
    rows = [("有权更正的机关", given.right_organ), ("联系方式", given.right_contacts)]
    return found, (*tabled(rows), *headed("说明", given.text))


_FOUND = {"correct": _corrected, "decline": _declined, "refer": _referred}
_LAW = (Article(41),)
ANSWER = LetterKind(
    "record_answer", "信息更正申请答复书", Series.ANSWER, To.APPLICANT,
    "decision", _LAW,
    ("approve_correct", "approve_decline", "approve_refer"), Decided, decided,
)  # fmt: skip
SENT_ON = LetterKind(
    "record_sent_on", "信息更正申请转送告知书", Series.NOTICE, To.APPLICANT,
    "forwarding", _LAW, ("forward",), SentOn, sent_on,
)  # fmt: skip
RECTIFICATION_KINDS = Kinds(ANSWER, SENT_ON)
