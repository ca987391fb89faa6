"""The closed list of grounds on which a document is not 主动公开, each with its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portal.statute import Article

# As `disclosure.choices.Openness` stores them.
_ON_REQUEST, _CLOSED = "on_request", "closed"


@dataclass(frozen=True)
class Ground:
    """One ground; `openness` are the decisions it may carry."""

    code: str
    label: str
    article: Article
    openness: tuple[str, ...] = (_CLOSED,)

    @property
    def citation(self) -> str:
        """Its article, as pages print it: 条例第十六条第二款."""
        return f"{self.article.law.short}{self.article}"

    @property
    def option(self) -> str:
        """As a list of choices shows it."""
        return f"{self.label}（{self.citation}）"


_EITHER = (_ON_REQUEST, _CLOSED)
GROUNDS: Final = (
    Ground("secret", "依法确定为国家秘密", Article(14)),
    Ground("forbidden", "法律、行政法规禁止公开", Article(14)),
    Ground("safety", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", Article(14)),
    Ground("third_party", "涉及商业秘密、个人隐私，公开会损害第三方合法权益", Article(15), _EITHER),
    Ground(
        "internal", "内部事务信息（人事管理、后勤管理、内部工作流程等）", Article(16, 1), _EITHER
    ),
    Ground(
        "process", "过程性信息（讨论记录、过程稿、磋商信函、请示报告等）", Article(16, 2), _EITHER
    ),
    Ground("case_file", "行政执法案卷信息", Article(16, 2), _EITHER),
    Ground(
        "particular",
        "只涉及特定对象，不属于主动公开范围，可以依申请提供",
        Article(27),
        (_ON_REQUEST,),
    ),
)
BY_CODE: Final[Mapping[str, Ground]] = {ground.code: ground for ground in GROUNDS}
CHOICES: Final = tuple((ground.code, ground.option) for ground in GROUNDS)


def carries(code: str, openness: str) -> bool:
    """Whether a ground may carry a decision."""
    ground = BY_CODE.get(code)
    return ground is not None and openness in ground.openness
