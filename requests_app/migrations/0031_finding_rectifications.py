"""By which whoever asked for a rectification is found, and a query code that was replaced."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from requests_app.services.indexes import identity_index, name_index, phone_index


def index_applicants(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Those that are there already; what was purged stays without."""
    cases = apps.get_model("requests_app", "Rectification").objects
    for case in cases.filter(purged_at=None).iterator(chunk_size=500):
        cases.filter(pk=case.pk).update(
            identity_index=identity_index(case.identity_number),
            name_index=name_index(case.name),
            phone_index=phone_index(case.phone),
        )


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0030_text_of_cases")]

    operations = [
        migrations.AddField(
            model_name="rectification",
            name="code_key",
            field=models.UUIDField(
                help_text="查询码丢失后换发的；空的用提交键", null=True, verbose_name="换发的查询码来源"
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="identity_index",
            field=models.CharField(
                blank=True, db_index=True, max_length=64, verbose_name="证件号码索引"
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="name_index",
            field=models.CharField(
                blank=True, db_index=True, max_length=64, verbose_name="姓名索引"
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="phone_index",
            field=models.CharField(
                blank=True, db_index=True, max_length=64, verbose_name="电话索引"
            ),
        ),
        migrations.RunPython(index_applicants, migrations.RunPython.noop),
    ]
