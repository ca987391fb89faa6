"""What runs beside the way of the answer, and leaves the state as it is."""

from portal.statute import PRIVACY_LAW, Article
from portal.workflow import SAME, Act, urging
from requests_app.deadlines.laws import PAYMENT, REVIEW_ANSWER
from requests_app.workflow.groups import ASKED, HEARD, KEEPING, REMEDY, TERM
from requests_app.workflow.states import (
    ANSWERING,
    APPLICANT,
    HANDLER,
    HEAD,
    INTAKE,
    KEPT,
    OPEN,
    RECEIVED,
    SIGNER,
    SUPERVISOR,
    UNSIGNED,
    Status,
)

BESIDE: tuple[Act, ...] = (
    Act(
        "propose_extension", "建议延期", ANSWERING, SAME, HANDLER, Article(33, 2), "建议延长期限",
        group=TERM,
    ),
    Act(
        "extend", "同意延期", ANSWERING, SAME, HEAD, Article(33, 2), "同意延长答复期限",
        group=TERM,
    ),
    Act(
        "consult", "征求意见", (Status.HANDLING,), SAME, HANDLER, Article(32), "发出征求意见书",
        group=HEARD,
    ),
    Act(
        "record_service", "登记征求意见书送达", ANSWERING, SAME, HANDLER, Article(32),
        "意见书送达", group=HEARD,
    ),
    Act(
        "record_opinion", "登记意见", ANSWERING, SAME, HANDLER, Article(32), "收到意见",
        group=HEARD,
    ),
    Act(
        "end_consultation", "结束征求意见", ANSWERING, SAME, HANDLER, Article(32), "结束征求意见",
        group=HEARD,
    ),
    Act(
        "tell_third_party", "告知第三方", (Status.SIGNING, Status.DELIVERING), SAME, HANDLER,
        Article(32), "决定公开，书面告知第三方公开的内容和理由", group=HEARD,
    ),
    Act(
        "ask_assistance", "请求协办", (Status.HANDLING,), SAME, HANDLER, Article(11), "请求协办",
        group=HEARD,
    ),
    Act(
        "give_assistance", "答复协办", (Status.HANDLING,), SAME, HANDLER, Article(11), "答复协办",
        group=HEARD,
    ),
    Act(
        "confer", "登记会商", (Status.HANDLING,), SAME, HANDLER, Article(45), "与专家委员会会商",
        group=HEARD,
    ),
    Act(
        "defer", "确定延迟答复", (Status.HANDLING,), SAME, HEAD, Article(35),
        "确定延迟答复的合理期限", group=TERM,
    ),
    Act("add_papers", "补充材料", KEPT, SAME, INTAKE, Article(45), "收存申请材料", group=KEEPING),
    Act(
        "amend_particulars", "更正申请人信息", KEPT, SAME, INTAKE, Article(45), "更正申请人信息",
        group=KEEPING,
    ),
    Act(
        "replace_code", "换发查询码", tuple(Status), SAME, INTAKE, Article(45, law=PRIVACY_LAW),
        "核对证件，换发查询码", group=KEEPING,
    ),
    Act(
        "record_fee_receipt", "登记收费通知送达", (Status.AWAITING_PAYMENT,), SAME, INTAKE,
        PAYMENT, "申请人收到收费通知", group=ASKED,
    ),
    Act(
        "redeliver", "登记退件，再次送达", (Status.ANSWERED, Status.ARCHIVED), SAME, INTAKE,
        Article(40), "答复被退回，再次送达", group=KEEPING,
    ),
    Act(
        "record_arrival", "登记申请人收到答复", (Status.ANSWERED, Status.ARCHIVED), SAME, INTAKE,
        Article(40), "申请人收到答复", group=KEEPING,
    ),
    Act(
        "record_remedy", "登记复议、诉讼", RECEIVED, SAME, HANDLER, Article(51),
        "收到复议、诉讼受理通知", group=REMEDY,
    ),
    Act(
        "answer_remedy", "登记向复议机关、法院答复", RECEIVED, SAME, HANDLER, REVIEW_ANSWER,
        "向复议机关、人民法院提出答复", group=REMEDY,
    ),
    Act(
        "conclude_remedy", "登记复议、诉讼结果", RECEIVED, SAME, HANDLER, Article(51),
        "收到复议决定、判决", group=REMEDY,
    ),
    Act(
        "log_contact", "记录联系", KEPT, SAME, HANDLER, Article(45), "记录与申请人的联系",
        group=KEEPING,
    ),
    Act(
        "log_call", "记录受理时的联系", KEPT, SAME, INTAKE, Article(31), "记录受理时与申请人的联系",
        group=KEEPING,
    ),
    Act(
        "rectify", "更正登记的日期", RECEIVED, SAME, HEAD, Article(45), "更正登记错的日期",
        group=KEEPING,
    ),
    Act(
        "check_arrival", "核对来件日期", OPEN, SAME, HEAD, Article(31), "核对来件日期，确认无误",
        group=KEEPING,
    ),
    Act(
        "rectify_opinion", "更正登记的意见", UNSIGNED, SAME, HEAD, Article(45), "更正登记错的意见",
        group=KEEPING,
    ),
    Act(
        "file_refusal", "报区政府办公室备案", (Status.SIGNING,), SAME, SIGNER, Article(45),
        "不予公开、无法提供的答复报备案", is_main=True,
    ),
    urging(Status, by=SUPERVISOR, basis=Article(47, 1), party=APPLICANT),
)  # fmt: skip

# Done to all open cases of an organ at once on a page of its own, not on the page of a case.
IN_BULK: tuple[Act, ...] = (
    Act("take_over", "承接", (*KEPT, Status.ARCHIVED), SAME, SUPERVISOR, Article(45),
            "收件机关已撤销，由承接机关继续办理"),
)  # fmt: skip
