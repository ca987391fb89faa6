"""The acts of the review. The transition table decides what is lawful; these carry it out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure import blockers as lists
from disclosure import workflow
from disclosure.choices import Openness, Status
from disclosure.deadlines import next_openness_review
from disclosure.models import (
    Document,
    DocumentAct,
    OpennessDecision,
    PersonalDataOverride,
    SecrecyReview,
)
from disclosure.permissions import may_act
from disclosure.scanning import (
    content_fingerprint,
    personal_data,
    public_attachments,
    text_fingerprint,
)
from disclosure.services.publication import make_public, take_down
from disclosure.services.validity import affected_by, one_at_a_time, recompute
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.files.services import clean_for_publication
from portal.notifications.services import notify
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.accounts.models import User
    from portal.common.verdicts import Blocker
    from portal.files.models import StoredFile


class Blocked(ActRefused):
    """The document has blockers; `blockers` lists them for the form."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        self.blockers = tuple(blockers)
        super().__init__("".join(blocker.message for blocker in self.blockers))


@transaction.atomic
def submit(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Hand a draft to the openness review."""
    document, transition = _begin(document, "submit", by)
    _refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    return _move(document, transition, by=by, at=at)


@transaction.atomic
def confirm_openness(
    *,
    document: Document,
    openness: str,
    by: User,
    at: dt.datetime,
    ground: str = "",
    article: str = "",
) -> Document:
    """Decide the 公开属性; anything but 主动公开 needs its ground and article."""
    document, transition = _begin(document, "confirm_openness", by)
    _refuse_if(lists.for_openness(openness=openness, ground=ground, article=article))
    document.openness = Openness(openness)
    document.openness_ground = ground if openness != Openness.OPEN else ""
    document.openness_article = article if openness != Openness.OPEN else ""
    _refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    OpennessDecision.objects.create(
        document=document, openness=openness, ground=ground, article=article, by=by, at=at
    )
    return _move(document, transition, by=by, at=at, reason=Openness(openness).label)


@transaction.atomic
def pass_secrecy(*, document: Document, opinion: str, by: User, at: dt.datetime) -> Document:
    """Record the secrecy review of the text and of every attachment, item by item."""
    document, transition = _begin(document, "pass_secrecy", by)
    if not opinion.strip():
        raise ActRefused("请填写保密审查意见。")
    _refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    items: list[tuple[StoredFile | None, str]] = [(None, text_fingerprint(document))]
    items += [(a.file, a.file.sha256) for a in public_attachments(document)]
    SecrecyReview.objects.bulk_create(
        SecrecyReview(
            document=document, file=file, content_sha256=sha256, opinion=opinion, by=by, at=at
        )
        for file, sha256 in items
    )
    return _move(document, transition, by=by, at=at, reason=opinion)


@transaction.atomic
def sign(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Sign: publish what is 主动公开, file away the rest (every document is 备案)."""
    action = "publish" if document.openness == Openness.OPEN else "file_away"
    one_at_a_time()
    document, transition = _begin(document, action, by)
    _refuse_if(lists.for_signing(document, on=timezone.localdate(at)))
    if action == "publish":
        for attachment in public_attachments(document):
            clean_for_publication(stored=attachment.file, by=by, at=at)
    document.scheduled_for = None
    return _move(document, transition, by=by, at=at)


@transaction.atomic
def schedule(*, document: Document, publish_at: dt.datetime, by: User, at: dt.datetime) -> Document:
    """Sign now what the portal is to publish at a later moment, within the statutory time."""
    document, transition = _begin(document, "schedule", by)
    if document.openness != Openness.OPEN:
        raise ActRefused("只有主动公开的文件可以定时公开。")
    _refuse_if(lists.for_release_time(document, publish_at=publish_at, at=at))
    _refuse_if(lists.for_signing(document, on=timezone.localdate(at)))
    for attachment in public_attachments(document):
        clean_for_publication(stored=attachment.file, by=by, at=at)
    document.scheduled_for = publish_at
    reason = f"定于{timezone.localtime(publish_at):%Y-%m-%d %H:%M}公开"
    return _move(document, transition, by=by, at=at, reason=reason)


@transaction.atomic
def unschedule(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Take a scheduled document back to the signer's desk."""
    document, transition = _begin(document, "unschedule", by)
    document.scheduled_for = None
    return _move(document, transition, by=by, at=at, reason=_needed(reason))


@transaction.atomic
def release(*, document_id: int, at: dt.datetime) -> Document | None:
    """Publish a scheduled document whose time has come, in the name of who signed it.

    What has come to stand in its way since then is not passed over: the document goes back to
    the signer's desk with the reasons. None when it is no longer there to release.
    """
    one_at_a_time()
    document = (
        Document.objects.due_for_release(at=at)
        .select_for_update(of=("self",))
        .select_related("organ")
        .filter(pk=document_id)
        .first()
    )
    if document is None:
        return None
    signer = document.acts.filter(action="schedule").latest("at", "id").by
    blockers = lists.for_signing(document, on=timezone.localdate(at))
    document.scheduled_for = None
    if not blockers:
        return _move(document, workflow.ACTIONS["publish"], by=signer, at=at, reason="到时公开")
    reasons = "".join(blocker.message for blocker in blockers)
    moved = _move(
        document,
        workflow.ACTIONS["unschedule"],
        by=signer,
        at=at,
        reason=f"到时未能公开：{reasons}",
    )
    notify(
        kind="disclosure.release_refused",
        recipients=[signer],
        subject=f"定时公开未能进行：{document.title}",
        body=f"《{document.title}》到时未能公开：{reasons}",
        url=f"/admin/disclosure/document/{document.pk}/change/",
        dedup_key=f"release-refused:{document.pk}:{at.isoformat()}",
        at=at,
    )
    return moved


@transaction.atomic
def keep_closed(
    *, document: Document, ground: str, article: str, by: User, at: dt.datetime
) -> Document:
    """Look again at a document not opened at its time, and leave it so for another year."""
    document, transition = _begin(document, "keep_closed", by)
    _refuse_if(lists.for_openness(openness=document.openness, ground=ground, article=article))
    document.openness_ground = ground.strip()
    document.openness_article = article.strip()
    OpennessDecision.objects.create(
        document=document,
        openness=document.openness,
        ground=document.openness_ground,
        article=document.openness_article,
        by=by,
        at=at,
    )
    return _move(document, transition, by=by, at=at, reason=document.openness_ground)


@transaction.atomic
def reconsider(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """历史公文转主动公开: take it up again for the whole review, now as 主动公开."""
    document, transition = _begin(document, "reconsider", by)
    document.openness = Openness.OPEN
    document.openness_ground = document.openness_article = ""
    return _move(document, transition, by=by, at=at, reason=_needed(reason))


@transaction.atomic
def send_back(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Return to the clerk from whichever review the document is in, with a reason."""
    document = _locked(document)
    action = next(
        (t.action for t in workflow.leaving(document.status) if t.action in workflow.RETURNS),
        "return_signing",
    )
    document, transition = _begin(document, action, by)
    return _move(document, transition, by=by, at=at, reason=_needed(reason))


@transaction.atomic
def withdraw(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Take a published document off every public page at once, with a reason."""
    one_at_a_time()
    document, transition = _begin(document, "withdraw", by)
    return _move(document, transition, by=by, at=at, reason=_needed(reason))


@transaction.atomic
def reopen(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Take a withdrawn document up again; it goes through the whole review once more."""
    document, transition = _begin(document, "reopen", by)
    return _move(document, transition, by=by, at=at)


@transaction.atomic
def confirm_personal_data(
    *, document: Document, reason: str, by: User, at: dt.datetime
) -> PersonalDataOverride:
    """Take responsibility for what the scan warns of; identity and card numbers never pass."""
    document = _locked(document)
    if not holds(by, document.organ, Role.OPENNESS_REVIEWER):
        raise NotPermitted("只有公开审查人员可以确认公开含个人信息的内容。")
    found = personal_data(document)
    if any(item.blocks for item in found):
        raise ActRefused("身份证号、银行卡号不得公开，请退回删除。")
    override = PersonalDataOverride.objects.create(
        document=document,
        content_sha256=content_fingerprint(document),
        kinds="、".join(sorted({item.label for item in found})),
        reason=_needed(reason),
        by=by,
        at=at,
    )
    record(
        action="disclosure.confirm_personal_data",
        summary=f"确认公开含个人信息的内容（{override.kinds}）",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        basis=Article(25, law=PRIVACY_LAW),
        details={"reason": override.reason},
    )
    return override


def _locked(document: Document) -> Document:
    """The row as it is now, held until the act is done: two people, one winner."""
    return (
        Document.objects.select_for_update(of=("self",)).select_related("organ").get(pk=document.pk)
    )


def _begin(document: Document, action: str, by: User) -> tuple[Document, workflow.Transition]:
    document = _locked(document)
    verdict = may_act(by, document, action)
    if not verdict:
        raise NotPermitted(verdict.reason)
    return document, workflow.ACTIONS[action]


def _refuse_if(blockers: Sequence[Blocker]) -> None:
    if blockers:
        raise Blocked(blockers)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ActRefused("请写明理由。")
    return reason.strip()


def _move(
    document: Document,
    transition: workflow.Transition,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> Document:
    """The only place that writes a status: the act, the row, the audit entry, what follows."""
    source, document.status = document.status, Status(transition.target)
    document.updated_at = at
    document.openness_review_due_on = None
    if transition.target == workflow.FILED:
        document.openness_review_due_on = next_openness_review(
            decided_on=timezone.localdate(at), months=settings.OPENNESS_REVIEW_MONTHS
        )
    if transition.target == workflow.PUBLISHED:
        make_public(document, at=at)
    elif transition.action == "withdraw":
        take_down(document, at=at)
    document.save()
    if workflow.PUBLISHED in (source, transition.target):
        # What it amends or repeals changes with its being public, and what follows it.
        recompute(document_ids=affected_by([document.pk]) - {document.pk}, at=at)
    last = document.acts.order_by("-round").first()
    number = last.round if last else 0
    DocumentAct.objects.create(
        document=document,
        round=number + 1 if transition.action == "submit" else max(number, 1),
        action=transition.action,
        source=source,
        target=transition.target,
        by=by,
        at=at,
        reason=reason[:500],
    )
    record(
        action=f"disclosure.{transition.action}",
        summary=f"{transition.sentence}：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        basis=transition.basis,
        details={"source": source, "target": transition.target, "reason": reason},
    )
    return document
