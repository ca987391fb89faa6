import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('organs', '0003_editor_shown'),
        ('policies', '0013_concerns'),
    ]

    operations = [
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('rules', models.TextField(blank=True, verbose_name='评选办法')),
                ('nominations_until', models.DateTimeField(null=True, verbose_name='提名截止')),
                ('voting_from', models.DateTimeField(null=True, verbose_name='投票开始')),
                ('voting_until', models.DateTimeField(null=True, verbose_name='投票截止')),
                ('marking_until', models.DateTimeField(null=True, verbose_name='打分截止')),
                ('votes_weight', models.PositiveSmallIntegerField(default=50, verbose_name='公众投票所占百分比')),
                ('marks_weight', models.PositiveSmallIntegerField(default=50, verbose_name='专家打分所占百分比')),
                ('awards', models.PositiveSmallIntegerField(default=10, verbose_name='入选名次')),
                ('votes_each', models.PositiveSmallIntegerField(default=5, verbose_name='每人最多选几件')),
                ('status', models.CharField(choices=[('draft', '拟定中'), ('review', '待发布'), ('running', '评选中'), ('result', '结果待公布'), ('published', '结果已公布'), ('withdrawn', '结果已撤回'), ('stopped', '已终止'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('voters', models.PositiveIntegerField(null=True, verbose_name='投票人数')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='公布时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='终止、撤回时间')),
                ('ended_reason', models.CharField(blank=True, max_length=500, verbose_name='终止、撤回的理由')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='主办机关')),
            ],
            options={
                'verbose_name': '好解读评选',
                'verbose_name_plural': '好解读评选',
                'ordering': ['-year', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('discarded', 'stopped')), _negated=True), fields=('organ', 'year'), name='selection_once_a_year', violation_error_message='本机关这一年已有一次评选。'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='selection_has_title'), models.CheckConstraint(condition=models.Q(('marks_weight__gte', 1), ('votes_weight', django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('marks_weight'))), ('votes_weight__gte', 1)), name='selection_weights_are_a_hundred'), models.CheckConstraint(condition=models.Q(('awards__gte', 1), ('votes_each__gte', 1)), name='selection_counts_from_one'), models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'discarded')), models.Q(('nominations_until__lte', models.F('voting_from')), ('voting_from__lt', models.F('voting_until')), ('voting_until__lt', models.F('marking_until'))), _connector='OR'), name='selection_in_its_order')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='提名理由')),
                ('nominated_at', models.DateTimeField(verbose_name='提名时间')),
                ('listing', models.CharField(choices=[('pending', '待审核'), ('accepted', '列入评选'), ('declined', '不列入')], default='pending', max_length=10, verbose_name='审核')),
                ('listing_reason', models.CharField(blank=True, max_length=500, verbose_name='不列入的理由')),
                ('votes', models.PositiveIntegerField(null=True, verbose_name='票数')),
                ('votes_part', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='投票得分')),
                ('marks_part', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='专家得分')),
                ('score', models.DecimalField(decimal_places=4, max_digits=7, null=True, verbose_name='总分')),
                ('place', models.PositiveSmallIntegerField(null=True, verbose_name='名次')),
                ('is_shared', models.BooleanField(default=False, verbose_name='并列')),
                ('is_awarded', models.BooleanField(default=False, verbose_name='入选')),
                ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提名人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='提名机关')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='policies.series', verbose_name='解读')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='policies.selection')),
            ],
            options={
                'verbose_name': '提名',
                'verbose_name_plural': '提名',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('is_awarded', True)), fields=['series'], name='nomination_awarded')],
                'constraints': [models.UniqueConstraint(fields=('selection', 'series'), name='nominated_once', violation_error_message='这份解读已经提名。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='nomination_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('listing', 'declined'), _negated=True), models.Q(('listing_reason', ''), _negated=True), _connector='OR'), name='declined_nomination_says_why'), models.CheckConstraint(condition=models.Q(('place__isnull', True), models.Q(('listing', 'accepted'), ('score__isnull', False)), _connector='OR'), name='only_the_listed_have_places')],
            },
        ),
        migrations.CreateModel(
            name='MarkCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('name', models.CharField(max_length=60, verbose_name='标准')),
                ('weight', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='所占百分比')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='policies.selection')),
            ],
            options={
                'verbose_name': '打分标准',
                'verbose_name_plural': '打分标准',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('selection', 'name'), name='mark_criterion_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='mark_criterion_weighs')],
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('invited_at', models.DateTimeField(verbose_name='邀请时间')),
                ('dismissed_at', models.DateTimeField(null=True, verbose_name='取消时间')),
                ('organ', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='所在机关')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='policies.selection')),
            ],
            options={
                'verbose_name': '评选专家',
                'verbose_name_plural': '评选专家',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dismissed_at__isnull', True), ('user__isnull', False)), fields=('selection', 'user'), name='expert_invited_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='expert_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.CharField(max_length=64)),
                ('choices', models.ManyToManyField(related_name='ballots', to='policies.nomination')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='policies.selection')),
            ],
            options={
                'verbose_name': '选票',
                'verbose_name_plural': '选票',
                'constraints': [models.UniqueConstraint(fields=('selection', 'voter'), name='one_contact_one_ballot')],
            },
        ),
        migrations.CreateModel(
            name='AskedBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('voter', models.CharField(max_length=64)),
                ('email', portal.vault.fields.SealedTextField(verbose_name='电子邮箱')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('choices', models.ManyToManyField(related_name='+', to='policies.nomination')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='policies.selection')),
            ],
            options={
                'verbose_name': '待确认的选票',
                'verbose_name_plural': '待确认的选票',
                'constraints': [models.UniqueConstraint(fields=('selection', 'voter'), name='one_contact_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='SelectionAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.selection')),
            ],
            options={
                'verbose_name': '评选办理记录',
                'verbose_name_plural': '评选办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(verbose_name='分')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='policies.expert')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.markcriterion')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='policies.nomination')),
            ],
            options={
                'verbose_name': '打分',
                'verbose_name_plural': '打分',
                'constraints': [models.UniqueConstraint(fields=('expert', 'nomination', 'criterion'), name='marked_once'), models.CheckConstraint(condition=models.Q(('points__lte', 100)), name='mark_up_to_a_hundred')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='selection',
            trigger=pgtrigger.compiler.Trigger(name='announced_selection_keeps_its_rules', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" IN (\'draft\', \'review\')) AND (OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."voting_from" IS DISTINCT FROM (NEW."voting_from") OR OLD."voting_until" IS DISTINCT FROM (NEW."voting_until") OR OLD."votes_weight" IS DISTINCT FROM (NEW."votes_weight") OR OLD."awards" IS DISTINCT FROM (NEW."awards") OR OLD."votes_each" IS DISTINCT FROM (NEW."votes_each")))', func="RAISE EXCEPTION 'an announced selection keeps its rules';", hash='1165bf991a9f65392cea15c98a3dfbec6dd56969', operation='UPDATE', pgid='pgtrigger_announced_selection_keeps_its_rules_95c75', table='policies_selection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='selectionact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='10eb35431faf2500b543c6b3f0f8452841d21984', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_5bf0c', table='policies_selectionact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='selectionact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."selection_id" IS DISTINCT FROM (NEW."selection_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b32ca69eac8b8dbf8801cb9cc925de44ea5aed14', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_65671', table='policies_selectionact', when='BEFORE')),
        ),
    ]
