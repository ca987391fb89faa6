"""Acts of documents become append-only; their counter goes to the one table of counters."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


SERIES = 'index'


def gather(apps, schema_editor):
    counter = apps.get_model('acts', 'Counter')
    rows = apps.get_model('disclosure', 'IndexCounter').objects.all()
    counter.objects.bulk_create(
        counter(organ_id=row.organ_id, series=SERIES, year=row.year, last=row.last) for row in rows
    )


def give_back(apps, schema_editor):
    counter = apps.get_model('disclosure', 'IndexCounter')
    rows = apps.get_model('acts', 'Counter').objects.filter(series=SERIES)
    counter.objects.bulk_create(
        counter(organ_id=row.organ_id, year=row.year, last=row.last) for row in rows
    )
    rows.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('acts', '0001_initial'),
        ('disclosure', '0008_error_report'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='documentact',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AlterField(
            model_name='documentact',
            name='source',
            field=models.CharField(max_length=24, verbose_name='原状态'),
        ),
        migrations.AlterField(
            model_name='documentact',
            name='target',
            field=models.CharField(max_length=24, verbose_name='新状态'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='53ac5b3040b732ec869934621ca93061b5c011d9', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_0a03d', table='disclosure_documentact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2d1b14ac4698d2974f26841778fb4a83499ff8ef', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_21bb6', table='disclosure_documentact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='documentact',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False)), name='document_act_by_somebody'),
        ),
        migrations.RunPython(gather, give_back),
        migrations.DeleteModel(
            name='IndexCounter',
        ),
    ]
