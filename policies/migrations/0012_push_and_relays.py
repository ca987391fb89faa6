"""Pushes and relays, with the terms a new site begins with; what an office made of them stays."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.vault.fields
import uuid
from policies.audiences.seeds import MEANINGS, TERMS
from django.conf import settings
from django.db import migrations, models


def plant(apps, schema_editor):
    term_model = apps.get_model("policies", "AudienceTerm")
    for kind, rows in TERMS.items():
        for position, (code, name) in enumerate(rows, start=1):
            known = {"name": name, "position": position}
            term_model.objects.get_or_create(kind=kind, code=code, defaults=known)
    labels = {row.name: row for row in apps.get_model("taxonomy", "Audience").objects.all()}
    for name, kind, code in MEANINGS:
        if name in labels:
            term = term_model.objects.get(kind=kind, code=code)
            apps.get_model("policies", "TagMeaning").objects.get_or_create(
                label=labels[name], term=term
            )


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0021_links_moved'),
        ('organs', '0003_editor_shown'),
        ('policies', '0011_inquiries'),
        ('taxonomy', '0002_seeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AudienceTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', '人群'), ('industry', '行业'), ('region', '区域'), ('size', '企业规模')], max_length=12, verbose_name='类别')),
                ('code', models.CharField(max_length=64, verbose_name='代码')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('is_active', models.BooleanField(default=True, verbose_name='使用中')),
                ('organ', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='区域')),
            ],
            options={
                'verbose_name': '推送对象',
                'verbose_name_plural': '推送对象',
                'ordering': ['kind', 'position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='AudienceOfPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audience_terms', to='disclosure.document', verbose_name='文件')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='policies.audienceterm', verbose_name='推送对象')),
            ],
            options={
                'verbose_name': '文件的推送对象',
                'verbose_name_plural': '文件的推送对象',
                'ordering': ['term__kind', 'term__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Push',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', '拟推送'), ('review', '待审核'), ('ready', '待发送'), ('sent', '已推送'), ('dropped', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('created_at', models.DateTimeField(verbose_name='拟定时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发送时间')),
                ('reached', models.BigIntegerField(default=0, verbose_name='已写到')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='写完时间')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pushes', to='disclosure.document', verbose_name='文件')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='机关')),
                ('within', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='只推送给这个区域')),
            ],
            options={
                'verbose_name': '政策推送',
                'verbose_name_plural': '政策推送',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PushAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('push', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.push')),
            ],
            options={
                'verbose_name': '推送办理记录',
                'verbose_name_plural': '推送办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PushTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_dropped', models.BooleanField(default=False, verbose_name='已去掉')),
                ('push', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='policies.push')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.audienceterm', verbose_name='推送对象')),
            ],
            options={
                'verbose_name': '推送的对象',
                'verbose_name_plural': '推送的对象',
                'ordering': ['term__kind', 'term__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Relay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('kind', models.CharField(choices=[('association', '行业协会、商会'), ('park', '园区'), ('window', '服务窗口'), ('committee', '居委会、村委会'), ('other', '其他组织')], max_length=16, verbose_name='种类')),
                ('contact_name', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系人')),
                ('contact_phone', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系人电话')),
                ('contact_mail', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系人电子邮箱')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='停止接力的日期')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='负责联系的机关')),
                ('terms', models.ManyToManyField(blank=True, related_name='+', to='policies.audienceterm', verbose_name='能够到达的人')),
            ],
            options={
                'verbose_name': '接力组织',
                'verbose_name_plural': '接力组织',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RelayTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('number', models.CharField(max_length=80, unique=True, verbose_name='编号')),
                ('code_index', models.CharField(max_length=64, verbose_name='查询码索引')),
                ('submission_key', models.UUIDField(unique=True, verbose_name='提交键')),
                ('name', portal.vault.fields.SealedTextField(verbose_name='姓名或者名称')),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('phone', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系电话')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('purged_at', models.DateTimeField(null=True, verbose_name='个人信息清除时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('status', models.CharField(choices=[('waiting', '待接收'), ('received', '已接收'), ('forwarded', '已转发'), ('fed_back', '已反馈'), ('closed', '已结束'), ('cancelled', '已取消')], default='waiting', max_length=16, verbose_name='状态')),
                ('receive_due_on', models.DateField(null=True, verbose_name='接收期限')),
                ('received_on', models.DateField(null=True, verbose_name='接收日期')),
                ('report_due_on', models.DateField(null=True, verbose_name='报转发情况的期限')),
                ('reported_on', models.DateField(null=True, verbose_name='首次报转发情况的日期')),
                ('due_on', models.DateField(null=True, verbose_name='期限')),
                ('closed_on', models.DateField(null=True, verbose_name='结束日期')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relay_tasks', to='disclosure.document', verbose_name='文件')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
                ('push', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relay_tasks', to='policies.push', verbose_name='推送')),
                ('relay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='policies.relay', verbose_name='接力组织')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '接力任务',
                'verbose_name_plural': '接力任务',
            },
        ),
        migrations.CreateModel(
            name='RelayFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('means', models.CharField(choices=[('board', '公告栏、海报'), ('meeting', '会议、讲解'), ('visit', '上门'), ('window', '窗口当面'), ('chat', '居民群、企业群'), ('phone', '电话'), ('paper', '纸质材料')], max_length=12, verbose_name='方式')),
                ('people', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='人数')),
                ('on', models.DateField(verbose_name='日期')),
                ('place', models.CharField(max_length=100, verbose_name='地点')),
                ('at', models.DateTimeField(verbose_name='报告时间')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='policies.relaytask')),
            ],
            options={
                'verbose_name': '转发情况',
                'verbose_name_plural': '转发情况',
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RelayFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='听到的问题')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='policies.relaytask')),
            ],
            options={
                'verbose_name': '接力反馈',
                'verbose_name_plural': '接力反馈',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RelayTaskAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('relay_task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.relaytask')),
            ],
            options={
                'verbose_name': '接力办理记录',
                'verbose_name_plural': '接力办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TagMeaning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.audience', verbose_name='适用对象')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.policytag', verbose_name='政策标签')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meanings', to='policies.audienceterm', verbose_name='推送对象')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.theme', verbose_name='主题')),
            ],
            options={
                'verbose_name': '标签与推送对象的对应',
                'verbose_name_plural': '标签与推送对象的对应',
                'ordering': ['term', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TraitProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('is_off', models.BooleanField(default=False, verbose_name='不按个人特征推送')),
                ('by_mail', models.BooleanField(default=False, verbose_name='同时发到电子邮箱')),
                ('off_at', models.DateTimeField(null=True, verbose_name='关闭时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='trait_profile', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '推送特征',
                'verbose_name_plural': '推送特征',
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.audienceterm', verbose_name='特征')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traits', to='policies.traitprofile')),
            ],
            options={
                'verbose_name': '特征',
                'verbose_name_plural': '特征',
            },
        ),
        migrations.AddConstraint(
            model_name='audienceterm',
            constraint=models.UniqueConstraint(fields=('kind', 'code'), name='audience_term_once'),
        ),
        migrations.AddConstraint(
            model_name='audienceterm',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'region'), ('organ__isnull', False)), models.Q(models.Q(('kind', 'region'), _negated=True), ('organ', None)), _connector='OR'), name='audience_region_is_of_the_directory'),
        ),
        migrations.AddConstraint(
            model_name='audienceofpolicy',
            constraint=models.UniqueConstraint(fields=('document', 'term'), name='audience_of_policy_once'),
        ),
        migrations.AddIndex(
            model_name='push',
            index=models.Index(condition=models.Q(('finished_at', None), ('sent_at__isnull', False)), fields=['sent_at'], name='push_under_way'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'review', 'ready'])), fields=('document',), name='one_open_push_of_a_policy'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('finished_at', None), ('reached', 0), ('sent_at', None)), _connector='OR'), name='push_is_carried_out_when_sent'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pushact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ae912aeb205647d044aeffb987ed1a1ec826a21c', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_e84a5', table='policies_pushact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pushact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."push_id" IS DISTINCT FROM (NEW."push_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9e91afd8cd2d1a3700005acb89a7c4912369a3ad', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_694cd', table='policies_pushact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pushterm',
            constraint=models.UniqueConstraint(fields=('push', 'term'), name='push_term_once'),
        ),
        migrations.AddConstraint(
            model_name='relay',
            constraint=models.UniqueConstraint(fields=('organ', 'name'), name='relay_once'),
        ),
        migrations.AddConstraint(
            model_name='relay',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='relay_has_a_name'),
        ),
        migrations.AddIndex(
            model_name='relaytask',
            index=models.Index(fields=['organ', 'status', 'due_on'], name='relay_task_by_queue'),
        ),
        migrations.AddIndex(
            model_name='relaytask',
            index=models.Index(fields=['relay', 'submitted_at'], name='relay_task_by_year'),
        ),
        migrations.AddConstraint(
            model_name='relaytask',
            constraint=models.UniqueConstraint(condition=models.Q(('push__isnull', False)), fields=('push', 'relay'), name='relay_task_of_push_once'),
        ),
        migrations.AddConstraint(
            model_name='relaytask',
            constraint=models.UniqueConstraint(condition=models.Q(('push', None)), fields=('document', 'relay'), name='relay_task_of_policy_once'),
        ),
        migrations.AddConstraint(
            model_name='relaytask',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'received', 'forwarded', 'fed_back', 'closed', 'cancelled'])), name='relay_task_state_known'),
        ),
        migrations.AddConstraint(
            model_name='relaytask',
            constraint=models.CheckConstraint(condition=models.Q(('reported_on', None), ('received_on__isnull', False), _connector='OR'), name='relay_task_is_received_before_it_is_reported'),
        ),
        migrations.AddConstraint(
            model_name='relayfigure',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='relay_figure_counts_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relaytaskact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b0290abd87ab3348dd9b6fed98b9b09de6fe6611', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_a9e9b', table='policies_relaytaskact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relaytaskact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."relay_task_id" IS DISTINCT FROM (NEW."relay_task_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8122995785178a9c478ad09b00eff4c4b277a46b', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_d198d', table='policies_relaytaskact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='tagmeaning',
            constraint=models.UniqueConstraint(fields=('tag', 'theme', 'label', 'term'), name='tag_meaning_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='tagmeaning',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('label', None), ('tag__isnull', False), ('theme', None)), models.Q(('label', None), ('tag', None), ('theme__isnull', False)), models.Q(('label__isnull', False), ('tag', None), ('theme', None)), _connector='OR'), name='tag_meaning_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='traitprofile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_off', True), ('off_at__isnull', False)), models.Q(('is_off', False), ('off_at', None)), _connector='OR'), name='trait_switch_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='trait',
            constraint=models.UniqueConstraint(fields=('term', 'profile'), name='trait_once'),
        ),
        migrations.RunPython(plant, migrations.RunPython.noop),
    ]
