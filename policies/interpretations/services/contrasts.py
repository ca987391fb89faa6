"""新旧对照: made from the two texts, put right by a person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.comparison import GONE, NEW, SAME, Stretch, compare
from disclosure.permissions import may_read
from policies.interpretations.models import Contrast
from policies.interpretations.selectors import policies_of
from policies.interpretations.services.steps import STEPS
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.text.plain import plain

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.interpretations.models import Interpretation
    from portal.accounts.models import User

_MEANING, _MOST_ROWS = 300, 200


@transaction.atomic
def contrast(
    *, interpretation: Interpretation, older: Document, by: User, at: dt.datetime
) -> Interpretation:
    """Put the first policy beside an older text: a row for every article that changed. What was
    written beside a row that says the same stays. Raises ActRefused for two texts without a
    difference, and for an older one that is not to be read.
    """
    case, act = STEPS.begin(interpretation, "contrast", by, at)
    policy = policies_of(case)[0].document
    if older.pk == policy.pk or not may_read(by, older):
        raise ActRefused("请选择这件文件以前的文本，它应当是您能看到的。")
    stretches = compare(plain(older.public_text()), plain(policy.public_text()))
    rows = [row for stretch in stretches if stretch.is_changed for row in _rows(stretch)]
    if not rows:
        raise ActRefused("两个文本没有不同，不需要对照。")
    if len(rows) > _MOST_ROWS:
        raise ActRefused(f"两个文本的不同超过{_MOST_ROWS}处，多半不是同一规定的前后文本，请核对。")
    meanings = {(row.old, row.new): row.meaning for row in case.contrasts.all()}
    case.contrasts.all().delete()
    Contrast.objects.bulk_create(
        Contrast(
            interpretation=case,
            position=number,
            article=article[:60],
            old=old,
            new=new,
            meaning=meanings.get((old, new), ""),
        )
        for number, (article, old, new) in enumerate(rows, start=1)
    )
    case.older = older
    return STEPS.finish(case, act, by=by, at=at, details={"older": older.pk, "rows": len(rows)})


@transaction.atomic
def reword_contrast(
    *,
    interpretation: Interpretation,
    row: Contrast,
    by: User,
    at: dt.datetime,
    meaning: str = "",
    drop: bool = False,
) -> Interpretation:
    """Say what a row means to a reader, or leave the row out."""
    case, act = STEPS.begin(interpretation, "reword_contrast", by, at)
    if row.interpretation_id != case.pk:
        raise ActRefused("没有这一行了，请重新选择。")
    if drop:
        row.delete()
    else:
        row.meaning = said(meaning)
        if len(row.meaning) > _MEANING:
            raise ActRefused(f"“对您意味着”最多{_MEANING}字，请删减。")
        row.save(update_fields=["meaning"])
    return STEPS.finish(case, act, by=by, at=at)


def _rows(stretch: Stretch) -> list[tuple[str, str, str]]:
    """The article, and what each of its paragraphs said and says."""
    found = []
    for paragraph in stretch.paragraphs:
        pieces = [(piece.kind, piece.text) for piece in paragraph.pieces]
        old = "".join(text for kind, text in pieces if kind in (SAME, GONE))
        new = "".join(text for kind, text in pieces if kind in (SAME, NEW))
        found.append((stretch.article, old, new))
    return found
