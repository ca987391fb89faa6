"""Invented words an office gave the search, and questions that readers asked, by the real acts."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.asking.models import AskedQuery, BestBet, SynonymLine
from portal.asking.services.counts import note
from portal.asking.services.words import save_bet, save_line
from portal.audit.context import origin
from portal.organs.models import Organ
from portal.site.demo.builders import holder

_OFFICE: Final = "HL-BGS"
# Addresses of documentation (RFC 5737): nobody's.
_NOBODYS: Final = "192.0.2.{}"


def load_asked(*, now: dt.datetime) -> None:
    """Words and questions, where there are none yet."""
    path = Path(__file__).with_suffix(".toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    by = holder(Organ.objects.get(code=_OFFICE), Role.OPENNESS_REVIEWER)
    if not SynonymLine.objects.exists():
        _keep_words(rows, by, now)
    if not AskedQuery.objects.exists():
        for row in rows["asked"]:
            _ask(row, now)


@transaction.atomic
def _keep_words(rows: Mapping[str, Any], by: User, now: dt.datetime) -> None:
    for row in rows["synonym"]:
        given = {"words": row["words"], "meant": row["meant"], "note": row["note"]}
        save_line(line=SynonymLine(), is_active=True, by=by, at=now, **given)
    for row in rows["bet"]:
        document = Document.objects.public().filter(title__contains=row["title"]).first()
        address = row.get("path") or (document.get_absolute_url() if document else "")
        if address:
            save_bet(
                bet=BestBet(),
                questions=row["questions"],
                address=address,
                title=row["title"],
                reason=row["reason"],
                until=None,
                is_active=True,
                by=by,
                at=now,
            )


def _ask(row: Mapping[str, Any], now: dt.datetime) -> None:
    for number in range(row["people"]):
        with origin(address=_NOBODYS.format(number + 1), channel="网页"):
            note(text=row["text"], found=row["found"], at=now - dt.timedelta(days=row["days"]))
