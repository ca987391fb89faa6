"""Service items, sent by the system that keeps them: rows of the exchange table as JSON."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from disclosure.api.errors import BadQuestion
from disclosure.api.serializers import ErrorSerializer
from disclosure.exchange.table import Row
from disclosure.list_query import BadParameter
from policies.partners.api import SignedAct
from policies.partners.services import Answer
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.services.items import import_items
from portal.common.errors import ActRefused

MOST_ITEMS: Final = 500
_REFUSED = dict.fromkeys((400, 401, 409, 413, 415, 429), ErrorSerializer)


class ItemsSerializer(serializers.Serializer[Any]):
    """Items by the names of the national exchange table; every value is text, codes above all."""

    items = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True, allow_null=True)),
        max_length=MOST_ITEMS,
        help_text="每项一个对象，字段是国家事项交换表的列名；没有的字段不动",
    )
    dry_run = serializers.BooleanField(default=False, help_text="只核对，不写入")


class ItemReportSerializer(serializers.Serializer[Any]):
    """What became of one item."""

    row = serializers.IntegerField(help_text="第几项，从 1 起")
    outcome = serializers.CharField(help_text="新录入、更新、已有、有误")
    title = serializers.CharField()
    messages = serializers.ListField(child=serializers.CharField())


class ItemsReportSerializer(serializers.Serializer[Any]):
    """What became of all of them; what was wrong changed nothing, the others are in."""

    dry_run = serializers.BooleanField()
    summary = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    rows = ItemReportSerializer(many=True)


class ServiceItemInbox(SignedAct):
    """Items are sent, new and changed ones."""

    @extend_schema(
        operation_id="send_service_items",
        summary="送来政务服务事项",
        request=ItemsSerializer,
        responses={200: ItemsReportSerializer, **_REFUSED},
    )
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Each item by itself, known again by its `task_code`."""
        return super().post(*args, **kwargs)

    def take(self, given: dict[str, Any]) -> Answer:
        if not self.partner.brings_items:
            raise ActRefused("门户没有给这个系统开通政务服务事项，请与门户联系。")
        items = given.get("items")
        if not isinstance(items, list) or not 0 < len(items) <= MOST_ITEMS:
            raise _bad("items", f"items 应为 1 到 {MOST_ITEMS} 项的列表。")
        dry_run = given.get("dry_run", False)
        if not isinstance(dry_run, bool):
            raise _bad("dry_run", "dry_run 应为 true 或者 false。")
        report = import_items(
            rows=[_row(number, each) for number, each in enumerate(items, start=1)],
            by=self.partner,
            at=timezone.now(),
            dry_run=dry_run,
            notes=_left_aside(items),
        )
        return Answer(200, ItemsReportSerializer(report.as_json()).data)


def _row(number: int, item: object) -> Row:
    """Numbers are refused: a code of sixteen digits and more loses its last ones on the way."""
    if not isinstance(item, dict):
        return Row(number, problem="应为一个对象，字段是国家事项交换表的列名。")
    values = {key: "" if value is None else value for key, value in item.items()}
    wrong = [key for key, value in values.items() if not isinstance(value, str)]
    if wrong:
        return Row(number, problem=f"{wrong[0][:40]} 应写成文字，加上引号，编码不能写成数。")
    return Row(number, {key: values[key] for key in values if key in ITEMS.by_key})


def _left_aside(items: list[Any]) -> tuple[str, ...]:
    """Fields that the table does not have, named once."""
    given = {key for item in items if isinstance(item, dict) for key in item}
    unknown = sorted(key[:40] for key in given if key not in ITEMS.by_key)
    return (f"没有用到的字段：{'、'.join(unknown[:20])}。",) if unknown else ()


def _bad(name: str, told: str) -> BadQuestion:
    return BadQuestion(BadParameter(name, told))
