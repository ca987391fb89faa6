"""What a system sends of a message, and what it reads back."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from policies.messages.choices import Category
from policies.messages.services.intake import LONGEST_TEXT
from policies.messages.services.passed_on import LONGEST_REFERENCE
from policies.partners.api import ReferenceField

_LONGEST_NAME = 40


class PassedDownSerializer(serializers.Serializer[Any]):
    """A message as the superior platform has it."""

    reference = ReferenceField(
        max_length=LONGEST_REFERENCE, help_text="来件编号，由来件系统自定，同一编号只收一次"
    )
    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="留言的内容")
    received_on = serializers.DateField(help_text="转出的日期，期限从这一天起算")
    category = serializers.ChoiceField(
        choices=Category.choices, default=Category.CONSULT.value, help_text="留言的类别"
    )
    document = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="有关文件的编号"
    )
    name = serializers.CharField(
        max_length=_LONGEST_NAME, required=False, default="", allow_blank=True,
        help_text="留言人的称呼",
    )  # fmt: skip
    phone = serializers.CharField(
        max_length=30, required=False, default="", allow_blank=True,
        help_text="联系电话，只供办理时联系",
    )  # fmt: skip
    email = serializers.EmailField(
        max_length=200, required=False, default="", allow_blank=True, help_text="电子邮箱"
    )


class TakenInSerializer(serializers.Serializer[Any]):
    """The receipt."""

    reference = serializers.CharField()
    number = serializers.CharField(help_text="本门户的编号")
    due_on = serializers.DateField(
        allow_null=True, help_text="答复期限；为 null 时待国务院办公厅公布节假日安排后确定"
    )


class WhichSerializer(serializers.Serializer[Any]):
    """Of which message the outcome is asked."""

    reference = ReferenceField(max_length=LONGEST_REFERENCE, help_text="来件编号")


class OutcomeSerializer(TakenInSerializer):
    """Where a message stands, and what came of it."""

    status = serializers.CharField(help_text="办到哪一步，与留言人看到的相同")
    organ = serializers.CharField(help_text="承办机关")
    answer = serializers.CharField(help_text="已答复的，最近一次答复的全文")
    outcome = serializers.CharField(help_text="答复的结果：已答复、已采纳等")
    answered_on = serializers.DateField(allow_null=True, help_text="首次答复的日期")
    told = serializers.CharField(help_text="不在留言里办的，告知留言人的去处")
