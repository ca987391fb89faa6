"""The acts of the review. The transition table decides what is lawful; these carry it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure import blockers as lists
from disclosure import companions
from disclosure.choices import EditionChange, Openness
from disclosure.companions import Event
from disclosure.correction.selectors import open_correction
from disclosure.correction.services.steps import end_with_document, hold_open
from disclosure.deadlines import next_openness_review
from disclosure.models import (
    Confirmation,
    Document,
    DocumentAct,
    OpennessDecision,
    SecrecyReview,
)
from disclosure.permissions import RULES
from disclosure.scan import public_attachments, scan, text_fingerprint
from disclosure.services.documents import printed_basis
from disclosure.services.editions import close_editions, keep_edition
from disclosure.services.publication import make_public, take_down
from disclosure.services.pushed_events import push_edition
from disclosure.services.validity import affected_by, one_at_a_time, recompute
from disclosure.services.works import refresh_works
from disclosure.workflow import GONE, RETURNS, WORKFLOW, Status
from portal.acts.refusals import may_be_urged, needed, refuse_if
from portal.acts.steps import Obstacle, Steps
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.notifications.services import notify
from portal.workflow import URGE

if TYPE_CHECKING:
    from disclosure.models import NegativeListEntry
    from portal.accounts.models import User
    from portal.files.models import StoredFile
    from portal.workflow import Act


_EVENTS = {"publish": Event.PUBLISHED, "withdraw": Event.TAKEN_DOWN}


@transaction.atomic
def submit(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Hand a draft to the openness review."""
    document, transition = STEPS.begin(document, "submit", by, at)
    refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    return move(document, transition, by=by, at=at)


@transaction.atomic
def confirm_openness(
    *,
    document: Document,
    openness: str,
    by: User,
    at: dt.datetime,
    basis: str = "",
    ground: str = "",
    entry: NegativeListEntry | None = None,
) -> Document:
    """Decide the 公开属性; anything but 主动公开 needs a ground of the list and its reason."""
    document, transition = STEPS.begin(document, "confirm_openness", by, at)
    _decide(document, openness=openness, basis=basis, ground=ground, entry=entry)
    refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    _keep_decision(document, by=by, at=at)
    return move(document, transition, by=by, at=at, reason=Openness(openness).label)


@transaction.atomic
def pass_secrecy(*, document: Document, opinion: str, by: User, at: dt.datetime) -> Document:
    """Record the secrecy review of the text and of every attachment, item by item."""
    document, transition = STEPS.begin(document, "pass_secrecy", by, at)
    if not said(opinion):
        raise ActRefused("请填写保密审查意见。")
    refuse_if(lists.for_submission(document, on=timezone.localdate(at)))
    keep_secrecy_reviews(document, opinion=opinion, by=by, at=at)
    return move(document, transition, by=by, at=at, reason=opinion)


def keep_secrecy_reviews(document: Document, *, opinion: str, by: User, at: dt.datetime) -> None:
    """Keep that text and attachments were looked at, each by its hash, as they stand or as they
    are proposed.
    """
    items: list[tuple[StoredFile | None, str]] = [(None, text_fingerprint(document))]
    items += [(a.file, a.file.sha256) for a in public_attachments(document)]
    SecrecyReview.objects.bulk_create(
        SecrecyReview(
            document=document, file=file, content_sha256=sha256, opinion=opinion, by=by, at=at
        )
        for file, sha256 in items
    )


@transaction.atomic
def sign(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Sign: publish what is 主动公开, file away the rest (every document is 备案)."""
    action = "publish" if document.openness == Openness.OPEN else "file_away"
    one_at_a_time()
    document, transition = STEPS.begin(document, action, by, at)
    refuse_if(lists.for_signing(document, on=timezone.localdate(at)))
    document.scheduled_for = None
    return move(document, transition, by=by, at=at)


@transaction.atomic
def schedule(*, document: Document, publish_at: dt.datetime, by: User, at: dt.datetime) -> Document:
    """Sign now what the portal is to publish at a later moment, within the statutory time."""
    document, transition = STEPS.begin(document, "schedule", by, at)
    refuse_if(lists.for_release_time(document, publish_at=publish_at, at=at))
    refuse_if(lists.for_signing(document, on=timezone.localdate(at)))
    document.scheduled_for = publish_at
    reason = f"定于{timezone.localtime(publish_at):%Y-%m-%d %H:%M}公开"
    return move(document, transition, by=by, at=at, reason=reason)


@transaction.atomic
def unschedule(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Take a scheduled document back to the signer's desk."""
    document, transition = STEPS.begin(document, "unschedule", by, at)
    document.scheduled_for = None
    return move(document, transition, by=by, at=at, reason=needed(reason, "理由"))


@transaction.atomic
def release(*, document_id: int, at: dt.datetime) -> Document | None:
    """Publish a scheduled document whose time has come, in the name of who signed it.

    What has come to stand in its way since then is not passed over: the document goes back to
    the signer's desk with the reasons. None when it is no longer there to release.
    """
    one_at_a_time()
    document = (
        Document.objects.due_for_release(at=at)
        .select_for_update(of=("self",), no_key=True)
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
        return move(document, WORKFLOW.actions["publish"], by=signer, at=at, reason="到时公开")
    reasons = "".join(blocker.message for blocker in blockers)
    moved = move(
        document,
        WORKFLOW.actions["unschedule"],
        by=signer,
        at=at,
        reason=f"到时未能公开：{reasons}",
    )
    notify(
        kind="disclosure.release_refused",
        recipients=[signer],
        subject=f"定时公开未能进行：{document.title}",
        body=f"{document.quoted_title}到时未能公开：{reasons}",
        url=f"/admin/disclosure/document/{document.pk}/change/",
        dedup_key=f"release-refused:{document.pk}:{at.isoformat()}",
        at=at,
    )
    return moved


@transaction.atomic
def keep_closed(
    *,
    document: Document,
    ground: str,
    by: User,
    at: dt.datetime,
    basis: str = "",
    entry: NegativeListEntry | None = None,
) -> Document:
    """Look again at a document not opened at its time, and leave it so for another year."""
    document, transition = STEPS.begin(document, "keep_closed", by, at)
    _decide(document, openness=document.openness, basis=basis, ground=ground, entry=entry)
    _keep_decision(document, by=by, at=at)
    return move(document, transition, by=by, at=at, reason=document.openness_ground)


def _decide(
    document: Document,
    *,
    openness: str,
    basis: str,
    ground: str,
    entry: NegativeListEntry | None,
) -> None:
    """Put a decision on the row in hand. Raises Blocked for one the law does not know."""
    if entry and (entry.organ_id != document.organ_id or not entry.is_active):
        raise ActRefused("只能选择本机关使用中的负面清单事项。")
    basis = basis or (entry.ground if entry else "")
    refuse_if(lists.for_openness(openness=openness, basis=basis, ground=ground, entry=entry))
    closed = openness != Openness.OPEN
    document.openness = Openness(openness)
    document.openness_basis = basis if closed else ""
    document.openness_entry = entry if closed else None
    document.openness_ground = said(ground) if closed else ""
    document.openness_article = printed_basis(basis, entry) if closed else ""


def _keep_decision(document: Document, *, by: User, at: dt.datetime) -> None:
    OpennessDecision.objects.create(
        document=document,
        openness=document.openness,
        basis=document.openness_basis,
        entry=document.openness_entry,
        ground=document.openness_ground,
        article=document.openness_article,
        by=by,
        at=at,
    )


@transaction.atomic
def reconsider(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """历史公文转主动公开: take it up again for the whole review, now as 主动公开."""
    document, transition = STEPS.begin(document, "reconsider", by, at)
    document.openness = Openness.OPEN
    document.openness_basis = document.openness_ground = document.openness_article = ""
    document.openness_entry = None
    return move(document, transition, by=by, at=at, reason=needed(reason, "理由"))


@transaction.atomic
def send_back(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Return to the clerk from whichever review the document is in, with a reason."""
    document = STEPS.locked(document)
    action = next((name for name in RETURNS if WORKFLOW.find(name, document.status)), RETURNS[-1])
    document, transition = STEPS.begin(document, action, by, at)
    return move(document, transition, by=by, at=at, reason=needed(reason, "理由"))


@transaction.atomic
def withdraw(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Take a published document off every public page at once, with a reason."""
    one_at_a_time()
    document, transition = STEPS.begin(document, "withdraw", by, at)
    reason = needed(reason, "理由")
    correction = hold_open(document)
    close_editions(document, reason=reason, by=by, at=at)
    done = move(document, transition, by=by, at=at, reason=reason)
    end_with_document(correction, at=at)
    return done


@transaction.atomic
def reopen(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Take a withdrawn document up again; it goes through the whole review once more."""
    document, transition = STEPS.begin(document, "reopen", by, at)
    return move(document, transition, by=by, at=at)


@transaction.atomic
def confirm_items(
    *, document: Document, items: Sequence[str], reason: str, by: User, at: dt.datetime
) -> list[Confirmation]:
    """Answer for doubtful findings and unread parts, each by its key, after looking at it.

    What the gate stops for good cannot be confirmed: ActRefused, as for a key that is not, or no
    longer, among what may be.
    """
    document, act = STEPS.begin(document, "confirm_personal_data", by, at)
    rows = keep_confirmations(document, items, reason=reason, by=by, at=at)
    move(document, act, by=by, at=at, reason=confirmed_words(rows, reason))
    return rows


def keep_confirmations(
    document: Document, items: Sequence[str], *, reason: str, by: User, at: dt.datetime
) -> list[Confirmation]:
    """Keep who answers for what in a document, as it stands or as it is proposed. Raises as
    `confirm_items`.
    """
    result = scan(document)
    if any(found.key in items and not found.item.confirmable for found in result.found):
        raise ActRefused("身份证号和密级标识不得公开，请退回删除。")
    doubtful = {found.key: found for found in result.doubtful}
    if not items or not set(items) <= set(doubtful):
        raise ActRefused("请勾选要确认的事项；事项有变化的，请看过新的清单再确认。")
    reason = needed(reason, "理由")
    rows = [
        Confirmation(
            document=document,
            file=found.file,
            content_sha256=found.content_sha256,
            item_key=found.key,
            label=found.item.label,
            where=found.place[:500],
            shown=found.item.shown[:500],
            reason=reason,
            by=by,
            at=at,
        )
        for found in (doubtful[key] for key in dict.fromkeys(items))
    ]
    return Confirmation.objects.bulk_create(rows, ignore_conflicts=True)


def confirmed_words(rows: Sequence[Confirmation], reason: str) -> str:
    """What was confirmed and why, as the record of acts keeps it."""
    labels = "、".join(sorted({row.label for row in rows}))
    return f"{labels}：{reason}"[:500]


def _prepare(document: Document, act: Act, at: dt.datetime) -> None:
    """What a new state brings with it, on the row in hand."""
    document.openness_review_due_on = None
    if act.target == Status.FILED:
        document.openness_review_due_on = next_openness_review(
            decided_on=timezone.localdate(at), months=settings.OPENNESS_REVIEW_MONTHS
        )
    if act.target == Status.PUBLISHED:
        make_public(document, at=at)
    elif act.action == "withdraw":
        take_down(document, at=at)


def _follow(document: Document, act: Act, source: str, at: dt.datetime) -> None:
    """What a document amends or repeals changes with its being public, and what follows it."""
    if Status.PUBLISHED in (source, act.target):
        recompute(document_ids=affected_by([document.pk]) - {document.pk}, at=at)
        refresh_works(document_ids=[document.pk], at=at)


def move(document: Document, act: Act, *, by: User, at: dt.datetime, reason: str = "") -> Document:
    """End an act that was begun: a submission begins a round, whatever else belongs to the last;
    what becomes public by it is kept as an edition.
    """
    if act.action == "publish":
        is_first = document.first_published_at is None
        change = EditionChange.FIRST if is_first else EditionChange.AGAIN
        push_edition(document, keep_edition(document, change=change, by=by, at=at), at=at)
    if event := _EVENTS.get(act.action):
        companions.follow(document, event, by=by, at=at)
    last = document.acts.order_by("-round").first()
    number = last.round if last else 0
    number = number + 1 if act.action == "submit" else max(number, 1)
    return STEPS.finish(
        document, act, by=by, at=at, reason=reason, details={"reason": reason}, round=number
    )


def _for_open_ones(sentence: str) -> Obstacle:
    """An act for what is 主动公开 only."""
    return lambda document, _on: (
        ALLOWED if document.openness == Openness.OPEN else no_occasion(sentence)
    )


def _without_open_correction(document: Document, _on: dt.date) -> Verdict:
    if open_correction(document) is None:
        return ALLOWED
    return refuse("这份文件有一项更正正在办理，请在那里一并修改，或者等它办完。")


def _for_closed_ones(document: Document, _on: dt.date) -> Verdict:
    if document.openness == Openness.OPEN:
        return no_occasion("主动公开的文件签发后公开，不作备案。")
    return ALLOWED


def _never_signed(document: Document, _on: dt.date) -> Verdict:
    """Only what nobody outside has seen, and no list of 备案 holds, may be given up."""
    if document.first_published_at is not None:
        return no_occasion("公开过的文件不能废弃。")
    if document.acts.filter(action="file_away").exists():
        return no_occasion("签发备案过的文件不能废弃。")
    others = document.relations_in.exclude(source__status__in=GONE).select_related("source")
    if (row := others.order_by("pk").first()) is not None:
        own = row.source.organ_id == document.organ_id
        named = f"{row.source.quoted_title}" if own else "另一机关的文件"
        return refuse(f"{named}登记了与本文件的关系，请先解除，再废弃。")
    return ALLOWED


STEPS = Steps(
    model=Document,
    rows=DocumentAct,
    owner="document",
    prefix="disclosure",
    rules=RULES,
    obstacles={
        "publish": _for_open_ones("只有主动公开的文件可以公开。"),
        "schedule": _for_open_ones("只有主动公开的文件可以定时公开。"),
        "file_away": _for_closed_ones,
        "discard": _never_signed,
        "begin_correction": _without_open_correction,
        "correct_elements": _without_open_correction,
        URGE: may_be_urged("publish_due_on"),
    },
    prepare=_prepare,
    follow=_follow,
)
