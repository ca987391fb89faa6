"""Acts of cases become append-only; their counters go to the one table of counters."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


SERIES = {'RequestCounter': 'requests', 'RectificationCounter': 'rectifications'}


def gather(apps, schema_editor):
    counter = apps.get_model('acts', 'Counter')
    for model, series in SERIES.items():
        counter.objects.bulk_create(
            counter(organ_id=row.organ_id, series=series, year=row.year, last=row.last)
            for row in apps.get_model('requests_app', model).objects.all()
        )


def give_back(apps, schema_editor):
    rows = apps.get_model('acts', 'Counter').objects
    for model, series in SERIES.items():
        counter = apps.get_model('requests_app', model)
        counter.objects.bulk_create(
            counter(organ_id=row.organ_id, year=row.year, last=row.last)
            for row in rows.filter(series=series)
        )
        rows.filter(series=series).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('acts', '0001_initial'),
        ('requests_app', '0018_rectification'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rectificationact',
            name='source',
            field=models.CharField(max_length=24, verbose_name='原状态'),
        ),
        migrations.AlterField(
            model_name='rectificationact',
            name='target',
            field=models.CharField(max_length=24, verbose_name='新状态'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectificationact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='96d5e96d548e61a92e473d62255e2b41aef5dc3b', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_fcbfe', table='requests_app_rectificationact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectificationact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."organ_id" IS DISTINCT FROM (NEW."organ_id") OR OLD."rectification_id" IS DISTINCT FROM (NEW."rectification_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e48ef7abbde3f72dc2b8b64f02e543fa95ba2743', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_17f1a', table='requests_app_rectificationact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requestact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3632c1a0a2b233b9720342416918b3ac55ab3191', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_a3716', table='requests_app_requestact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requestact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7b52b6bf5e0a3422f672742e9a79202f37ea1705', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_dcf15', table='requests_app_requestact', when='BEFORE')),
        ),
        migrations.RunPython(gather, give_back),
        migrations.DeleteModel(
            name='RectificationCounter',
        ),
        migrations.DeleteModel(
            name='RequestCounter',
        ),
    ]
