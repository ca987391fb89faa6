"""How answers are told to systems; the description of the interface comes from here."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from disclosure.api.serializers import OrganNameSerializer
from policies.answers.choices import Asked, Audience, ChangeLevel
from policies.answers.models import LONGEST_REFERENCE
from policies.answers.services.feedback import LONGEST
from policies.answers.workflow import FeedbackStatus
from policies.partners.api import ReferenceField
from portal.common.feeds import absolute
from portal.text.plain import plain
from portal.text.serial import dump


class BasisSerializer(serializers.Serializer[Any]):
    """A document or passage that an answer rests on."""

    document = serializers.IntegerField(source="document_id", help_text="文件编号")
    title = serializers.CharField(source="document.title")
    doc_number = serializers.CharField(source="document.doc_number", help_text="发文字号，可能为空")
    passage = serializers.CharField(help_text="条款；引用全文的为空")
    validity = serializers.CharField(source="document.get_validity_display", help_text="有效性")
    url = serializers.SerializerMethodField(help_text="文件页面上这一处的网址")

    def get_url(self, basis: Any) -> str:
        return absolute(basis.url)


class AnswerSerializer(serializers.Serializer[Any]):
    """An answer as it is read now."""

    id = serializers.IntegerField(source="pk")
    audience = serializers.ChoiceField(choices=Audience.choices, help_text="公开范围")
    organ = OrganNameSerializer(help_text="责任机关")
    version = serializers.IntegerField(source="current.number", help_text="版次")
    level = serializers.ChoiceField(
        source="current.level", choices=ChangeLevel.choices, help_text="这一版的改动级别"
    )
    note = serializers.CharField(source="current.note", help_text="这一版改了什么")
    question = serializers.CharField(source="current.question", help_text="标准问")
    similar = serializers.ListField(
        source="current.similar", child=serializers.CharField(), help_text="相似问法"
    )
    short_answer = serializers.CharField(source="current.short_answer", help_text="简答")
    answer = serializers.SerializerMethodField(help_text="详答各段，纯文字")
    applies_to = serializers.CharField(source="current.applies_to", help_text="适用对象")
    region = serializers.CharField(source="current.region", help_text="适用地域")
    item_code = serializers.CharField(source="current.item_code", help_text="事项编码")
    effective_on = serializers.DateField(source="current.effective_on", allow_null=True)
    expires_on = serializers.DateField(
        source="current.expires_on", allow_null=True, help_text="失效日期，含当日"
    )
    review_on = serializers.DateField(help_text="下次复核日")
    public_at = serializers.DateTimeField(help_text="这一版公开的时间")
    bases = BasisSerializer(source="current.bases.all", many=True, help_text="依据")
    url = serializers.SerializerMethodField(help_text="公众页面；不向公众公开的为空")

    def get_answer(self, entry: Any) -> list[str]:
        return plain(entry.current.answer)

    def get_url(self, entry: Any) -> str:
        is_public = entry.audience == Audience.PUBLIC
        return absolute(entry.get_absolute_url()) if is_public else ""


class VersionSerializer(serializers.Serializer[Any]):
    """One version of an answer, as its history tells of it."""

    version = serializers.IntegerField(source="number")
    level = serializers.ChoiceField(choices=ChangeLevel.choices)
    note = serializers.CharField()
    released_at = serializers.DateTimeField()


class FullAnswerSerializer(AnswerSerializer):
    """An answer with where it comes from."""

    text = serializers.SerializerMethodField(help_text="详答的结构化正文")
    origin = serializers.CharField(source="get_source_display", help_text="来源")
    contact = serializers.SerializerMethodField(help_text="联系人，只给可读内部问答的系统")
    first_public_at = serializers.DateTimeField()
    versions = VersionSerializer(source="told_versions", many=True, help_text="公开过的各版")
    useful = serializers.IntegerField(help_text="上次重大改动以来认为有用的")
    useless = serializers.IntegerField(help_text="认为没用的")

    def get_text(self, entry: Any) -> dict[str, Any]:
        told: dict[str, Any] = dump(entry.current.answer)
        return told

    def get_contact(self, entry: Any) -> str:
        scope = self.context["scope"]
        return str(entry.contact) if scope == Audience.INTERNAL else ""


class AnswerPageSerializer(serializers.Serializer[Any]):
    """Answers that were looked for."""

    total = serializers.IntegerField()
    pages = serializers.IntegerField()
    degraded = serializers.BooleanField(help_text="索引正在恢复，查找可能不全")
    results = AnswerSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    """A question the base answers."""

    id = serializers.IntegerField(source="pk")
    question = serializers.CharField(source="current.question")
    short_answer = serializers.CharField(source="current.short_answer")


class SuggestionListSerializer(serializers.Serializer[Any]):
    """The likeliest first."""

    results = SuggestionSerializer(many=True)


class AnswerChangeSerializer(serializers.Serializer[Any]):
    """One change of what this consumer may read."""

    change = serializers.ChoiceField(
        choices=[("published", "公开或有变动"), ("withdrawn", "不再可读，请删除副本")]
    )
    id = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
    answer = AnswerSerializer(allow_null=True, help_text="不再可读的为 null")


class AnswerChangePageSerializer(serializers.Serializer[Any]):
    """Changes in order."""

    next_cursor = serializers.CharField(help_text="下次的 since")
    has_more = serializers.BooleanField(help_text="是否还有，有则立即再读")
    results = AnswerChangeSerializer(many=True)


class FeedbackQuestionSerializer(serializers.Serializer[Any]):
    """A question beyond the base, as a consumer sends it."""

    reference = ReferenceField(
        max_length=LONGEST_REFERENCE, help_text="来件编号，由来件系统自定，同一编号只收一次"
    )
    question = serializers.CharField(
        max_length=LONGEST, help_text="问题；请不要写来电人的姓名、电话"
    )
    organ = serializers.CharField(
        max_length=40, required=False, help_text="机关代码；写了文件的可以不写，由起草它的机关答复"
    )
    document = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="有关文件的编号"
    )


class FeedbackSerializer(serializers.Serializer[Any]):
    """Where a question stands that was fed back."""

    id = serializers.UUIDField(source="public_id")
    reference = serializers.CharField()
    organ = OrganNameSerializer(help_text="办理机关")
    status = serializers.ChoiceField(choices=FeedbackStatus.choices)
    received_at = serializers.DateTimeField()
    due_on = serializers.DateField(
        allow_null=True, help_text="答复期限；为 null 时待国务院办公厅公布节假日安排后确定"
    )
    settled_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.SerializerMethodField(help_text="以问答回复的，问答的编号")
    reply = serializers.CharField(help_text="由机关单独答复的，答复的全文；只供转告提问的人")
    told = serializers.CharField(help_text="不纳入的，说明")

    def get_answer(self, feedback: Any) -> int | None:
        is_answered = feedback.status == FeedbackStatus.ANSWERED
        return feedback.entry_id if is_answered else None


class UsageSerializer(serializers.Serializer[Any]):
    """Calls of one kind on one day."""

    day = serializers.DateField()
    asked = serializers.ChoiceField(choices=Asked.choices)
    count = serializers.IntegerField()


class UsageListSerializer(serializers.Serializer[Any]):
    """The latest days first."""

    results = UsageSerializer(many=True)


class ZeroHitSerializer(serializers.Serializer[Any]):
    """Words that found nothing."""

    words = serializers.CharField(help_text="个人信息已经遮盖")
    count = serializers.IntegerField()
    last_on = serializers.DateField()


class ZeroHitListSerializer(serializers.Serializer[Any]):
    """What was looked for most often first."""

    results = ZeroHitSerializer(many=True)
