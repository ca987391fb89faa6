"""Where a batch of 历史公文 stands: what waits for a step, what samples speak for, who goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from disclosure.choices import SampleVerdict
from disclosure.models import (
    Document,
    DocumentAct,
    HistoricalBatch,
    HistoricalSample,
    SampledDocument,
)
from disclosure.permissions import may_take_step
from disclosure.workflow import WORKFLOW, Status
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.querysets import DocumentQuerySet
    from portal.accounts.models import User

# The steps that may be taken for a whole batch, in their order; what is not opened is filed away
# by the last of them. Those after the first look at a sample.
STEPS: Final = ("submit", "confirm_openness", "pass_secrecy", "publish")
SAMPLED: Final = STEPS[1:]
_SOURCES: Final = {
    **{name: WORKFLOW.actions[name].sources for name in STEPS},
    # What is to be published at its hour was signed already.
    "publish": (Status.SIGNING,),
}


def step_label(action: str) -> str:
    """What a step is called for a batch."""
    return "签发" if action == "publish" else WORKFLOW.actions[action].label


def documents_in(batch: HistoricalBatch) -> DocumentQuerySet:
    """The documents of a batch that nobody took out."""
    found: DocumentQuerySet = Document.objects.filter(
        historical_items__batch=batch, historical_items__taken_out_at__isnull=True
    )
    return found


def waiting_for_step(batch: HistoricalBatch, action: str) -> DocumentQuerySet:
    """Those that wait for a step, each with the round of review it is in."""
    rounds = DocumentAct.objects.filter(document=OuterRef("pk")).order_by("-round").values("round")
    waiting = documents_in(batch).filter(status__in=_SOURCES[action])
    return waiting.annotate(round=Coalesce(Subquery(rounds[:1]), 0))


def rounds_waiting(batch: HistoricalBatch, action: str) -> Mapping[int, int]:
    """The round of each document that waits for a step, by its key."""
    return dict(waiting_for_step(batch, action).values_list("pk", "round"))


def last_sample(
    batch: HistoricalBatch, action: str, by: User | AnonymousUser
) -> HistoricalSample | None:
    """The sample a person drew last for a step."""
    if not by.is_authenticated:
        return None
    return batch.samples.filter(action=action, by_id=by.pk).order_by("number").last()


def covered(sample: HistoricalSample, waiting: Mapping[int, int]) -> set[int]:
    """The waiting documents a sample speaks for: those it was drawn from, unchanged since."""
    rows = sample.documents.values_list("document_id", "round")
    return {pk for pk, number in rows if waiting.get(pk) == number}


def unseen(sample: HistoricalSample, waiting: Mapping[int, int]) -> list[SampledDocument]:
    """What was drawn, still waits and has no verdict yet."""
    rows = sample.documents.filter(is_drawn=True, verdict="").select_related("document")
    return [row for row in rows if waiting.get(row.document_id) == row.round]


def owed(batch: HistoricalBatch, action: str, by: User, waiting: Mapping[int, int]) -> list[int]:
    """What a person drew before and has not judged yet: a new sample does not let it go."""
    rows = SampledDocument.objects.filter(
        sample__batch=batch, sample__action=action, sample__by=by, is_drawn=True, verdict=""
    ).order_by("pk")
    found = rows.values_list("document_id", "round")
    return [pk for pk, number in found if waiting.get(pk) == number]


def failures(
    batch: HistoricalBatch, action: str, waiting: Mapping[int, int]
) -> list[SampledDocument]:
    """What anybody found bad for a step and nobody has put right or taken out since."""
    rows = SampledDocument.objects.filter(
        sample__batch=batch, sample__action=action, verdict=SampleVerdict.BAD
    ).select_related("document")
    return [row for row in rows if waiting.get(row.document_id) == row.round]


def may_draw(user: User | AnonymousUser, batch: HistoricalBatch, action: str) -> Verdict:
    """May they draw a sample now: not again as long as the last one speaks for everything."""
    waiting = rounds_waiting(batch, action)
    if not (verdict := _unhindered(user, batch, action, waiting)):
        return verdict
    sample = last_sample(batch, action, user)
    if sample is None or covered(sample, waiting) != set(waiting) or _has_failed(sample):
        return ALLOWED
    return refuse("已为现在待办的文件抽取样本，请逐件看过；待办的文件没有变化，不能重新抽取。")


def may_run(user: User | AnonymousUser, batch: HistoricalBatch, action: str) -> Verdict:
    """May they take a step for the whole batch now: button, command and service ask this."""
    waiting = rounds_waiting(batch, action)
    if not (verdict := _unhindered(user, batch, action, waiting)):
        return verdict
    if action not in SAMPLED:
        return ALLOWED
    sample = last_sample(batch, action, user)
    if sample is None or not covered(sample, waiting):
        return refuse("请先抽取样本，逐件看过。")
    if _has_failed(sample):
        return refuse(f"第{sample.number}次抽查有不合格的，已经改正或者移出，请重新抽取样本。")
    if left := unseen(sample, waiting):
        return refuse(f"抽中的还有{len(left)}件没有看过，请逐件打开，写明是否合格。")
    return ALLOWED


def _unhindered(
    user: User | AnonymousUser, batch: HistoricalBatch, action: str, waiting: Mapping[int, int]
) -> Verdict:
    """What drawing and going on both ask for."""
    if not (verdict := may_take_step(user, batch.organ_id, action)):
        return verdict
    if not waiting:
        return no_occasion(f"没有等待{step_label(action)}的文件。")
    if bad := failures(batch, action, waiting):
        named = _titles([row.document for row in bad])
        return refuse(f"抽查不合格的{named}还没有退回改正或者移出，整批不能{step_label(action)}。")
    return ALLOWED


def _has_failed(sample: HistoricalSample) -> bool:
    return sample.documents.filter(verdict=SampleVerdict.BAD).exists()


def _titles(documents: Sequence[Document]) -> str:
    named = "、".join(each.quoted_title for each in documents[:3])
    return named if len(documents) <= 3 else f"{named}等{len(documents)}件"
