"""Letters to others than the applicant, of whom nothing is on them; and the forms of the file."""

from __future__ import annotations

from collections.abc import Callable

from portal.papers.paper import Body, Paragraph, headed, said, tabled
from portal.statute import REGULATION, Article
from portal.workdays.calendar import chinese_date
from requests_app.deadlines import laws
from requests_app.letters import facts
from requests_app.letters.notices import DONE, Articles, asked_at, cited

# Room to write in: one line, two lines.
_LINE = "　"
_ROOM = "　\n　"
_SIGNED = "　\n　　　　　　　　　年　　月　　日"


class Words:
    """What differs between the two letters that ask for an opinion: why, and what silence means."""

    def __init__(self, title: str, law: Article, why: str, silence: str, more: str = "") -> None:
        self.title, self.law, self.why = title, law, why
        self.silence, self.more = silence, more

    @property
    def article(self) -> str:
        """Its article as it is cited."""
        return self.law.citation


THIRD_PARTY = Words(
    "征求第三方意见书",
    laws.THIRD_PARTY,
    "有人申请公开下面的政府信息，公开可能涉及您（贵单位）的合法权益，现征求意见。",
    f"逾期没有提出意见的，由行政机关依照{REGULATION.cited}的规定决定是否公开："
    "既不当作同意，也不当作反对。",
    "不同意公开或者只同意部分公开的，请写明理由：公开会损害哪些合法权益、为什么。"
    "不公开可能对公共利益造成重大影响的，行政机关可以决定公开，届时会把公开的内容和理由书面告知您。",
)
CO_MAKER = Words(
    "征求共同制作机关意见书",
    laws.CO_MAKER,
    "有人申请公开下面由贵机关共同制作的政府信息，现征求意见。",
    "逾期没有提出意见的，视为同意公开。",
)


def question(words: Words) -> Callable[[facts.Case, facts.Question, Articles], Body]:
    """征求意见书 of one of the two kinds."""

    def write(case: facts.Case, given: facts.Question, law: Articles) -> Body:
        paragraphs = (
            *said(words.why),
            *headed("征求意见的内容", given.question),
            *said(
                f"{cited(law)}，请自收到本征求意见书之日起{laws.OPINION_DAYS}个工作日内提出意见"
                f"（收到的当日不算，从次日起计算；休息日、法定节假日不算）。{words.silence}",
                words.more,
                f"答复时请写明征求意见书编号：{given.number}。{asked_at(case)}",
            ),
        )
        return Body(paragraphs, given.sent_on, ("回执",))

    return write


def ways_of_answering(address: str, number: str, code: str, organ: str) -> tuple[Paragraph, ...]:
    """How a letter is answered. The code opens it like a signature: it is on the paper alone."""
    rows = [
        ("网上", f"打开 {address}，输入编号和查询码"),
        ("编号", number),
        ("查询码", code),
        ("邮寄、当面", f"{organ}，填写所附的回执"),
    ]
    return (Paragraph("怎样答复（任选一种）", "heading"), *tabled(rows))


def reply_slip(number: str) -> tuple[Paragraph, ...]:
    """回执, to be filled in by hand."""
    rows = [
        ("征求意见书编号", number),
        ("收到日期", _SIGNED),
        ("意见", "□ 同意公开　□ 不同意公开　□ 同意部分公开"),
        ("理由", f"不同意、同意部分公开的必填，可以另附纸\n{_ROOM}\n{_ROOM}"),
        ("签名或者盖章", _SIGNED),
    ]
    return (Paragraph("回执", "part"), *tabled(rows))


def opening(case: facts.Case, given: facts.Opening, law: Articles) -> Body:
    """告知书 to a third party who objected: what is opened, why, what can be done."""
    paragraphs = (
        *said(
            f"{case.organ}收到了您（贵单位）对征求意见书（{given.number}）的意见。经研究，认为不公开"
            f"可能对公共利益造成重大影响，{cited(law)}，决定予以公开，现将公开的内容和理由告知如下。"
        ),
        *headed("公开的内容和理由", given.text),
        *said(*given.remedies, DONE),
    )
    return Body(paragraphs, given.told_on)


def assistance(case: facts.Case, given: facts.Assistance, law: Articles) -> Body:
    """协办函: the day is internal, and the paper says so."""
    paragraphs = (
        *said(
            f"本机关正在办理一件政府信息公开申请（申请编号：{case.number}），"
            f"需要贵机关协助。{cited(law)}，商请协办下列事项。"
        ),
        *headed("需要协办的事项", given.question),
        *said(
            f"请于{chinese_date(given.due_on)}以前函复。这是办理所需的内部期限，不是法定期限；"
            "申请的法定答复期限照常计算。",
            asked_at(case),
            "请予支持。",
        ),
    )
    return Body(paragraphs, given.asked_on)


def service(case: facts.Case, given: facts.Service, law: Articles) -> Body:
    """送达回证: signed by whoever receives, kept in the file."""
    del law
    rows = [
        ("申请编号", case.number),
        ("送达文书", "；".join(given.letters)),
        ("受送达人", case.addressee),
        *([("要求的途径", given.way)] if given.way else []),
        ("送达方式", "□ 直接送达　□ 邮寄送达　□ 网上送达\n□ 委托其他行政机关送达"),
        ("送达地点", _ROOM),
        ("受送达人签名或者盖章", _SIGNED),
        ("代收人与受送达人的关系", _LINE),
        ("邮件号", _LINE),
        ("送达人", _SIGNED),
        ("备注", _ROOM),
    ]
    return Body((*said(f"送达机关：{case.organ}"), *tabled(rows)), None)


def approval(case: facts.Case, given: facts.Approval, law: Articles) -> Body:
    """审查呈批单: who wrote, judged and signed, with what they said."""
    received = chinese_date(case.received_on) if case.received_on else ""
    rows = [
        ("申请编号", case.number),
        ("所需信息", case.subject),
        ("收到申请之日", received),
        ("答复期限", chinese_date(given.due_on) if given.due_on else ""),
        ("拟办结果", given.outcome),
        ("依据", given.basis),
        ("理由", given.reason),
        ("拟稿", f"{given.drafted_by}，{chinese_date(given.drafted_on)}"),
        *(
            (step.step, f"{step.opinion}（{step.by}，{chinese_date(step.on)}）")
            for step in given.judgements
        ),
        ("签发", f"{given.signed_by}，{chinese_date(given.signed_on)}" if given.signed_on else ""),
    ]
    told = f"承办机关：{case.organ}。{cited(law)}审查。"
    return Body((*said(told), *tabled((label, text) for label, text in rows if text)), None)
