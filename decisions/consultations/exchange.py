"""The ledger as open data: a row for every opinion that counts, nothing of who wrote it, and of
what was written only what may be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from decisions.consultations.choices import Placing, Result, Stance, Way
from decisions.consultations.counts import ledger_for
from decisions.consultations.models import Consultation
from decisions.ledgers import terms
from disclosure.exchange.values import neutral

COLUMNS: Final = {
    "serial": "序号", "way": "方式", "clause": "条文", "stance": "态度", "text": "意见",
    "name": "称呼", "group": "归并", "summary": "摘要", "outcome": "处理结果", "reason": "理由",
    "change": "草案怎样改", "agreements": "赞同人数",
}  # fmt: skip
_MARK: Final = "\ufeff"


def rows_of(consultation: Consultation) -> Iterator[dict[str, object]]:
    """Every opinion that counts, in the order they came. One query."""
    rows = consultation.opinions.counted().order_by("serial")
    former = (Placing.FORMER, Placing.WAITING)
    for row in rows.values(
        "serial", "way", "now__label", "placing", "stance", "public_text", "public_name",
        "shown_at", "group", "group__summary", "summary", "outcome", "reason", "change",
        "group__reason", "group__change", "agreements",
    ).iterator(chunk_size=1_000):  # fmt: skip
        label = row["now__label"] or "全文"
        is_grouped = row["group"] is not None
        yield {
            "serial": row["serial"],
            "way": Way(row["way"]).label,
            "clause": f"原{label}" if row["placing"] in former else label,
            "stance": Stance(row["stance"]).label,
            "text": row["public_text"] if row["shown_at"] else "",
            "name": row["public_name"] if row["shown_at"] else "",
            "group": row["group"],
            "summary": row["group__summary"] if is_grouped else row["summary"],
            "outcome": Result(row["outcome"]).label if row["outcome"] else "",
            "reason": row["group__reason"] if is_grouped else row["reason"],
            "change": row["group__change"] if is_grouped else row["change"],
            "agreements": row["agreements"],
        }


def as_csv(consultation: Consultation) -> str:
    """The rows with their titles, safe to be opened by a spreadsheet."""
    written = io.StringIO()
    written.write(_MARK)
    writer = csv.writer(written)
    writer.writerow(COLUMNS.values())
    for row in rows_of(consultation):
        writer.writerow(
            [value if isinstance(value, int) else neutral(str(value or ""))
             for value in (row[name] for name in COLUMNS)]
        )  # fmt: skip
    return written.getvalue()


def as_json(consultation: Consultation) -> dict[str, object]:
    """The figures and the rows; the same numbers as on the page."""
    ledger = ledger_for(consultation)
    line = ledger.total
    figures = {name: getattr(line, name) for name in terms.OUTCOMES}
    closes, opens = consultation.closes_at, consultation.opens_at
    return {
        "id": consultation.pk,
        "title": consultation.title,
        "organ": consultation.organ.name,
        "opens_at": opens.isoformat() if opens else None,
        "closes_at": closes.isoformat() if closes else None,
        "outcome_at": consultation.outcome_at.isoformat() if consultation.outcome_at else None,
        "received": line.received,
        "withdrawn": ledger.withdrawn,
        **figures,
        "outcome": consultation.outcome,
        "opinions": list(rows_of(consultation)),
    }
