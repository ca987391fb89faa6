"""更正 on the page of a document: what can be begun, what is under way, the editions so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disclosure.correction.selectors import open_correction
from disclosure.presenters.editions import entries_of
from disclosure.selectors import editions_told
from disclosure.workflow import CORRECTING
from portal.desk.offers import Offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure.models import Document


def correction_panel(document: Document, offers: Sequence[Offer]) -> dict[str, Any]:
    """What the panel shows; `offers` are all the document's."""
    return {
        "correction": open_correction(document),
        "correcting": [offer for offer in offers if offer.act.act.group == CORRECTING],
        "editions": entries_of(list(editions_told().filter(document=document))),
    }
