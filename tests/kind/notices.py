"""What the enquirer is told of the acts, and officers of the organ's own term."""

import datetime as dt

from django.urls import reverse

from portal.accounts.choices import Role
from portal.notifications.services.party_notices import Notice, Party, Way, tell_party
from portal.notifications.services.reminders import Concern, Term, Words, remind
from tests.kind.models import Enquiry, EnquiryAct
from tests.kind.workflow import Status

_TOLD = {
    "assign": Notice("已受理", "已受理。", "{organ}已受理您的咨询。"),
    "approve": Notice("已答复", "已答复，见网页。", "{organ}已答复您的咨询，答复在网页上。"),
    "record_withdrawal": Notice("已撤回", "已登记撤回。", "{organ}登记了您撤回咨询。"),
}
PARTY = Party(
    "kind.party", "kind.enquirer", "咨询", "enquiry:{row.pk}:",
    by_account=Way(Enquiry.get_absolute_url, "请登录后查看。\n\n"),
    by_mail=Way(
        lambda row: reverse("kind:track_number", args=[row.number]), "请凭编号和查询码查看。\n\n"
    ),
)  # fmt: skip
_CONCERN: Concern[Enquiry] = Concern(
    "kind.due", lambda row: reverse("admin:kind_enquiry_change", args=[row.pk]),
    handler_role=Role.REQUEST_HANDLER, substitute=Role.SUPERVISOR,
)  # fmt: skip
TERM: Term[Enquiry] = Term(
    _CONCERN, Status, "due_on",
    Words("enquiry:{row.pk}:left:{stage}", "咨询期限提醒：{row}", "{row}还有{left}个工作日。"),
    Words("enquiry:{row.pk}:late:{today}", "咨询逾期：{row}", "{row}的期限是{due}，请尽快办理。"),
)  # fmt: skip


def tell(enquiry: Enquiry, act: EnquiryAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act."""
    if notice := _TOLD.get(act.action):
        tell_party(PARTY, enquiry, notice, key=f"told:{act.pk}", at=at)


def remind_of_enquiries(*, at: dt.datetime) -> int:
    """Queue what every open enquiry calls for today; returns how many people were told."""
    rows = Enquiry.objects.filter(status__in=Status.open).select_related("organ", "handler")
    return remind(TERM, rows, at=at).people
