"""更正申请 is a rectification: names of models and fields follow the field's word.

Tables and columns are renamed with them; no value is touched. Sealed values stay bound to the
names under which they were sealed (`bound_to`).
"""

import django.db.models.deletion
import portal.vault.fields
from django.db import migrations, models
from django.db.models.functions import Replace

NAMES = {
    "RecordCorrection": "Rectification",
    "RecordDecision": "RectificationDecision",
    "RecordEvidence": "RectificationEvidence",
    "RecordForwarding": "RectificationForwarding",
    "RecordTelling": "RectificationTelling",
    "RecordAct": "RectificationAct",
    "RecordCounter": "RectificationCounter",
    "RecordLetter": "RectificationLetter",
    "RedatedRecord": "RedatedRectification",
}
# Whose `correction` names the case.
OF_A_CASE = (
    "RectificationDecision", "RectificationEvidence", "RectificationForwarding",
    "RectificationTelling", "RectificationAct", "RectificationLetter", "RedatedRectification",
    "TakenOver",
)


def rules(field: str) -> list[tuple[str, models.BaseConstraint]]:
    """The constraints that name the field: renaming it does not reach them."""
    return [
        ("RectificationForwarding", models.UniqueConstraint(
            fields=(field, "source"), name="record_forwarded_once_by_an_organ")),
        ("RectificationForwarding", models.UniqueConstraint(
            fields=(field, "target"), name="record_forwarded_once_to_an_organ")),
        ("RedatedRectification", models.UniqueConstraint(
            fields=("redating", field), name="record_redated_once")),
        ("TakenOver", models.CheckConstraint(
            condition=models.Q(("request__isnull", True), (f"{field}__isnull", True), _connector="XOR"),
            name="taken_over_is_one_case")),
        ("TakenOver", models.UniqueConstraint(
            fields=("succession", field), name="record_taken_over_once")),
    ]


# Sealed columns of each model, with their titles; those that may be empty end in "?".
SEALED = {
    ("Rectification", "recordcorrection"): {
        "name": "姓名或者名称", "identity_number": "证件号码", "phone?": "联系电话",
        "email?": "电子邮箱", "address?": "通信地址", "agent_name?": "代理人姓名",
        "agent_number?": "代理人证件号码", "record": "哪一项记录",
        "inaccurate": "记录中哪里不准确", "should_be": "应当是什么",
    },
    ("RectificationDecision", "recorddecision"): {"text": "更正了什么、理由"},
    ("RectificationForwarding", "recordforwarding"): {"reason": "转送的理由"},
    ("RectificationAct", "recordact"): {"reason?": "说明"},
    ("RectificationLetter", "recordletter"): {"content?": "内容"},
}


def bound(model: str, label: str, column: str, title: str) -> migrations.AlterField:
    """The column goes on opening what was sealed under the label."""
    name = column.removesuffix("?")
    field = portal.vault.fields.SealedTextField(
        blank=column.endswith("?"), bound_to=f"requests_app.{label}.{name}", verbose_name=title
    )
    return migrations.AlterField(model, name, field)


BEFORE, AFTER = "/admin/requests_app/recordcorrection/", "/admin/requests_app/rectification/"


def lead_on(before: str, after: str):
    """Links in notices that were sent, or wait to be, follow the pages to their new address."""

    def change(apps, schema_editor):
        for name in ("InboxNotice", "OutboxMessage"):
            rows = apps.get_model("notifications", name).objects.filter(url__contains=before)
            rows.update(url=Replace("url", models.Value(before), models.Value(after)))

    return change


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0003_kept_recipients"),
        ("organs", "0001_initial"),
        ("requests_app", "0017_record_letters"),
    ]

    operations = [
        *(migrations.RenameModel(old, new) for old, new in NAMES.items()),
        *(migrations.RemoveConstraint(model, rule.name) for model, rule in rules("correction")),
        *(migrations.RenameField(model, "correction", "rectification") for model in OF_A_CASE),
        *(migrations.AddConstraint(model, rule) for model, rule in rules("rectification")),
        migrations.AlterField("Rectification", "organ", models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="rectifications",
            to="organs.organ", verbose_name="办理机关")),
        *(
            bound(model, label, column, title)
            for (model, label), columns in SEALED.items()
            for column, title in columns.items()
        ),
        migrations.RunPython(lead_on(BEFORE, AFTER), lead_on(AFTER, BEFORE)),
    ]
