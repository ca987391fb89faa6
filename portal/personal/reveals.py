"""Seeing what is masked: by whom it may be seen, for a purpose, each time with an audit entry.

Neither the entry nor anything else that stays holds what was seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db import models

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User
    from portal.common.verdicts import Verdict
    from portal.personal.sealed_papers import SealedPaper

Case = TypeVar("Case", bound=models.Model)

# 采取相应的加密、去标识化等安全技术措施，合理确定操作权限.
BASIS: Final = Article(51, law=PRIVACY_LAW)


@dataclass(frozen=True)
class Reveals(Generic[Case]):
    """What of one kind of case may be seen in full: `may` says by whom, `purposes` what for;
    `prefix` begins the codes of the audit entries. A purpose is chosen, not written, so that
    nothing personal gets into the trail.
    """

    prefix: str
    purposes: type[models.TextChoices]
    may: Callable[[User, Case], Verdict]

    def note(
        self,
        case: Case,
        action: str,
        summary: str,
        *,
        purpose: str,
        by: User,
        at: dt.datetime,
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Permitted and recorded: call before anything is opened, in the same transaction.

        Raises NotPermitted for who may not, ActRefused for a purpose that is none.
        """
        if not (verdict := self.may(by, case)):
            raise NotPermitted(verdict.reason)
        if purpose not in self.purposes.values:
            raise ActRefused("请选择查看的用途。")
        owner: Any = case
        record(
            action=f"{self.prefix}.{action}",
            summary=summary,
            by=by,
            at=at,
            organ=owner.organ,
            subject=case,
            basis=BASIS,
            details={"purpose": purpose, **(details or {})},
        )

    def open(
        self,
        paper: SealedPaper,
        case: Case,
        action: str,
        summary: str,
        *,
        named: str,
        purpose: str,
        by: User,
        at: dt.datetime,
    ) -> File[bytes]:
        """A paper of the case, opened; the caller closes it. `named` is the word under which the
        entry keeps its number.
        """
        details = {named: str(paper.public_id)}
        self.note(case, action, summary, purpose=purpose, by=by, at=at, details=details)
        if not paper.file:
            raise ActRefused("该材料已按保存期限清除。")
        return paper.file.storage.open(str(paper.file.name))
