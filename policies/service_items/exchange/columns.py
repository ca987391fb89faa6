"""The columns of the exchange table, as the model names them: by name or by their Chinese words."""

from __future__ import annotations

from django.db import models

from disclosure.elements import Form
from disclosure.exchange.columns import Column, Sheet
from policies.service_items.models import ServiceItem

_OURS = {"id", "organ", "created_at", "updated_at"}
_REQUIRED = {"task_code", "task_name", "task_state"}
_ALSO = {
    "实施主体名称": "dept_name",
    "受理地点": "transact_addr",
    "办理流程说明": "handle_flow",
    "PC办理地址": "link_addr",
    "监督投诉": "supervise_way",
    "办理时限": "promise_day",
}


def _column(field: models.Field[object, object]) -> Column:
    return Column(
        key=field.name,
        heading=str(field.verbose_name),
        form=Form.DATE if isinstance(field, models.DateField) else Form.TEXT,
        required=field.name in _REQUIRED,
    )


ITEMS = Sheet(
    tuple(_column(each) for each in ServiceItem._meta.fields if each.name not in _OURS),
    "一个事项",
    also=_ALSO,
    formats=("csv", "xlsx"),
    left_aside=True,
)
