"""A batch of 历史公文 for tests, made by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from disclosure.models import Document, HistoricalBatch
from disclosure.services.historical.batches import FirstPublication, open_batch
from disclosure.services.historical.samples import draw, judge
from portal.accounts.choices import Role
from tests.builders import FILED_AT, City, draft

CAME_OUT = dt.date(2019, 3, 15)
WHERE = "试江市人民政府公报2019年第5期"
ROLE = {
    "submit": Role.CLERK,
    "confirm_openness": Role.OPENNESS_REVIEWER,
    "pass_secrecy": Role.SECRECY_REVIEWER,
    "publish": Role.SIGNER,
}


def old_draft(city: City, number: int, **changes: Any) -> Document:
    """A draft of what was signed on 1 March 2019."""
    given = {
        "title": f"关于旧事{number}的通知",
        "doc_number": f"试府办〔2019〕{number}号",
        "signed_on": dt.date(2019, 3, 1),
        **changes,
    }
    return draft(city, **given)


def a_batch(
    city: City, documents: list[Document], *, on: dt.date | None = CAME_OUT, where: str = WHERE
) -> HistoricalBatch:
    """The drafts as a batch."""
    return open_batch(
        organ=city.office,
        name="2019年文件",
        publications=[FirstPublication(each, on, where) for each in documents],
        by=city.people[Role.CLERK],
        at=FILED_AT,
    )


def look_at_sample(city: City, batch: HistoricalBatch, action: str, *, at: dt.datetime) -> None:
    """Draw a sample for a step and find everything in it good."""
    by = city.people[ROLE[action]]
    sample = draw(batch=batch, action=action, by=by, at=at)
    for row in sample.documents.filter(is_drawn=True):
        judge(sample=sample, document_id=row.document_id, verdict="good", note="", by=by, at=at)
