"""What the applicant is told before there is an answer. None of these ends with a remedy."""

from __future__ import annotations

from collections.abc import Sequence

from portal.papers.paper import Body, headed, said, tabled
from portal.statute import Article, citations
from portal.workdays.calendar import chinese_date
from requests_app.deadlines import laws
from requests_app.fees import FLAT_ITEMS, FREE_ITEMS, ITEM_PRICE, ITEMS_A_STEP, PAGE_BANDS
from requests_app.letters import facts

Articles = Sequence[Article]
DONE = "特此告知。"
# The scale by items stands in one article of the fee rules, the one by pages in the next.
_BY_ITEMS, _BY_PAGES = Article(4, law=laws.FEE_RULES), Article(5, law=laws.FEE_RULES)


def opened(case: facts.Case) -> str:
    """The sentence with which a letter to the applicant begins."""
    on = f"于{chinese_date(case.received_on)}" if case.received_on else ""
    goes_on = "该机关已经撤销，由本机关继续办理。" if case.received_by else ""
    return (
        f"{case.received_by or '本机关'}{on}收到{case.you}要求获取“{case.subject}”的"
        f"政府信息公开申请（申请编号：{case.number}）。{goes_on}"
    )


def cited(articles: Articles) -> str:
    """依据 with every article once."""
    return f"依据{citations(articles)}"


def asked_at(case: facts.Case) -> str:
    """Whom to ask."""
    return f"有疑问的，请与本机关联系：{case.contact}。" if case.contact else ""


def receipt(case: facts.Case, given: facts.Receipt, law: Articles) -> Body:
    """登记回执."""
    due = (
        f"{cited(law[1:])}，本机关将在{chinese_date(given.due_on)}以前答复。"
        if given.due_on
        else "答复的期限现在还不能确定，确定以后另行告知。"
    )
    received = chinese_date(case.received_on) if case.received_on else "等待双方确认"
    rows = [
        ("申请编号", case.number),
        ("申请人", case.addressee),
        ("来件方式", f"{given.channel}，{chinese_date(given.arrived_on)}"),
        ("收到申请之日", f"{received}（{law[0].citation}）"),
        ("所需信息", case.subject),
        ("形式和途径", given.wanted),
    ]
    more = "需要补正、延长期限、征求意见或者收取信息处理费的，另行告知。"
    return Body(
        (*said("本机关已经登记下列政府信息公开申请。"), *tabled(rows), *said(due + more),
         *said(asked_at(case))),
        case.received_on,
    )  # fmt: skip


def correction(case: facts.Case, given: facts.Correction, law: Articles) -> Body:
    """补正告知书: what, how, until when, and what silence means."""
    paragraphs = (
        *said(f"{opened(case)}经审查，申请内容不明确。{cited(law)}，请{case.you}补正。"),
        *headed("需要补正的事项", given.unclear),
        *headed("怎样补正", given.guidance),
        *said(
            f"请在{chinese_date(given.respond_by)}以前补正，只写补充的内容即可。"
            "答复期限自本机关收到补正的申请之日起计算。",
            f"{case.you}无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
            asked_at(case),
            DONE,
        ),
    )
    return Body(paragraphs, given.noticed_on)


def reasons(case: facts.Case, given: facts.Reasons, law: Articles) -> Body:
    """说明理由告知书."""
    paragraphs = (
        *said(
            f"{opened(case)}本机关认为{case.you}申请公开政府信息的数量、频次明显超过合理范围，"
            f"{cited(law)}，请{case.you}说明理由。"
        ),
        *headed("为何认为明显超过合理范围", given.why),
        *said(
            f"请在{chinese_date(given.respond_by)}以前说明为什么需要提出这些申请，"
            "不需要说明信息的用途。",
            "理由不合理的，本机关将告知不予处理；理由合理，但是无法在规定的期限内答复的，"
            "本机关可以确定延迟答复的合理期限并告知。"
            "逾期没有说明的，本机关按照已经掌握的情况办理。",
            asked_at(case),
            DONE,
        ),
    )
    return Body(paragraphs, given.asked_on)


def extension(case: facts.Case, given: facts.Extension, law: Articles) -> Body:
    """延期答复告知书."""
    until = f"，延长后的答复期限为{chinese_date(given.due_on)}" if given.due_on else ""
    paragraphs = (
        *said(f"{opened(case)}本机关需要延长答复期限。"),
        *headed("延长的理由", given.reason),
        *said(
            f"{cited(law)}，经本机关政府信息公开工作机构负责人于"
            f"{chinese_date(given.approved_on)}同意，延长{given.days}个工作日{until}。",
            asked_at(case),
            DONE,
        ),
    )
    return Body(paragraphs, given.approved_on)


def deferral(case: facts.Case, given: facts.Deferral, law: Articles) -> Body:
    """延迟答复告知书."""
    paragraphs = (
        *said(
            f"{opened(case)}{case.you}已经说明理由，本机关认为申请理由合理，"
            "但是无法在规定的期限内答复。"
        ),
        *headed("延迟答复的理由", given.reason),
        *said(
            f"{cited(law)}，本机关确定延迟至{chinese_date(given.until)}以前答复。",
            asked_at(case),
            DONE,
        ),
    )
    return Body(paragraphs, given.decided_on)


def consulted(case: facts.Case, given: facts.Consulted, law: Articles) -> Body:
    """征求意见告知书: that time is not counted; not whose opinion is asked."""
    why = (
        f"{case.you}申请公开的政府信息由本机关与其他机关共同制作"
        if given.is_co_maker
        else f"公开{case.you}申请的政府信息可能涉及第三方的合法权益"
    )
    ground = laws.CO_MAKER if given.is_co_maker else laws.THIRD_PARTY
    paragraphs = said(
        f"{opened(case)}{why}，{cited([ground])}，"
        f"本机关已于{chinese_date(given.sent_on)}书面征求意见。",
        f"{cited(law)}，征求意见所需时间不计算在答复期限内。",
        asked_at(case),
        DONE,
    )
    return Body(paragraphs, given.sent_on)


def fee(case: facts.Case, given: facts.Fee, law: Articles) -> Body:
    """收费通知书: ground, scale, amount, how, until when, and what silence means."""
    unit = "页" if given.is_by_pages else "件"
    counted = f"{given.quantity}页" if given.is_by_pages else f"当月第{given.quantity}件"
    scale = _BY_PAGES if given.is_by_pages else _BY_ITEMS
    rows = [
        ("计收方式", f"按{'量' if given.is_by_pages else '件'}计收，{counted}"),
        ("收费标准", _pages() if given.is_by_pages else _items()),
        ("应缴数额", f"人民币{given.amount:.2f}元"),
        ("缴纳方式", given.payment),
        ("缴费期限", f"自收到本通知书的次日起{laws.PAYMENT_DAYS}个工作日内"),
    ]
    paragraphs = (
        *said(
            f"{opened(case)}{cited([*law[:2], scale])}，本机关对该申请收取政府信息公开信息处理费。"
            f"同一申请不同时按件、按量收费；下面的标准按{unit}分档累进计算。"
        ),
        *tabled(rows),
        *said(
            f"{cited(law[2:])}，逾期未缴纳的，视为放弃申请，本机关不再处理该申请。",
            asked_at(case),
            DONE,
        ),
    )
    return Body(paragraphs, given.sent_on)


def _items() -> str:
    return (
        f"同一申请人一个自然月内累计申请{FREE_ITEMS}件以下（含{FREE_ITEMS}件）的，不收费；"
        f"第{FREE_ITEMS + 1}至{FLAT_ITEMS}件，每件{ITEM_PRICE}元；"
        f"第{FLAT_ITEMS + 1}件起，以{ITEMS_A_STEP}件为一档，每增加一档，每件提高{ITEM_PRICE}元"
    )


def _pages() -> str:
    told = [f"{PAGE_BANDS[0][0]}页以下（含{PAGE_BANDS[0][0]}页）的，不收费"]
    for first, last, price in PAGE_BANDS:
        span = f"第{first + 1}至{last}页" if last else f"第{first + 1}页起"
        told.append(f"{span}，每页{price}元")
    return "；".join(told)
