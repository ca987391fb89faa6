import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.text.fields
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0020_pictures_of_corrections'),
        ('organs', '0003_editor_shown'),
        ('policies', '0004_service_items'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consumer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('scope', models.CharField(choices=[('public', '公众'), ('window', '窗口'), ('internal', '内部')], default='public', max_length=16, verbose_name='可读范围')),
                ('rate', models.PositiveIntegerField(default=120, verbose_name='每分钟次数上限')),
                ('token_hash', models.CharField(blank=True, max_length=64, verbose_name='令牌散列')),
                ('token_start', models.CharField(blank=True, max_length=12, verbose_name='令牌开头')),
                ('token_at', models.DateTimeField(null=True, verbose_name='令牌签发时间')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
            ],
            options={
                'verbose_name': '知识库接入系统',
                'verbose_name_plural': '知识库接入系统',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('token_hash', ''), _negated=True), fields=('token_hash',), name='consumer_token_once'), models.CheckConstraint(condition=models.Q(('rate__gte', 1)), name='consumer_may_ask')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('public', '公众'), ('window', '窗口'), ('internal', '内部')], max_length=16, verbose_name='公开范围')),
                ('source', models.CharField(choices=[('policy', '政策'), ('interpretation', '解读'), ('messages', '留言'), ('feedback', '窗口反馈')], default='policy', max_length=16, verbose_name='来源')),
                ('contact', models.CharField(blank=True, max_length=100, verbose_name='联系人（内部）')),
                ('status', models.CharField(choices=[('draft', '拟写中'), ('review', '待审核'), ('public', '已公开'), ('withdrawn', '已撤下'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('holds', models.BooleanField(default=False, verbose_name='在有效期内')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='下次复核日')),
                ('first_public_at', models.DateTimeField(null=True, verbose_name='首次公开时间')),
                ('public_at', models.DateTimeField(null=True, verbose_name='最近公开时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='维护人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='organs.organ', verbose_name='责任机关')),
            ],
            options={
                'verbose_name': '问答',
                'verbose_name_plural': '问答',
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='answer_by_organ'), models.Index(condition=models.Q(('status', 'public')), fields=['review_on'], name='answer_by_review_day')],
            },
        ),
        migrations.CreateModel(
            name='EntryAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.entry')),
            ],
            options={
                'verbose_name': '问答办理记录',
                'verbose_name_plural': '问答办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('question', models.CharField(max_length=100, verbose_name='标准问')),
                ('similar', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='相似问法')),
                ('short_answer', models.CharField(blank=True, max_length=300, verbose_name='简答')),
                ('answer', portal.text.fields.StructuredTextField(verbose_name='详答')),
                ('applies_to', models.CharField(blank=True, max_length=200, verbose_name='适用对象')),
                ('region', models.CharField(blank=True, max_length=100, verbose_name='适用地域')),
                ('item_code', models.CharField(blank=True, max_length=60, verbose_name='事项编码')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='生效日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='失效日期（含当日）')),
                ('level', models.CharField(choices=[('typo', '勘误'), ('minor', '一般'), ('major', '重大')], default='major', max_length=8, verbose_name='改动级别')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='改动说明')),
                ('counted_from', models.PositiveSmallIntegerField(default=1, verbose_name='从哪一版起计票')),
                ('released_at', models.DateTimeField(null=True, verbose_name='公开时间')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.entry')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
            ],
            options={
                'verbose_name': '问答版本',
                'verbose_name_plural': '问答版本',
                'ordering': ['entry', '-number'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='base_version_once'), models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('entry',), name='answer_has_one_open_version'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(models.Q(('question', ''), _negated=True), models.Q(('short_answer', ''), _negated=True), ('released_by__isnull', False)), _connector='OR'), name='released_answer_says_something'), models.CheckConstraint(condition=models.Q(('effective_on__isnull', True), ('expires_on__isnull', True), ('expires_on__gte', models.F('effective_on')), _connector='OR'), name='answer_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('counted_from__lte', models.F('number'))), name='answer_votes_count_backwards')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='current',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.entryversion', verbose_name='公开的版本'),
        ),
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(blank=True, max_length=60, verbose_name='条款')),
                ('anchor', models.CharField(blank=True, max_length=40, verbose_name='位置')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_bases', to='disclosure.document', verbose_name='文件')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bases', to='policies.entryversion')),
            ],
            options={
                'verbose_name': '问答依据',
                'verbose_name_plural': '问答依据',
                'ordering': ['place', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'document', 'anchor'), name='answer_basis_once'), models.CheckConstraint(condition=models.Q(models.Q(('anchor', ''), ('passage', '')), models.Q(models.Q(('passage', ''), _negated=True), models.Q(('anchor', ''), _negated=True)), _connector='OR'), name='answer_passage_has_its_anchor')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('reference', models.CharField(max_length=64, verbose_name='来件编号')),
                ('question', portal.vault.fields.SealedTextField(verbose_name='问题')),
                ('status', models.CharField(choices=[('received', '待处理'), ('answered', '已有答案'), ('declined', '不纳入')], default='received', max_length=16, verbose_name='状态')),
                ('told', models.CharField(blank=True, max_length=500, verbose_name='不纳入的说明')),
                ('due_on', models.DateField(null=True, verbose_name='答复期限')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('handed_on_at', models.DateTimeField(null=True, verbose_name='转为留言的时间')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='policies.consumer', verbose_name='来自')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document', verbose_name='有关文件')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='policies.entry', verbose_name='问答')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
            ],
            options={
                'verbose_name': '知识库反馈',
                'verbose_name_plural': '知识库反馈',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='feedback_by_organ')],
                'constraints': [models.UniqueConstraint(fields=('consumer', 'reference'), name='feedback_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status', 'received'), ('told', '')), models.Q(('entry__isnull', False), ('settled_at__isnull', False), ('status', 'answered')), models.Q(('settled_at__isnull', False), ('status', 'declined'), models.Q(('told', ''), _negated=True)), _connector='OR'), name='feedback_is_answered_or_told_why_not')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.feedback')),
            ],
            options={
                'verbose_name': '反馈办理记录',
                'verbose_name_plural': '反馈办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Usage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('asked', models.CharField(choices=[('search', '检索'), ('suggestion', '提示'), ('entry', '读取'), ('changes', '变动'), ('feedback', '反馈')], max_length=16, verbose_name='调用')),
                ('count', models.PositiveIntegerField(verbose_name='次数')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usage', to='policies.consumer')),
            ],
            options={
                'verbose_name': '知识库用量',
                'verbose_name_plural': '知识库用量',
                'ordering': ['-day', 'asked'],
                'constraints': [models.UniqueConstraint(fields=('consumer', 'day', 'asked'), name='usage_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('mark', models.CharField(max_length=64, verbose_name='标记')),
                ('useful', models.BooleanField(verbose_name='有用')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='policies.entryversion')),
            ],
            options={
                'verbose_name': '问答评价',
                'verbose_name_plural': '问答评价',
                'indexes': [models.Index(fields=['version', 'useful'], name='answer_votes')],
                'constraints': [models.UniqueConstraint(fields=('version', 'mark'), name='answer_vote_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ZeroHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=100, verbose_name='词语')),
                ('count', models.PositiveIntegerField(verbose_name='次数')),
                ('last_on', models.DateField(verbose_name='最近一次')),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zero_hits', to='policies.consumer')),
            ],
            options={
                'verbose_name': '零结果词',
                'verbose_name_plural': '零结果词',
                'ordering': ['-count', '-last_on', 'words'],
                'constraints': [models.UniqueConstraint(fields=('consumer', 'words'), name='zero_hit_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d322675484a292be4110ca9981ec24f63e25d3df', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_919d7', table='policies_entryact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6dda53f2331f1ca6b2706f91c3602046f327ca6c', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_7699b', table='policies_entryact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryversion',
            trigger=pgtrigger.compiler.Trigger(name='released_answer_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e19cbbace3e5e46c0cab2a84232a6686ef579ce', operation='UPDATE OR DELETE', pgid='pgtrigger_released_answer_is_final_24208', table='policies_entryversion', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('current__isnull', False), ('holds', True)), fields=['-public_at', '-id'], name='answer_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'public'), _negated=True), models.Q(('current__isnull', False), ('public_at__isnull', False), ('review_on__isnull', False)), _connector='OR'), name='public_answer_has_version_and_review_day'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['withdrawn', 'discarded']), _negated=True), ('current__isnull', True), _connector='OR'), name='ended_answer_shows_nothing'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('current__isnull', False), ('holds', False), _connector='OR'), name='answer_without_version_never_holds'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b46ed569248376e80b1813f495d6f9efe26290f1', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_6807c', table='policies_feedbackact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."feedback_id" IS DISTINCT FROM (NEW."feedback_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='09d769eacc832ecf777f37e79c4e4b19815a8aed', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_e2372', table='policies_feedbackact', when='BEFORE')),
        ),
    ]
