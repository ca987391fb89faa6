"""May this person do this to this application: one verdict for button, view, API and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed, organs_with_role
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from requests_app.choices import ConsultationKind, Opinion
from requests_app.models.succession import Succession
from requests_app.querysets import WORKING_ROLES, organs_seen
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import OPEN, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ
    from requests_app.models import Assistance, Consultation, InformationRequest

RULES = Rules(WORKFLOW, "申请", WORKING_ROLES, since=("submit_answer",))
NOT_FOUND = RULES.not_found
may_read = RULES.may_read


def may_take_in(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they register what came by post, fax or over the counter."""
    if organ_id in organs_with_role(user, Role.REQUEST_INTAKE):
        return ALLOWED
    return refuse("您不是该机关的申请受理人员，不能代为登记申请。")


def may_act(
    user: User | AnonymousUser,
    request: InformationRequest,
    action: str,
    *,
    as_applicant: bool = False,
) -> Verdict:
    """May they do this act now: lawful in this state, theirs by role, not by the same hand.

    `as_applicant` is set by the doors that have made sure of it: the account that applied, or
    number and query code.
    """
    return RULES.judge(user, request, action, as_party=as_applicant)


def may_assist(
    user: User | AnonymousUser, assistance: Assistance, request: InformationRequest
) -> Verdict:
    """May they answer what another organ was asked: its own handlers, or the case's for it."""
    if assistance.organ_id not in organs_with_role(user, Role.REQUEST_HANDLER):
        return may_act(user, request, "give_assistance")
    if request.status not in WORKFLOW.actions["give_assistance"].sources:
        return refuse("该申请已不在办理中，不再需要协办意见。")
    return ALLOWED


def may_opine(
    user: User | AnonymousUser | None, letter: Consultation, request: InformationRequest
) -> Verdict:
    """May they answer a letter: whoever holds it (`user` is None), of which the door has made
    sure, or the handlers of a co-maker. A late opinion is taken in too, while the case is kept.
    """
    if user is not None and (
        letter.kind != ConsultationKind.CO_MAKER
        or letter.organ_id not in organs_with_role(user, Role.REQUEST_HANDLER)
    ):
        return refuse("没有找到该征求意见书。")
    if letter.opinion == Opinion.NONE:
        return refuse("征求意见已经结束，不再需要提出意见；有疑问的，请与发函机关联系。")
    if letter.closed_on:
        return refuse("已经收到贵方的意见，不能再改；需要补充的，请与发函机关联系。")
    if request.status not in (*OPEN, Status.ANSWERED):
        return refuse("这件事已经办结，不再需要提出意见。")
    return ALLOWED


def may_open_letter(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they print a letter, on which the code stands with which it is answered."""
    if holds(user, request.organ, Role.REQUEST_HANDLER):
        return ALLOWED
    return refuse("征求意见书由本机关的承办人员打印、寄送。")


def may_open_opinion(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they open the papers of an opinion: those who write and judge the answer."""
    roles = (Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER, Role.SIGNER, Role.OFFICE_HEAD)
    if holds(user, request.organ, *roles):
        return ALLOWED
    return refuse("意见材料只能由承办、审核、签发人员和工作机构负责人打开。")


def may_weigh(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they read the whole letter before it is signed, and the paper on which it is judged:
    those who write, judge and sign it.
    """
    roles = (
        Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER,
        Role.OFFICE_HEAD,
    )  # fmt: skip
    if holds(user, request.organ, *roles):
        return ALLOWED
    return refuse("答复在签发以前，只有承办、审核、保密审查、签发人员和工作机构负责人可以预览。")


def may_unmask(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they see the applicant's number and contacts in full; each time is recorded."""
    roles = (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER)
    if holds(user, request.organ, *roles):
        return ALLOWED
    return refuse("只有受理和承办人员可以查看完整的证件号码和联系方式。")


def may_read_terms(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """May they see the terms an organ sets itself: those who work there, and its supervisors."""
    if organ.pk in organs_with_role(user, *WORKING_ROLES) | organs_governed(user, Role.SUPERVISOR):
        return ALLOWED
    return refuse("没有找到该机关。")


def may_set_terms(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """May they change those terms."""
    if holds(user, organ, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse("内部期限由本机关的公开工作机构负责人设定。")


def may_hold(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they keep a case beyond its term, or end that."""
    if holds(user, request.organ, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse("延长或恢复保存期限须由公开工作机构负责人办理。")


def may_take_over(user: User | AnonymousUser, organ: Organ, successor: Organ) -> Verdict:
    """May they give the open cases of an organ that has ended to another: who supervises both;
    later ones also the head of the organ that was named its successor.
    """
    governed = organs_governed(user, Role.SUPERVISOR) if user.is_authenticated else set()
    named = Succession.objects.filter(organ=organ, successor=successor)
    if not {organ.pk, successor.pk} <= governed and not (
        holds(user, successor, Role.OFFICE_HEAD) and named.exists()
    ):
        return refuse("没有找到该机关，或者您不监督这两个机关。")
    if organ.is_active:
        return refuse(f"{organ.name}仍在用，其案件由其自己办理；已撤销的，请先在机关目录停用。")
    if not successor.is_active or successor.pk == organ.pk:
        return refuse("请选择一个在用的机关承接。")
    return ALLOWED


def organs_to_export(user: User | AnonymousUser, *, personal: bool) -> set[int]:
    """The organs whose cases they may take out as a table; with the applicants, the head alone."""
    if personal:
        return organs_with_role(user, Role.OFFICE_HEAD)
    own = (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER, Role.OFFICE_HEAD)
    return organs_with_role(user, *own) | organs_governed(user, Role.SUPERVISOR)


def organs_of_figures(user: User | AnonymousUser) -> set[int]:
    """The organs whose figures a supervisor sees, as their list has them; none for others."""
    supervises = user.is_authenticated and organs_governed(user, Role.SUPERVISOR)
    return organs_seen(user) if supervises else set()


def may_publish_summary(user: User | AnonymousUser, request: InformationRequest) -> Verdict:
    """May they write what the public register says of it."""
    if holds(user, request.organ, Role.REQUEST_HANDLER, Role.SIGNER, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse("公开摘要由本机关的承办人员、签发人或者工作机构负责人填写。")
