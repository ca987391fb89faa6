"""What an answer says by its outcome: the finding, its article, what the law asks to be in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.papers.paper import Body, Paragraph, headed, said, words
from portal.statute import REGULATION, citations
from portal.workdays.calendar import chinese_date
from requests_app.letters import facts
from requests_app.letters.notices import DONE, Articles, opened
from requests_app.outcomes import (
    BY_CODE,
    GROUND_CODES,
    PARTLY_OPEN,
    REFUSED,
    THIRD_PARTY_GROUND,
)
from requests_app.preconditions import Part, is_everything


@dataclass(frozen=True)
class Finding:
    """The sentence of an outcome. `law` stands where the article is cited; `because` is the
    heading of the officer's reason; `before` tells the facts the outcome rests on.
    """

    text: str
    because: str = "理由"
    before: Callable[[facts.Answer], str] | None = None


def _heard(given: facts.Answer) -> str:
    """第十五条: what the third parties said, when they were asked."""
    told = given.opinions
    if not told.asked:
        why = given.unasked_reason.strip().rstrip("。")
        return f"本机关没有书面征求第三方的意见，理由是：{why}。" if why else ""
    parts = []
    if told.objecting:
        parts.append("第三方不同意公开或者只同意部分公开")
    if told.silent:
        parts.append(f"第三方没有在期限内提出意见，由本机关依照{REGULATION.cited}的规定决定")
    if told.waited_for:
        parts.append("第三方的意见还没有收到，提出意见的期限也没有届满")
    if told.asked > told.objecting + told.silent + told.waited_for:
        parts.append("有第三方同意公开" if parts else "第三方同意公开")
    return f"本机关书面征求了第三方的意见：{'；'.join(parts)}。"


def _corrected(given: facts.Answer) -> str:
    """第三十条: asked for a correction, which came, and it is still unclear."""
    notice = given.correction
    if notice is None:
        return ""
    came = f"，{chinese_date(notice.received_on)}收到补正" if notice.received_on else ""
    return f"本机关于{chinese_date(notice.noticed_on)}告知补正{came}。"


def _explained(given: facts.Answer) -> str:
    """第三十五条: reasons were asked for, and given or not."""
    demand = given.demand
    if demand is None:
        return ""
    asked = f"本机关于{chinese_date(demand.asked_on)}要求说明理由，"
    if demand.supplied_on:
        return f"{asked}{chinese_date(demand.supplied_on)}收到了说明。"
    return f"{asked}到{chinese_date(demand.respond_by)}没有收到说明。"


def _uncorrected(given: facts.Answer) -> str:
    notice = given.correction
    if notice is None:
        return ""
    return (
        f"本机关于{chinese_date(notice.noticed_on)}一次性告知补正，补正期限到"
        f"{chinese_date(notice.respond_by)}。到期没有收到补正，也没有收到逾期的正当理由。"
    )


def _unpaid(given: facts.Answer) -> str:
    notice = given.fee
    if notice is None or notice.received_on is None:
        return ""
    until = f"，缴费期限到{chinese_date(notice.due_on)}" if notice.due_on else ""
    return (
        f"收费通知于{chinese_date(notice.sent_on)}发出、{chinese_date(notice.received_on)}收到，"
        f"应缴{notice.amount:.2f}元{until}。到期没有缴纳。"
    )


def _repeated(given: facts.Answer) -> str:
    """第三十六条第（六）项: which answer it was; an answer of an earlier edition does not say."""
    if not given.earlier_on:
        return "经审查，本机关已经就该申请的内容作出过答复。"
    number = given.earlier_number
    cited = number if number.startswith("申请编号") else f"文号：{number}"
    return (
        f"经审查，本机关已于{chinese_date(given.earlier_on)}对同一申请人就相同政府信息提出的申请"
        f"作出答复（{cited}）。"
    )


# What a ground says of the information, by its code.
WHAT: Mapping[str, str] = {
    "3.3.1": "属于依法确定为国家秘密的政府信息",
    "3.3.2": "属于法律、行政法规禁止公开的政府信息",
    "3.3.3": "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
    "3.3.4": "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害",
    "3.3.5": "属于人事管理、后勤管理、内部工作流程等内部事务信息",
    "3.3.6": "属于履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息",
    "3.3.7": "属于行政执法案卷信息",
}
# 可以不予公开 (第十六条): the organ chooses, and says why.
_MAY = ("3.3.5", "3.3.6", "3.3.7")
_CLOSED = "经审查，该政府信息{what}。依据{{law}}，本机关决定不予公开。"
_MAY_CLOSE = "经审查，该政府信息{what}。依据{{law}}，可以不予公开；本机关决定不予公开。"
_WHY_CHOSEN = "决定不予公开的理由"
_AGAIN = "仍然需要相关政府信息的，可以重新提出申请。"
_NOT = "本机关不予处理。"


def _refused(code: str, before: Callable[[facts.Answer], str] | None = None) -> Finding:
    is_choice = code in _MAY
    text = (_MAY_CLOSE if is_choice else _CLOSED).format(what=WHAT[code])
    return Finding(text, _WHY_CHOSEN if is_choice else "理由", before)


FINDINGS: Mapping[str, Finding] = {
    "3.1": Finding("经审查，该政府信息可以公开。依据{law}，本机关予以公开。"),
    "3.2": Finding(
        "经审查，该政府信息中有不应当公开的内容，能够作区分处理。依据{law}，"
        "本机关提供可以公开的内容，对下列内容不予公开。",
        "其他说明", _heard,
    ),
    **{code: _refused(code, _heard if code == THIRD_PARTY_GROUND else None)
       for code in GROUND_CODES},
    "3.3.8": Finding(
        "经审查，该信息属于工商、不动产登记资料等信息，有关法律、行政法规对其获取有特别规定。"
        "依据{law}，请依照有关法律、行政法规的规定办理。",
        "依照的规定和办理的地方",
    ),
    "3.4.1": Finding(
        "经检索，没有该政府信息。依据{law}，告知该政府信息不存在。", "检索的情况和理由"
    ),
    "3.4.2": Finding(
        "经审查，本机关没有现成的该政府信息，需要对现有政府信息进行加工、分析。"
        "依据{law}，本机关不予提供。"
    ),
    "3.4.3": Finding(
        "补正以后，申请内容仍然不明确。依据{law}，本机关无法提供。", before=_corrected
    ),
    "3.5.1": Finding(
        "经审查，该申请以政府信息公开申请的形式进行信访、投诉、举报等活动。"
        f"依据{{law}}，不作为政府信息公开申请处理，{_NOT}", "理由和可以提出的渠道",
    ),
    "3.5.2": Finding(
        f"依据{{law}}，不予重复处理，{_NOT}", "理由", _repeated,
    ),
    "3.5.3": Finding(
        f"经审查，该申请要求提供报纸、期刊、书籍等公开出版物。依据{{law}}，{_NOT}", "获取的途径"
    ),
    "3.5.4": Finding(
        "经审查，申请公开政府信息的数量、频次明显超过合理范围，申请理由不合理。"
        f"依据{{law}}，{_NOT}", before=_explained,
    ),
    "3.5.5": Finding(f"经审查，该申请要求确认或者重新出具已经获取的政府信息。{_NOT}"),
    "3.6.1": Finding(f"依据{{law}}，视为放弃申请，本机关不再处理该申请。{_AGAIN}",
                     before=_uncorrected),
    "3.6.2": Finding(f"依据{{law}}，视为放弃申请，本机关不再处理该申请。{_AGAIN}",
                     before=_unpaid),
}  # fmt: skip
# Another organ is in charge: its name and contacts stand in the words of the answer.
_ELSEWHERE = Finding("经审查，该政府信息不属于本机关负责公开。依据{law}，告知如下。")
_PUBLIC = Finding("该政府信息已经主动公开。依据{law}，告知获取的方式、途径。")
_NO_OWN_WORDS = ("3.6.1", "3.6.2")


def answer(case: facts.Case, given: facts.Answer, law: Articles) -> Body:
    """答复书、不予处理告知书、不再处理告知书."""
    del law
    finding = _finding(given)
    # Each part has its own ground below; the article of the division stands alone above them.
    own = given.law[:1] if given.outcome == PARTLY_OPEN else given.law
    found = finding.text.format(law=citations(own))
    paragraphs = [*said(opened(case), finding.before(given) if finding.before else "", found)]
    if given.outcome not in _NO_OWN_WORDS:
        listed = () if is_everything(given.parts) else given.parts
        paragraphs += _kept_back(listed)
        paragraphs += words(given.body)
        paragraphs += said(given.in_charge)
        paragraphs += headed(finding.because, given.reason)
        paragraphs += headed("不公开可能对公共利益造成重大影响的理由", given.override_reason)
    paragraphs += _where(given)
    paragraphs += headed("获取的方式、途径和时间", given.provision)
    if given.files:
        paragraphs += said(
            f"随本答复提供{len(given.files)}份文件，见附件。"
            f"{case.you}要求的形式和途径：{given.wanted}。"
        )
    paragraphs += said(*given.remedies, DONE)
    return Body(tuple(paragraphs), given.signed_on, given.files)


def _finding(given: facts.Answer) -> Finding:
    if given.is_elsewhere:
        return _ELSEWHERE
    if given.sources and not given.files and BY_CODE[given.outcome].group == "予以公开":
        return _PUBLIC
    return FINDINGS[given.outcome]


def _kept_back(parts: Sequence[Part]) -> list[Paragraph]:
    """第三十七条: every part with its ground, its article and its reason."""
    if not parts:
        return []
    found = [Paragraph("不予公开的内容、依据和理由", "heading")]
    for number, row in enumerate(parts, 1):
        ground = BY_CODE[row.ground]
        law = citations([article for article in (ground.basis, REFUSED) if article])
        named = row.part.strip().rstrip("。；")
        found += said(f"{number}. {named}：{WHAT[row.ground]}，依据{law}，不予公开。")
        found += words(f"理由：{row.reason.strip()}")
    return found


def _where(given: facts.Answer) -> list[Paragraph]:
    """方式、途径 of what is public already."""
    if not given.sources:
        return []
    lines = []
    for number, source in enumerate(given.sources, 1):
        told = f"（{source.number}）" if source.number else ""
        lines.append(Paragraph(f"{number}. 《{source.title}》{told}：{source.address}", "quoted"))
    return [Paragraph("已经公开的文件和获取的网址", "heading"), *lines]
