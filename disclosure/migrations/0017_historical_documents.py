import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0016_kind_words'),
        ('organs', '0002_courts_and_review_addresses'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('at', models.DateTimeField(verbose_name='建立时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('imported', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.importbatch', verbose_name='导入批次')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '历史公文批次',
                'verbose_name_plural': '历史公文批次',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='historical_batch_named')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refused', models.TextField(blank=True, verbose_name='没有办成的原因')),
                ('taken_out_at', models.DateTimeField(null=True, verbose_name='移出时间')),
                ('taken_out_why', models.CharField(blank=True, max_length=300, verbose_name='移出理由')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='disclosure.historicalbatch')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='historical_items', to='disclosure.document')),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
            ],
            options={
                'verbose_name': '历史公文',
                'verbose_name_plural': '历史公文',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_out_at__isnull', True)), fields=('document',), name='historical_document_in_one_batch'), models.CheckConstraint(condition=models.Q(models.Q(('taken_out_at__isnull', True), ('taken_out_by__isnull', True), ('taken_out_why', '')), models.Q(('taken_out_at__isnull', False), ('taken_out_by__isnull', False), models.Q(('taken_out_why', ''), _negated=True)), _connector='OR'), name='taken_out_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('submit', '提交审查'), ('confirm_openness', '认定公开属性'), ('pass_secrecy', '保密审查通过'), ('publish', '签发并公开')], max_length=20, verbose_name='步骤')),
                ('opinion', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('done', models.PositiveIntegerField(verbose_name='办成')),
                ('refused', models.PositiveIntegerField(verbose_name='没有办成')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='disclosure.historicalbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
            ],
            options={
                'verbose_name': '成批办理',
                'verbose_name_plural': '成批办理',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('submit', '提交审查'), ('confirm_openness', '认定公开属性'), ('pass_secrecy', '保密审查通过'), ('publish', '签发并公开')], max_length=20, verbose_name='步骤')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('at', models.DateTimeField(verbose_name='抽取时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='disclosure.historicalbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人')),
            ],
            options={
                'verbose_name': '抽查',
                'verbose_name_plural': '抽查',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'action', 'number'), name='historical_sample_once')],
            },
        ),
        migrations.CreateModel(
            name='SampledDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('is_drawn', models.BooleanField(default=False, verbose_name='抽中')),
                ('verdict', models.CharField(blank=True, choices=[('good', '合格'), ('bad', '不合格')], max_length=4, verbose_name='结论')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('at', models.DateTimeField(null=True, verbose_name='看过的时间')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='disclosure.historicalsample')),
            ],
            options={
                'verbose_name': '抽查的文件',
                'verbose_name_plural': '抽查的文件',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('sample', 'document'), name='sampled_once'), models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('verdict', '')), models.Q(('at__isnull', False), ('is_drawn', True)), _connector='OR'), name='only_drawn_documents_are_judged'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'bad'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='bad_sample_says_why')],
            },
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_by_release',
        ),
        migrations.AddField(
            model_name='document',
            name='first_published_in',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='首次公开载体'),
        ),
        migrations.AddField(
            model_name='document',
            name='first_published_on',
            field=models.DateField(editable=False, null=True, verbose_name='首次公开日期'),
        ),
        migrations.AddField(
            model_name='document',
            name='period',
            field=models.CharField(blank=True, help_text='预算、决算、计划、清单是哪一年、哪一段的，如2026年、2026—2030年', max_length=20, validators=[django.core.validators.RegexValidator('^(?:(?:19|20)\\d{2}年(?:第[1-4]季度|(?:1[0-2]|[1-9])月|[上下]半年)?|(?:19|20)\\d{2}—(?:19|20)\\d{2}年)$', '应写成2026年、2026年第1季度、2026—2030年的形式')], verbose_name='所属期间'),
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('official', '公文'), ('notice', '通知通告'), ('announcement', '公告公示'), ('plan', '规划计划'), ('budget', '财政预决算'), ('list', '清单目录')], default='official', max_length=16, verbose_name='信息类别'),
        ),
        migrations.AddField(
            model_name='document',
            name='listed_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.Func('first_published_on', output_field=models.DateTimeField(), template="(%(expressions)s::timestamp AT TIME ZONE 'Asia/Shanghai')"), 'published_at'), output_field=models.DateTimeField(), verbose_name='列表时间'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.OrderBy(models.F('listed_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='document_by_release'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_published_in', ''), ('first_published_on__isnull', True)), models.Q(('first_published_on__isnull', False), models.Q(('first_published_in', ''), _negated=True)), _connector='OR'), name='first_publication_is_named'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('first_published_on__isnull', True), models.Q(('publish_due_on__isnull', True), ('publish_due_provisional', False)), _connector='OR'), name='historical_document_has_no_term'),
        ),
        migrations.AddField(
            model_name='historicalrun',
            name='sample',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='disclosure.historicalsample'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historicalsample',
            trigger=pgtrigger.compiler.Trigger(name='sample_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f415fbaa4f21efb9a5c6d5245cdcc0c7f62664a', operation='UPDATE OR DELETE', pgid='pgtrigger_sample_is_never_changed_3ea5a', table='disclosure_historicalsample', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='historicalrun',
            constraint=models.CheckConstraint(condition=models.Q(('action', 'submit'), ('sample__isnull', False), _connector='OR'), name='review_run_has_sample'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historicalrun',
            trigger=pgtrigger.compiler.Trigger(name='run_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e6e1dff822490a5f8de39e3ffac8ac6179532f3b', operation='UPDATE OR DELETE', pgid='pgtrigger_run_is_never_changed_db129', table='disclosure_historicalrun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sampleddocument',
            trigger=pgtrigger.compiler.Trigger(name='sampled_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='be509585b572610a3c46d0b39a117360b10e9e62', operation='DELETE', pgid='pgtrigger_sampled_is_never_deleted_34f82', table='disclosure_sampleddocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sampleddocument',
            trigger=pgtrigger.compiler.Trigger(name='sampled_is_judged_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."verdict" = \'\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bd77f421af48367ec2c553089a2707427cf85197', operation='UPDATE', pgid='pgtrigger_sampled_is_judged_once_b0c45', table='disclosure_sampleddocument', when='BEFORE')),
        ),
    ]
