"""What the window says of a query code that it replaces."""

from __future__ import annotations

from portal.desk import fields as f
from requests_app.choices import IdentityKind

REPLACEMENT = {
    "document": f.choice(
        "核对了哪种证件", IdentityKind.choices,
        help_text="申请人、代理人本人到窗口，证件与登记的一致；办理后打印回执交给本人",
    ),
    "reason": f.reason("换发的情况", help_text="如：本人到窗口，回执遗失；不写个人信息"),
}  # fmt: skip
