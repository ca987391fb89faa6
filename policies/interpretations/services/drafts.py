"""Beginning an interpretation and writing what stands at its head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Max

from disclosure.choices import Language
from disclosure.models import Document
from disclosure.permissions import may_read
from disclosure.workflow import GONE
from policies.interpretations.choices import PolicyKind, Stage
from policies.interpretations.models import (
    Contrast,
    ExplainedPassage,
    ExplainedPolicy,
    FilledElement,
    GuideElement,
    Interpretation,
    Part,
    Picture,
    Plan,
    Series,
)
from policies.interpretations.permissions import may_begin
from policies.interpretations.selectors import passages_of
from policies.interpretations.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.statute import Article

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_TITLE, _SUMMARY, _LONGEST_ELEMENT, _SHORT = 200, 300, 1000, 100
_MOST_POLICIES: Final = 20


@transaction.atomic
def begin(
    *,
    organ: Organ,
    title: str,
    by: User,
    at: dt.datetime,
    documents: Sequence[Document] = (),
    stage: str = Stage.RELEASE,
    kind: str = PolicyKind.NORMATIVE,
    language: str = Language.CHINESE,
) -> Interpretation:
    """Begin an interpretation of some documents, for an organ.

    Raises NotPermitted for anyone but the organ's clerks, ActRefused for a document they may not
    read, or one that is gone.
    """
    if not (verdict := may_begin(by, organ.pk)):
        raise NotPermitted(verdict.reason)
    _refuse_unknown(stage, kind, language)
    case = Interpretation.objects.create(
        series=Series.objects.create(organ=organ, begun_at=at),
        organ=organ,
        title=_bounded(needed(title, "标题"), "标题", _TITLE),
        stage=stage,
        kind=kind,
        language=language,
        begun_by=by,
        begun_at=at,
        updated_at=at,
    )
    for document in documents:
        _add_policy(case, document, by=by)
    return STEPS.opened(
        case, "begin", by=by, at=at, summary="开始写解读", basis=Article(6),
        details={"documents": [document.pk for document in documents]},
    )  # fmt: skip


@transaction.atomic
def edit(
    *,
    interpretation: Interpretation,
    by: User,
    at: dt.datetime,
    title: str,
    summary: str = "",
    stage: str = Stage.RELEASE,
    kind: str = PolicyKind.NORMATIVE,
    language: str = Language.CHINESE,
    explainer: str = "",
    note: str = "",
) -> Interpretation:
    """Change what stands at its head."""
    case, act = STEPS.begin(interpretation, "edit", by, at)
    _refuse_unknown(stage, kind, language)
    case.title = _bounded(" ".join(needed(title, "标题").split()), "标题", _TITLE)
    case.summary = _bounded(said(summary), "一句话说明", _SUMMARY)
    case.explainer = _bounded(said(explainer), "解读人", _SHORT)
    case.note = _bounded(said(note), "更新说明", _SUMMARY)
    case.stage, case.kind, case.language = stage, kind, language
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def plan(
    *,
    interpretation: Interpretation,
    outline: str,
    forms: str,
    channels: str,
    timing: str,
    by: User,
    at: dt.datetime,
) -> Interpretation:
    """Write the 解读方案 that goes up with it."""
    case, act = STEPS.begin(interpretation, "plan", by, at)
    given = {
        "outline": needed(outline, "提纲"),
        "forms": _bounded(needed(forms, "形式"), "形式", _TITLE),
        "channels": _bounded(needed(channels, "渠道"), "渠道", _TITLE),
        "timing": _bounded(needed(timing, "时间"), "时间", _TITLE),
    }
    Plan.objects.update_or_create(interpretation=case, defaults=given)
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def link(
    *, interpretation: Interpretation, document: Document, by: User, at: dt.datetime
) -> Interpretation:
    """Register a document as explained."""
    case, act = STEPS.begin(interpretation, "link", by, at)
    _add_policy(case, document, by=by)
    return STEPS.finish(case, act, by=by, at=at, details={"document": document.pk})


@transaction.atomic
def unlink(
    *, interpretation: Interpretation, policy: ExplainedPolicy, by: User, at: dt.datetime
) -> Interpretation:
    """Take a document out again, with the passages named of it."""
    case, act = STEPS.begin(interpretation, "unlink", by, at)
    _own(case, policy)
    document = policy.document_id
    policy.delete()
    return STEPS.finish(case, act, by=by, at=at, details={"document": document})


@transaction.atomic
def point(
    *,
    interpretation: Interpretation,
    places: Sequence[tuple[int, str]],
    by: User,
    at: dt.datetime,
) -> Interpretation:
    """Name the passages that it explains, each by the key of its policy here and its anchor, in
    place of those before. Raises ActRefused for a place that a text does not have.
    """
    case, act = STEPS.begin(interpretation, "point", by, at)
    chosen, known = set(places), set()
    for policy in case.policies.select_related("document"):
        passages = passages_of(policy.document)
        known |= {(policy.pk, anchor) for anchor, _ in passages}
        policy.passages.all().delete()
        ExplainedPassage.objects.bulk_create(
            ExplainedPassage(policy=policy, anchor=anchor, label=label, position=number)
            for number, (anchor, label) in enumerate(passages, start=1)
            if (policy.pk, anchor) in chosen
        )
    if chosen - known:
        raise ActRefused("文件里没有所选的这一处，请重新打开页面再选。")
    return STEPS.finish(case, act, by=by, at=at, details={"passages": len(chosen)})


@transaction.atomic
def fill(
    *, interpretation: Interpretation, texts: Mapping[int, str], by: User, at: dt.datetime
) -> Interpretation:
    """Write the elements of the guide, by their keys; what is left blank is taken away."""
    case, act = STEPS.begin(interpretation, "fill", by, at)
    elements = GuideElement.objects.in_bulk(list(texts))
    if len(elements) != len(texts):
        raise ActRefused("要素有变化，请重新打开页面再填写。")
    for key, text in texts.items():
        words = _bounded(said(text), elements[key].name, _LONGEST_ELEMENT)
        if words:
            FilledElement.objects.update_or_create(
                interpretation=case, element_id=key, defaults={"text": words}
            )
        else:
            FilledElement.objects.filter(interpretation=case, element_id=key).delete()
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def revise(*, interpretation: Interpretation, by: User, at: dt.datetime) -> Interpretation:
    """Draft the next edition of what is public, beginning with what is public now; that stays up
    until the next one is.
    """
    case, act = STEPS.begin(interpretation, "revise", by, at)
    last = case.series.editions.aggregate(last=Max("edition"))["last"]
    made = Interpretation.objects.create(
        series=case.series,
        edition=last + 1,
        organ=case.organ,
        title=case.title,
        summary=case.summary,
        stage=case.stage,
        kind=case.kind,
        language=case.language,
        explainer=case.explainer,
        older=case.older,
        first_published_at=case.first_published_at,
        filing_due_on=case.filing_due_on,
        filed_on=case.filed_on,
        begun_by=by,
        begun_at=at,
        updated_at=at,
    )
    _copy_rows(case, made)
    STEPS.finish(case, act, by=by, at=at, details={"edition": made.edition})
    return STEPS.opened(
        made, "begin_edition", by=by, at=at, summary="开始写新的一版", basis=Article(6)
    )


def _copy_rows(case: Interpretation, made: Interpretation) -> None:
    for model, name in ((Part, "parts"), (Picture, "pictures"), (Contrast, "contrasts")):
        rows = list(getattr(case, name).all())
        for row in rows:
            row.pk, row.interpretation = None, made
        model._default_manager.bulk_create(rows)
    filled = list(case.elements.all())
    for element in filled:
        element.pk, element.interpretation = None, made
    FilledElement.objects.bulk_create(filled)
    for policy in case.policies.prefetch_related("passages"):
        passages = list(policy.passages.all())
        policy.pk, policy.interpretation = None, made
        policy.save(force_insert=True)
        for passage in passages:
            passage.pk, passage.policy = None, policy
        ExplainedPassage.objects.bulk_create(passages)
    kept = Plan.objects.filter(interpretation=case).first()
    if kept is not None:
        kept.pk, kept.interpretation = None, made
        kept.save(force_insert=True)


def _add_policy(case: Interpretation, document: Document, *, by: User) -> None:
    if not may_read(by, document) or document.status in GONE:
        raise ActRefused("没有找到该文件，请重新选择。")
    if case.policies.filter(document=document).exists():
        raise ActRefused(f"已登记解读{document.quoted_title}。")
    if case.policies.count() >= _MOST_POLICIES:
        raise ActRefused(f"一份解读至多解读{_MOST_POLICIES}件文件。")
    last = case.policies.aggregate(last=Max("position"))["last"] or 0
    ExplainedPolicy.objects.create(interpretation=case, document=document, position=last + 1)


def _own(case: Interpretation, policy: ExplainedPolicy) -> None:
    if policy.interpretation_id != case.pk:
        raise ActRefused("没有找到该文件，请重新选择。")


def _bounded(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise ActRefused(f"{what}最多{most}字，现有{len(text)}字，请删减。")
    return text


def _refuse_unknown(stage: str, kind: str, language: str) -> None:
    known = ((stage, Stage), (kind, PolicyKind), (language, Language))
    if any(value not in choices.values for value, choices in known):
        raise ActRefused("请重新选择解读阶段、政策类型和语种。")
