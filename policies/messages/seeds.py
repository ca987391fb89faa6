"""The channels a new site begins with. Every number of days is a setting: no rule names one for
the whole country, and none is printed as law.
"""

from __future__ import annotations

from typing import Any, Final

_DAYS: Final = {"reply_days": 5, "follow_up_days": 2, "extension_days": 5}

CHANNELS: Final[tuple[dict[str, Any], ...]] = (
    {"slug": "policy", "name": "政策留言板", "place": 1, "routing": "drafter", **_DAYS,
     "purpose": "对某一份政策有不明白的，由制定它的机关回答。"},
    {"slug": "mailbox", "name": "领导信箱", "place": 2, "routing": "office", "keeping": "long",
     **_DAYS, "reply_days": 10, "revisits": True, "purpose": "向政府负责人反映情况、提出意见。"},
    {"slug": "suggestions", "name": "人民建议征集", "place": 3, "routing": "subject",
     "category": "suggest", "keeping": "long", **_DAYS, "reply_days": 15,
     "purpose": "为城市的治理和发展出主意：说明主题、事由和您的办法。"},
    {"slug": "consult", "name": "网上咨询", "place": 4, "routing": "subject", "category": "consult",
     **_DAYS, "purpose": "办事、政策有什么不清楚的，在这里问。"},
    {"slug": "feedback", "name": "政策评价与建议", "place": 5, "routing": "drafter",
     "category": "suggest", "needs_policy": True, **_DAYS, "reply_days": 10,
     "purpose": "一份政策执行得怎么样，哪里可以改，请您评一评。"},
    {"slug": "errors", "name": "网站找错", "place": 6, "routing": "office", "category": "error",
     "accept_days": 1, **_DAYS, "reply_days": 3, "needs_name": False, "publication": "never",
     "purpose": "网站上打不开的、写错的、过时的，告诉我们。"},
    {"slug": "passed-down", "name": "上级转办", "place": 7, "routing": "subject",
     "entrance": "staff", "accept_days": 1, **_DAYS, "revisits": True, "keeping": "long",
     "purpose": "上级机关转来办理的留言。"},
    {"slug": "telephone", "name": "电话记录", "place": 8, "routing": "subject",
     "entrance": "staff", "publication": "never", **_DAYS, "purpose": "由工作人员记录的来电。"},
    {"slug": "knowledge", "name": "知识库反馈", "place": 9, "routing": "drafter",
     "entrance": "base", "publication": "never", "needs_name": False, **_DAYS,
     "purpose": "12345、办事窗口等答不了的问题，由制定政策的机关答复。"},
)  # fmt: skip
