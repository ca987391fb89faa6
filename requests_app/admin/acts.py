"""The desk of applications: every act as a form and one service call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.accounts.choices import Role
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from requests_app.admin.answer_form import ANSWER_FIELDS, begun_answer
from requests_app.choices import (
    OPINIONS,
    ConsultationKind,
    ContactWay,
    DeliveryWay,
    FeeScale,
    RemedyResult,
    RemedyRoute,
    ServiceWay,
)
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.forms import fields as own
from requests_app.forms import papers as p
from requests_app.forms.particulars import PARTICULARS
from requests_app.forms.query_codes import REPLACEMENT
from requests_app.models import Evidence
from requests_app.services import (
    answers,
    archive,
    assignment,
    assistance,
    conference,
    contacts,
    correction,
    deferral,
    delivery,
    division,
    extension,
    fees,
    papers,
    particulars,
    pressure,
    query_codes,
    reasons,
    receipt,
    recorded_days,
    remedies,
    withdrawal,
)
from requests_app.services.consultation import letters, rectification
from requests_app.services.obstacles import last_answer
from requests_app.services.steps import STEPS
from requests_app.services.terms import terms_of
from requests_app.workflow import RETURNS

if TYPE_CHECKING:
    from requests_app.models import InformationRequest

# The other side confirms online by itself.
_SERVED_HOW = [choice for choice in ServiceWay.choices if choice[0] != ServiceWay.ONLINE]
_OPINION = {"opinion": f.reason("意见")}
_CONTACT = {
    "way": f.choice("联系方式", ContactWay.choices),
    "happened_at": f.moment("联系时间"),
    "summary": f.text("联系内容"),
}
_UNPROVED = f.word(
    "没有邮件号的理由", required=False, help_text="邮寄而没有邮件号的必填，如：平常信函寄出"
)
_RETURN = {"reason": f.reason("退回的理由", help_text="写明需要补充或者修改什么")}

_BUTTONS: Mapping[str, Button] = {
    "confirm": Button(receipt.confirm, {
        "confirmed_on": f.day("双方确认之日", today=True, help_text="答复期限自次日起计算"),
        "way": f.choice("怎样确认", ContactWay.choices),
        "whom": f.word(
            "与谁确认", longest=60, help_text="申请人本人、代理人或者联系人，记入联系记录"
        ),
    }),
    "assign": Button(assignment.assign, {
        "handler": f.holder("承办人", Role.REQUEST_HANDLER),
        "reason": f.word("改派的理由", required=False, help_text="已有承办人的，改派时必填"),
    }),
    "ask_correction": Button(correction.ask_correction, {
        "unclear": f.text("需要补正的事项"),
        "guidance": f.text("指导和释明", help_text="告诉申请人怎样补正；只能告知一次"),
        "respond_by": f.day("补正期限", required=False, help_text="不填的按本机关设定的期限"),
    }),
    "record_correction": Button(correction.supply_correction, {
        "text": f.text("补正内容", rows=3),
        "received_on": f.day("收到补正日期", today=True),
        "files": p.papers("补正材料扫描件"),
    }),
    "lapse_uncorrected": Button(correction.lapse_uncorrected),
    "ask_reasons": Button(reasons.ask_reasons, {
        "why": f.reason("为何认为数量、频次明显超过合理范围"),
        "respond_by": f.day("说明理由的期限"),
    }),
    "record_reasons": Button(reasons.supply_reasons, {"text": f.text("申请人的理由")}),
    "reasons_lapsed": Button(reasons.reasons_lapsed),
    "ask_fee": Button(fees.ask_fee, {
        "scale": f.choice(
            "计收方式", FeeScale.choices, help_text="按件的，由系统按同一申请人当月第几件计算"
        ),
        "pages": f.number("页数", required=False, help_text="按量计收的填写提供的页数"),
        "received_on": f.day(
            "申请人收到通知日期", required=False, help_text="还没有收到的不填，收到后再登记"
        ),
    }),
    "record_fee_receipt": Button(fees.record_fee_receipt, {
        "received_on": f.day("申请人收到通知日期", today=True, help_text="次日起计算缴费期限"),
    }),
    "record_payment": Button(fees.record_payment, {"paid_on": f.day("缴费日期", today=True)}),
    "lapse_unpaid": Button(fees.lapse_unpaid),
    "cancel_fee": Button(fees.cancel_fee, {"reason": f.reason("撤销的理由")}),
    "recall": Button(answers.recall, {"reason": f.reason("撤回签发的理由")}),
    "recall_uncorrected": Button(correction.recall_uncorrected, {
        "reason": f.reason("申请人逾期的正当理由", help_text="撤回后登记收到的补正"),
    }),
    "recall_unpaid": Button(fees.recall_unpaid, {
        "reason": f.reason("按期缴费的依据", help_text="撤回后登记缴费日期"),
    }),
    "rectify": Button(recorded_days.rectify, {
        "fact": p.wrong_day,
        "day": f.day("正确的日期"),
        "reason": f.reason("更正的理由", help_text="写明依据的凭证，不写个人信息"),
    }),
    "rectify_opinion": Button(rectification.rectify_opinion, {
        "consultation": own.recorded_opinion,
        "opinion": f.choice("正确的意见", rectification.RIGHT_OPINIONS),
        "text": f.text("正确的意见内容", required=False, help_text="接在原来的内容后面"),
        "reason": f.reason("更正的理由", help_text="写明依据的凭证，不写个人信息"),
    }, on_row=True),
    "submit_answer": Button(answers.submit_answer, ANSWER_FIELDS,
        template="admin/requests_app/case/answer_fields.html", has_own_draft=True),
    "approve": Button(answers.approve, _OPINION),
    "approve_withholding": Button(answers.approve, _OPINION),
    "second": Button(answers.second, _OPINION),
    "pass_secrecy": Button(answers.pass_secrecy, _OPINION),
    "sign": Button(answers.sign),
    **{name: Button(answers.send_back, _RETURN) for name in RETURNS},
    "deliver": Button(delivery.deliver, {
        "way": f.choice("送达方式", DeliveryWay.choices),
        "sent_on": f.day("发出日期", today=True, help_text="邮寄为交邮之日，当面为签收之日"),
        "arrived_on": f.day("申请人收到日期", required=False, help_text="邮寄未签收的不填"),
        "proof": f.word("凭证", required=False, help_text="邮寄的填写邮件号，当面的填写签收单号"),
        "unproved_reason": _UNPROVED,
    }),
    "redeliver": Button(delivery.redeliver, {
        "returned_on": f.day("退回日期", help_text="邮局退回信件的日期"),
        "way": f.choice("再次送达的方式", DeliveryWay.choices),
        "sent_on": f.day("再次发出日期", today=True, help_text="机关是否按期仍看第一次发出"),
        "arrived_on": f.day("申请人收到日期", required=False, help_text="邮寄未签收的不填"),
        "proof": f.word("凭证", required=False, help_text="邮寄的填写邮件号，当面的填写签收单号"),
        "unproved_reason": _UNPROVED,
    }),
    "record_arrival": Button(delivery.record_arrival, {
        "arrived_on": f.day(
            "申请人收到日期", today=True, help_text="复议、起诉的期限自次日起计算"
        ),
    }),
    "replace_code": Button(query_codes.replace_code, REPLACEMENT),
    "add_papers": Button(papers.add_papers, {
        "purpose": f.choice("材料的用途", Evidence.Purpose.choices),
        "files": p.papers("文件", required=True, help_text="JPG、PNG或PDF，加密保存。"),
    }),
    "amend_particulars": Button(particulars.amend_particulars, PARTICULARS),
    "record_withdrawal": Button(withdrawal.withdraw, {"reason": f.reason("撤回的方式和理由")}),
    "split": Button(division.split, {
        "parts": f.lines("拆成的各件", "每行写一项，每项成为一件申请；至少两项"),
    }),
    "join": Button(division.join, {
        "into": own.case_number("并入的申请编号", "本机关同一申请人的另一件申请"),
        "reason": f.reason("并案的理由"),
    }),
    "archive": Button(archive.archive, {
        "reason": f.word(
            "现在归档的理由", required=False,
            help_text="复议、起诉期限没有届满，或者还没有登记签收的，写明为什么现在归档",
        ),
    }),
    "record_remedy": Button(remedies.record_remedy, {
        "route": f.choice("途径", RemedyRoute.choices),
        "authority": f.word("复议机关、人民法院", longest=100),
        "case_number": f.word("案号", longest=100, required=False),
        "notified_on": f.day(
            "收到受理通知日期", today=True, help_text="次日起计算本机关答复的期限"
        ),
        "is_brief": f.tick("复议适用简易程序", help_text="期限为五个工作日；普通程序十个工作日"),
    }),
    "answer_remedy": Button(remedies.answer_remedy, {
        "remedy": p.unanswered_remedy,
        "answered_on": f.day("答复日期", today=True, help_text="提出书面答复、提交证据的日期"),
    }, on_row=True),
    "check_arrival": Button(recorded_days.check_arrival, {
        "reason": f.reason(
            "核对的依据", help_text="如：邮戳、签收记录；登记错的，用“更正登记的日期”"
        ),
    }),
    "conclude_remedy": Button(remedies.conclude_remedy, {
        "remedy": p.unfinished_remedy,
        "result": f.choice("结果", RemedyResult.choices),
        "decided_on": f.day("收到决定书、判决书日期", today=True),
        "redo_by": f.day(
            "责令重新答复的期限", required=False, help_text="结果纠正并责令重新答复的填写"
        ),
    }, on_row=True),
    "reopen": Button(remedies.reopen, {
        "remedy": p.correcting_remedy,
        "reason": f.reason("重新办理的依据", help_text="复议决定、判决书或者纠正意见的文号"),
        "answer_by": f.day("重新答复的期限", help_text="决定书、判决书写明的期限"),
    }),
    "propose_extension": Button(extension.propose_extension, {
        "days": f.number(
            "建议延长的工作日",
            initial=LONGEST_EXTENSION,
            help_text=f"最长{LONGEST_EXTENSION}个",
        ),
        "reason": f.reason("延期的理由", help_text="送公开工作机构负责人同意"),
    }),
    "extend": Button(extension.extend, {
        "days": f.number(
            "延长的工作日", initial=LONGEST_EXTENSION, help_text=f"最长{LONGEST_EXTENSION}个"
        ),
        "reason": f.reason("延期的理由", help_text="将告知申请人"),
    }),
    "consult": Button(letters.consult, {
        "kind": f.choice("征求谁的意见", ConsultationKind.choices),
        "party": f.word(
            "姓名或者名称", required=False, help_text="第三方的；下面选择了机关的，不用填写"
        ),
        "organ": f.organ(
            "共同制作机关", required=False,
            help_text="对方在本网站上的，选择机关，由其承办人在工作台答复；征求第三方意见的不选",
        ),
        "question": f.text(
            "征求意见的内容", rows=3,
            help_text="写明涉及哪些信息，对方会看到；不要写申请人的姓名和联系方式",
        ),
    }),
    "record_service": Button(letters.record_service, {
        "consultation": own.unserved,
        "served_on": f.day("送达日期", today=True),
        "served_how": f.choice("送达方式", _SERVED_HOW),
    }, on_row=True),
    "record_opinion": Button(letters.record_opinion, {
        "consultation": own.unanswered,
        "opinion": f.choice("意见", OPINIONS),
        "text": f.text("意见内容", required=False),
        "received_on": f.day("收到意见日期", today=True),
    }, on_row=True),
    "end_consultation": Button(letters.end_consultation, {
        "consultation": own.unanswered,
        "ended_on": f.day("结束日期", today=True, help_text="退回、决定不再征求的日期"),
        "reason": f.reason("理由", help_text="如：信件退回、无法联系、发错对象"),
    }, on_row=True),
    "tell_third_party": Button(letters.tell_third_party, {
        "consultation": own.overruled_untold,
        "text": f.text(
            "决定公开的内容和理由", rows=4,
            help_text="对方会看到；不要写申请人的姓名和联系方式",
        ),
        "told_on": f.day("告知日期", today=True, help_text="告知书送达第三方的日期"),
    }, on_row=True),
    "ask_assistance": Button(assistance.ask_assistance, {
        "organ": f.organ("协办机关"),
        "question": f.text("需要协办的事项", help_text="不要写申请人的个人信息"),
        "days": f.number("内部期限（工作日）", help_text="法定答复期限照常计算"),
    }),
    "give_assistance": Button(assistance.give_assistance, {
        "assistance": own.awaited_assistance,
        "answer": f.text("协办意见", help_text="协办机关以书面答复的，由承办人代录"),
    }, on_row=True),
    "defer": Button(deferral.defer, {
        "until": f.day("延迟答复至"),
        "reason": f.reason("延迟答复的理由", help_text="将告知申请人"),
    }),
    "confer": Button(conference.confer, {
        "participants": f.text("参加人员", help_text="姓名和单位"),
        "question": f.text("会商的问题"),
        "held_on": f.day("会商日期"),
        "conclusion": f.text("会商意见"),
        "files": p.papers("会商纪要", help_text="JPG、PNG或PDF，可以不传，加密保存。"),
    }),
    "log_contact": Button(contacts.log_contact, _CONTACT),
    "log_call": Button(contacts.log_call, _CONTACT),
    "file_refusal": Button(answers.file_refusal, {"text": f.text("说明", required=False)}),
    "urge": Button(pressure.urge),
}  # fmt: skip


def _begins(action: str, case: InformationRequest) -> dict[str, Any]:
    """What a form begins with: the last draft when it came back, the way that is wanted."""
    last = last_answer(case)
    if action == "submit_answer":
        return begun_answer(case, last)
    if action == "tell_third_party" and last:
        return {"text": f"决定公开的内容：\n理由：{last.override_reason}"}
    if action == "deliver":
        return {"way": case.delivery_way}
    if action == "extend" and (proposal := getattr(case, "extension_proposal", None)):
        return {"days": proposal.days, "reason": proposal.reason}
    if action == "ask_fee" and case.delivery_way == DeliveryWay.ONLINE:
        return {"received_on": timezone.localdate}
    if action == "ask_assistance":
        return {"days": terms_of(case.organ).assistance_days}
    return {}


DESK = Desk(
    STEPS,
    _BUTTONS,
    heading=lambda case: f"{case.number}　{case.subject}",
    back="返回申请",
    begins=_begins,
    # A proposal waits for the head of the office.
    brought_forward={"extend": lambda case: hasattr(case, "extension_proposal")},
)
