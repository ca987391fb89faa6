"""Who carries on a question that the base did not answer: registered by what stands above.

Until somebody is registered the organ settles it in its own row. Afterwards each question is
offered in the transaction that takes it in; one that was taken is settled by
`services.feedback.settle`, one that was not stays with the organ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.answers.models import Feedback

# Whether it takes the question.
Carrier = Callable[["Feedback", dt.datetime], bool]

_CARRIERS: list[Carrier] = []


def register_carrier(carrier: Carrier) -> None:
    """Let every further question be carried on by it. Raises ValueError for a second one."""
    if _CARRIERS not in ([], [carrier]):
        raise ValueError("知识库反馈已登记由另一处承办。")
    _CARRIERS[:] = [carrier]


def carrier() -> Carrier | None:
    """Who carries questions on, if anybody."""
    return _CARRIERS[0] if _CARRIERS else None
