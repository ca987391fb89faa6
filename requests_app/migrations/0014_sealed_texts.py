"""Every free text of a case is sealed in its column; the rows are carried over both ways.

One operation for all of them: as single steps they would take most of a minute on an empty
database, which every run of the tests begins with.
"""

import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from portal.vault.fields import Sealed, SealedTextField

APP = "requests_app"
_BATCH = 500

# Model: its fields with name, longest text and whether it may be empty.
TEXTS: dict[str, list[tuple[str, str, int | None, bool]]] = {
    "correctionnotice": [
        ("unclear", "需要补正的事项", None, False),
        ("guidance", "指导和释明", None, False),
        ("supplied", "补正内容", None, True),
    ],
    "extension": [("reason", "理由", 500, False)],
    "extensionproposal": [("reason", "理由", 500, False)],
    "consultation": [
        ("question", "征求意见的内容", None, False),
        ("opinion_text", "意见内容", None, True),
    ],
    "assistance": [
        ("question", "需要协办的事项", None, False),
        ("answer", "协办意见", None, True),
    ],
    "reasonsdemand": [
        ("why", "为何认为超过合理范围", 500, False),
        ("supplied", "申请人的理由", None, True),
    ],
    "deferral": [("reason", "理由", 500, False)],
    "contactlog": [("summary", "内容", None, False)],
    "requestact": [("reason", "说明", 500, True)],
    "answer": [
        ("reason", "理由", None, True),
        ("body", "答复内容", None, False),
        ("override_reason", "不顾第三方意见公开的理由", None, True),
    ],
    "answerfile": [("title", "名称", 200, False)],
    "answerreview": [("opinion", "意见", 500, False)],
    "refusalfiling": [("note", "说明", 300, True)],
    "conference": [
        ("question", "会商的问题", None, False),
        ("conclusion", "会商意见", None, False),
    ],
    "thirdpartynotice": [("text", "决定公开的内容和理由", None, False)],
    "reopening": [("reason", "依据", 500, False)],
    "informationrequest": [("help_needed", "需要的帮助", 300, True)],
}
HELP = {
    ("answer", "reason"): "不予公开、无法提供、不予处理时必填",
    ("answer", "override_reason"): ("不公开可能对公共利益造成重大影响的（第三十二条），写明理由"),
    ("informationrequest", "help_needed"): "阅读、视听有困难的，写明需要什么帮助",
}
# These rows have sealed columns already.
BOUND = ("consultation", "informationrequest")


def _filled(field: str) -> GreaterThan:
    return GreaterThan(Length(F(field)), 0)


CONSTRAINTS = {
    "extension_is_lawful": (
        "extension", Q(_filled("reason"), days__gte=1, days__lte=20),
    ),
    "extension_proposal_is_lawful": (
        "extensionproposal", Q(_filled("reason"), days__gte=1, days__lte=20),
    ),
    "deferral_is_reasoned": (
        "deferral", Q(_filled("reason"), until__gt=F("decided_on")),
    ),
    "answer_review_has_opinion": ("answerreview", _filled("opinion")),
    "conference_has_conclusion": (
        "conference", Q(_filled("question"), _filled("conclusion")),
    ),
    "third_party_told_something": ("thirdpartynotice", _filled("text")),
    "reopening_has_reason_and_term": (
        "reopening", Q(_filled("reason"), answer_by__gte=F("reopened_on")),
    ),
}  # fmt: skip


def _sealed(field: SealedTextField, text: str, seal_id: uuid.UUID) -> str:
    return field.sealed(text, seal_id=seal_id).text


def _opened(field: SealedTextField, text: str, seal_id: uuid.UUID) -> str:
    opened: str = field.opened(SimpleNamespace(seal_id=seal_id), Sealed(text))
    return opened


class SealTexts(Operation):
    """The columns stay where they are: what stands in them is sealed, or opened again."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        for model, texts in TEXTS.items():
            held = state.models[app_label, model]
            for name, label, longest, blank in texts:
                told = HELP.get((model, name), "")
                held.fields[name] = SealedTextField(
                    label, max_length=longest, blank=blank, help_text=told
                )
            if model not in BOUND:
                held.fields["seal_id"] = _seal_id(unique=True)
            if "constraints" in held.options:
                held.options["constraints"] = [
                    models.CheckConstraint(condition=CONSTRAINTS[rule.name][1], name=rule.name)
                    if rule.name in CONSTRAINTS
                    else rule
                    for rule in held.options["constraints"]
                ]
        state.reload_models([(app_label, model) for model in TEXTS], delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model, texts in TEXTS.items():
            old = from_state.apps.get_model(app_label, model)
            new = to_state.apps.get_model(app_label, model)
            fields = [new._meta.get_field(name) for name, *_ in texts]
            _change(schema_editor, old, new, texts)
            if model not in BOUND:
                schema_editor.add_field(new, nullable := _nullable(new))
            _carry(schema_editor, new, fields, _sealed, is_new=model not in BOUND)
            if model not in BOUND:
                schema_editor.alter_field(new, nullable, new._meta.get_field("seal_id"))
            _constrain(schema_editor, new)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model, texts in TEXTS.items():
            new = from_state.apps.get_model(app_label, model)
            old = to_state.apps.get_model(app_label, model)
            fields = [new._meta.get_field(name) for name, *_ in texts]
            _carry(schema_editor, new, fields, _opened, is_new=False)
            _change(schema_editor, new, old, texts)
            if model not in BOUND:
                schema_editor.remove_field(new, new._meta.get_field("seal_id"))
            _constrain(schema_editor, old)

    def describe(self) -> str:
        return "加密办理中写下的文字"


def _change(editor: Any, old: Any, new: Any, texts: list[Any]) -> None:
    for rule in old._meta.constraints:
        if rule.name in CONSTRAINTS:
            editor.remove_constraint(old, rule)
    for name, *_ in texts:
        editor.alter_field(old, old._meta.get_field(name), new._meta.get_field(name))


def _constrain(editor: Any, model: Any) -> None:
    for rule in model._meta.constraints:
        if rule.name in CONSTRAINTS:
            editor.add_constraint(model, rule)


def _carry(
    editor: Any,
    model: Any,
    fields: list[Any],
    turned: Callable[[Any, str, uuid.UUID], str],
    *,
    is_new: bool,
) -> None:
    """Turn every text, row by row, as `turned` says; a row without a seal gets one."""
    quoted = editor.quote_name
    table = quoted(model._meta.db_table)
    columns = ["seal_id", *(field.column for field in fields)]
    update = ", ".join(f"{quoted(column)} = %s" for column in columns)
    for number, seal_id, *texts in _rows(editor, table, columns):
        seal = uuid.uuid4() if is_new else seal_id
        pairs = zip(fields, texts, strict=True)
        values = [turned(field, text, seal) if text else text for field, text in pairs]
        with editor.connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {update} WHERE id = %s",  # noqa: S608 - names from here
                [seal, *values, number],
            )


def _rows(editor: Any, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    names, last = ", ".join(["id", *columns]), 0
    while True:
        with editor.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names} FROM {table} WHERE id > %s "  # noqa: S608 - names from here
                f"ORDER BY id LIMIT {_BATCH}",
                [last],
            )
            found = cursor.fetchall()
        if not found:
            return
        yield from found
        last = found[-1][0]


def _seal_id(**options: Any) -> Any:
    return models.UUIDField("加密编号", default=uuid.uuid4, editable=False, **options)


def _nullable(model: Any) -> Any:
    """The column while its rows have no seal yet."""
    field = models.UUIDField(null=True)
    field.set_attributes_from_name("seal_id")
    field.model = model
    return field


class Migration(migrations.Migration):
    dependencies = [(APP, "0013_letters")]

    operations = [SealTexts()]
