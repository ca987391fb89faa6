"""What runs beside the way of the answer, and leaves the state as it is."""

from __future__ import annotations

from dataclasses import dataclass

from portal.statute import Article
from requests_app.deadlines.laws import PAYMENT
from requests_app.workflow.states import (
    ANSWERED,
    ANSWERING,
    ARCHIVED,
    AWAITING_PAYMENT,
    DELIVERING,
    HANDLER,
    HANDLING,
    HEAD,
    INTAKE,
    KEPT,
    RECEIVED,
    SIGNER,
    SIGNING,
    SUPERVISOR,
    UNSIGNED,
)


@dataclass(frozen=True)
class SideAct:
    """An act beside the way of the answer: it leaves the state as it is."""

    action: str
    label: str
    states: tuple[str, ...]
    role: str
    basis: Article
    sentence: str


BESIDE: tuple[SideAct, ...] = (
    SideAct("propose_extension", "建议延期", ANSWERING, HANDLER, Article(33, 2), "建议延长期限"),
    SideAct("extend", "同意延期", ANSWERING, HEAD, Article(33, 2), "同意延长答复期限"),
    SideAct("consult", "征求意见", (HANDLING,), HANDLER, Article(32), "发出征求意见书"),
    SideAct("record_service", "登记征求意见书送达", ANSWERING, HANDLER, Article(32), "意见书送达"),
    SideAct("record_opinion", "登记意见", ANSWERING, HANDLER, Article(32), "收到意见"),
    SideAct("end_consultation", "结束征求意见", ANSWERING, HANDLER, Article(32), "结束征求意见"),
    SideAct("tell_third_party", "告知第三方", (SIGNING, DELIVERING), HANDLER, Article(32),
            "决定公开，书面告知第三方公开的内容和理由"),
    SideAct("ask_assistance", "请求协办", (HANDLING,), HANDLER, Article(11), "请求协办"),
    SideAct("give_assistance", "答复协办", (HANDLING,), HANDLER, Article(11), "答复协办"),
    SideAct("confer", "登记会商", (HANDLING,), HANDLER, Article(45), "与专家委员会会商"),
    SideAct("defer", "确定延迟答复", (HANDLING,), HEAD, Article(35), "确定延迟答复的合理期限"),
    SideAct("add_papers", "补充材料", KEPT, INTAKE, Article(45), "收存申请材料"),
    SideAct("amend_particulars", "更正申请人信息", KEPT, INTAKE, Article(45), "更正申请人信息"),
    SideAct("record_fee_receipt", "登记收费通知送达", (AWAITING_PAYMENT,), INTAKE, PAYMENT,
            "申请人收到收费通知"),
    SideAct("redeliver", "登记退件，再次送达", (ANSWERED, ARCHIVED), INTAKE, Article(40),
            "答复被退回，再次送达"),
    SideAct("record_arrival", "登记申请人收到答复", (ANSWERED, ARCHIVED), INTAKE, Article(40),
            "申请人收到答复"),
    SideAct("record_remedy", "登记复议、诉讼", RECEIVED, HANDLER, Article(51),
            "收到复议、诉讼受理通知"),
    SideAct("conclude_remedy", "登记复议、诉讼结果", RECEIVED, HANDLER, Article(51),
            "收到复议决定、判决"),
    SideAct("log_contact", "记录联系", KEPT, HANDLER, Article(45), "记录与申请人的联系"),
    SideAct("rectify", "更正登记的日期", RECEIVED, HEAD, Article(45), "更正登记错的日期"),
    SideAct("rectify_opinion", "更正登记的意见", UNSIGNED, HEAD, Article(45), "更正登记错的意见"),
    SideAct("file_refusal", "报区政府办公室备案", (SIGNING,), SIGNER, Article(45),
            "不予公开、无法提供的答复报备案"),
)  # fmt: skip

# Done to all open cases of an organ at once on a page of its own, not on the page of a case.
IN_BULK: tuple[SideAct, ...] = (
    SideAct("take_over", "承接", (*KEPT, ARCHIVED), SUPERVISOR, Article(45),
            "收件机关已撤销，由承接机关继续办理"),
)  # fmt: skip

SIDE_ACTS = {act.action: act for act in BESIDE}
BULK_ACTS = {act.action: act for act in IN_BULK}
