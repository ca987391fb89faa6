import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('decisions', '0005_seats'),
        ('organs', '0003_editor_shown'),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('gist', models.TextField(blank=True, verbose_name='说明')),
                ('method', models.CharField(choices=[('mail', '能收邮件的人'), ('account', '有本站账号的人')], default='mail', max_length=8, verbose_name='谁能答')),
                ('opens_at', models.DateTimeField(null=True, verbose_name='开始')),
                ('closes_at', models.DateTimeField(null=True, verbose_name='截止')),
                ('status', models.CharField(choices=[('draft', '拟定中'), ('review', '待发布'), ('running', '已发布'), ('published', '结果已公布'), ('withdrawn', '结果已撤回'), ('stopped', '已终止'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('released_at', models.DateTimeField(null=True, verbose_name='发布时间')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='公布结果时间')),
                ('outcome', models.TextField(blank=True, verbose_name='结果怎样用')),
                ('figures', models.JSONField(null=True, verbose_name='公布的数字')),
                ('ended_reason', models.CharField(blank=True, max_length=500, verbose_name='终止、撤回的理由')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='decisions.decision', verbose_name='有关的决策')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='organs.organ', verbose_name='主办机关')),
            ],
            options={
                'verbose_name': '问卷',
                'verbose_name_plural': '问卷',
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='survey_by_queue'), models.Index(condition=models.Q(('released_at__isnull', False)), fields=['-closes_at', '-id'], name='survey_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'running', 'published', 'withdrawn', 'stopped', 'discarded'])), name='survey_state_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='survey_has_title'), models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'discarded')), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='survey_opens_before_it_closes'), models.CheckConstraint(condition=models.Q(('status__in', ('published', 'withdrawn')), ('figures__isnull', True), _connector='OR'), name='survey_has_no_figures_before')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='decisions.survey')),
            ],
            options={
                'verbose_name': '问卷办理记录',
                'verbose_name_plural': '问卷办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几版')),
                ('questions', models.JSONField(default=list, verbose_name='问题')),
                ('crossings', models.JSONField(default=list, verbose_name='交叉表')),
                ('written_at', models.DateTimeField(verbose_name='拟定时间')),
                ('released_at', models.DateTimeField(null=True, verbose_name='启用时间')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='decisions.survey')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
            ],
            options={
                'verbose_name': '问卷的一版',
                'verbose_name_plural': '问卷的各版',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='survey_version_once'), models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('survey',), name='survey_has_one_version_in_hand')],
            },
        ),
        migrations.CreateModel(
            name='PaperBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=100, verbose_name='收自')),
                ('sheets', models.PositiveSmallIntegerField(verbose_name='份数')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('state', models.CharField(choices=[('typing', '录入中'), ('checking', '待抽查'), ('held', '抽查不符，暂不计入'), ('counted', '已计入'), ('dropped', '已作废')], default='typing', max_length=12, verbose_name='状态')),
                ('sample', models.JSONField(default=list, verbose_name='抽查的各份')),
                ('told', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('opened_at', models.DateTimeField(verbose_name='开始录入时间')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='抽查时间')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽查人')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='decisions.survey')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.surveyversion')),
            ],
            options={
                'verbose_name': '一批纸质问卷',
                'verbose_name_plural': '纸质问卷',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sheets__gte', 1)), name='paper_batch_has_sheets'), models.CheckConstraint(condition=models.Q(('checked_by', models.F('opened_by')), _negated=True), name='paper_batch_checked_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'counted'), _negated=True), ('checked_by__isnull', False), _connector='OR'), name='paper_batch_counted_when_checked')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('online', '网上'), ('paper', '纸质')], max_length=8, verbose_name='来路')),
                ('picks', models.JSONField(default=dict, verbose_name='所选')),
                ('texts', portal.vault.fields.SealedTextField(blank=True, verbose_name='所写')),
                ('answered_on', models.DateField(verbose_name='日期')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='decisions.surveyversion')),
            ],
            options={
                'verbose_name': '答卷',
                'verbose_name_plural': '答卷',
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('holder', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('asked_at', models.DateTimeField(null=True, verbose_name='领取时间')),
                ('is_spent', models.BooleanField(default=False, verbose_name='已用掉')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='decisions.survey')),
            ],
            options={
                'verbose_name': '答卷凭证',
                'verbose_name_plural': '答卷凭证',
                'constraints': [models.UniqueConstraint(fields=('survey', 'holder'), name='one_contact_one_token'), models.CheckConstraint(condition=models.Q(('is_spent', False), ('asked_at__isnull', True), _connector='OR'), name='spent_token_tells_nothing')],
            },
        ),
        migrations.CreateModel(
            name='SurveyDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('content', portal.vault.fields.SealedTextField(blank=True, verbose_name='内容')),
                ('saved_at', models.DateTimeField(db_index=True, verbose_name='保存时间')),
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='decisions.token')),
            ],
            options={
                'verbose_name': '没有答完的问卷',
                'verbose_name_plural': '没有答完的问卷',
            },
        ),
        migrations.CreateModel(
            name='PaperSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几份')),
                ('picks', models.JSONField(default=dict, verbose_name='所选')),
                ('texts', portal.vault.fields.SealedTextField(blank=True, verbose_name='所写')),
                ('is_checked', models.BooleanField(default=False, verbose_name='抽查相符')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed_sheets', to='decisions.paperbatch')),
            ],
            options={
                'verbose_name': '一份纸质问卷',
                'verbose_name_plural': '一份纸质问卷',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='paper_sheet_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='published_figures_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" = \'published\' AND OLD."figures" IS DISTINCT FROM (NEW."figures"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c41121f0127ba2f4939ce4e26cf984d3946f8cd2', operation='UPDATE', pgid='pgtrigger_published_figures_stay_5d638', table='decisions_survey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='35e595c145b58df1aeb050c56ee0f4872f27708c', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_caf6c', table='decisions_surveyact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f32fa125ff28cf5cf04e4f468f06849efc432aad', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_115c9', table='decisions_surveyact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyversion',
            trigger=pgtrigger.compiler.Trigger(name='released_version_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1718cc4bd1981349bb7c3d1ce37a9b4b00555bb0', operation='UPDATE', pgid='pgtrigger_released_version_never_changes_b11ee', table='decisions_surveyversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyversion',
            trigger=pgtrigger.compiler.Trigger(name='version_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b77e6a4403a04215705ec721ca27913a0a802e3f', operation='DELETE', pgid='pgtrigger_version_is_never_deleted_8cd5e', table='decisions_surveyversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8c01f84169bb4c90cf4eb1386453405978c7e7d', operation='DELETE', pgid='pgtrigger_answer_is_never_deleted_07811', table='decisions_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_on" IS DISTINCT FROM (NEW."answered_on") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."picks" IS DISTINCT FROM (NEW."picks") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4d611470050afca0823091b6c63173ff9307a8c3', operation='UPDATE', pgid='pgtrigger_answer_is_never_changed_492f8', table='decisions_answer', when='BEFORE')),
        ),
    ]
