import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0020_pictures_of_corrections'),
        ('organs', '0003_editor_shown'),
        ('policies', '0003_collections'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task_code', models.CharField(max_length=36, unique=True, validators=[django.core.validators.RegexValidator('\\A[0-9A-Z]{8,36}\\Z', '应为 8 到 36 位的数字和大写字母')], verbose_name='实施编码')),
                ('catalog_code', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('\\A[0-9A-Z]{8,36}\\Z', '应为 8 到 36 位的数字和大写字母')], verbose_name='基本编码')),
                ('task_handle_item', models.CharField(blank=True, max_length=36, validators=[django.core.validators.RegexValidator('\\A[0-9A-Z]{8,36}\\Z', '应为 8 到 36 位的数字和大写字母')], verbose_name='业务办理项编码')),
                ('local_catalog_code', models.CharField(blank=True, max_length=36, verbose_name='地方基本编码')),
                ('local_task_code', models.CharField(blank=True, max_length=36, verbose_name='地方实施编码')),
                ('task_name', models.CharField(max_length=300, verbose_name='事项名称')),
                ('task_type', models.CharField(blank=True, max_length=20, verbose_name='事项类型')),
                ('task_version', models.CharField(blank=True, max_length=20, verbose_name='事项版本')),
                ('task_state', models.CharField(max_length=20, verbose_name='事项状态')),
                ('dept_code', models.CharField(blank=True, max_length=64, verbose_name='实施主体编码')),
                ('dept_name', models.CharField(blank=True, max_length=200, verbose_name='实施主体')),
                ('dept_type', models.CharField(blank=True, max_length=20, verbose_name='实施主体性质')),
                ('use_level', models.CharField(blank=True, max_length=20, verbose_name='行使层级')),
                ('by_law', models.TextField(blank=True, verbose_name='设定依据')),
                ('server_type', models.CharField(blank=True, max_length=60, verbose_name='服务对象')),
                ('project_type', models.CharField(blank=True, max_length=20, verbose_name='办件类型')),
                ('accept_condition', models.TextField(blank=True, verbose_name='受理条件')),
                ('handle_flow', models.TextField(blank=True, verbose_name='办理流程')),
                ('handle_type', models.CharField(blank=True, max_length=60, verbose_name='办理形式')),
                ('anticipate_day', models.CharField(blank=True, max_length=40, verbose_name='法定时限')),
                ('promise_day', models.CharField(blank=True, max_length=40, verbose_name='承诺时限')),
                ('limit_scene_num', models.CharField(blank=True, max_length=20, verbose_name='到现场次数')),
                ('is_fee', models.CharField(blank=True, max_length=20, verbose_name='是否收费')),
                ('fee_basis', models.TextField(blank=True, verbose_name='收费依据')),
                ('transact_addr', models.TextField(blank=True, verbose_name='办理地点')),
                ('transact_time', models.TextField(blank=True, verbose_name='办理时间')),
                ('link_way', models.TextField(blank=True, verbose_name='咨询方式')),
                ('supervise_way', models.TextField(blank=True, verbose_name='监督投诉方式')),
                ('link_addr', models.URLField(blank=True, max_length=500, verbose_name='网上办理地址')),
                ('mobile_terminal_url', models.URLField(blank=True, max_length=500, verbose_name='移动端办理地址')),
                ('plan_effective_date', models.DateField(blank=True, null=True, verbose_name='计划生效日期')),
                ('plan_cancel_date', models.DateField(blank=True, null=True, verbose_name='计划取消日期')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='收录时间')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='更新时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_items', to='organs.organ', verbose_name='实施机关')),
            ],
            options={
                'verbose_name': '政务服务事项',
                'verbose_name_plural': '政务服务事项',
                'ordering': ['task_name', 'id'],
                'indexes': [models.Index(fields=['task_name', 'id'], name='service_item_by_name'), models.Index(fields=['organ', 'task_name'], name='service_item_of_organ')],
                'constraints': [models.CheckConstraint(condition=models.Q(('task_name', ''), _negated=True), name='service_item_has_name'), models.CheckConstraint(condition=models.Q(('task_code__regex', '^[0-9A-Z]{8,36}$')), name='service_item_code_shape'), models.CheckConstraint(condition=models.Q(('plan_effective_date__isnull', True), ('plan_cancel_date__isnull', True), ('plan_cancel_date__gte', models.F('plan_effective_date')), _connector='OR'), name='service_item_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ItemOfPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(blank=True, max_length=40, verbose_name='段落')),
                ('passage', models.CharField(blank=True, max_length=60, verbose_name='段落的话')),
                ('made_at', models.DateTimeField(verbose_name='关联时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='摘下时间')),
                ('end', models.CharField(blank=True, choices=[('taken_off', '人工摘下'), ('lapsed', '文件失效')], max_length=12, verbose_name='摘下的原因')),
                ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='看过的时间')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_links', to='disclosure.document', verbose_name='文件')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='摘下的人')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='关联人')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='看过的人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='policies.serviceitem', verbose_name='事项')),
            ],
            options={
                'verbose_name': '阅办联动',
                'verbose_name_plural': '阅办联动',
                'ordering': ['made_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['item'], name='live_link_of_item'), models.Index(condition=models.Q(('ended_at__isnull', False), ('ended_by__isnull', True), ('settled_at__isnull', True)), fields=['document'], name='link_to_settle')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('document', 'item', 'anchor'), name='item_linked_once'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gte', models.F('made_at')), ('ended_at__isnull', False), models.Q(('end', ''), _negated=True)), _connector='OR'), name='ended_link_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('ended_at__isnull', False), ('settled_at__gte', models.F('ended_at')), ('settled_by__isnull', False)), _connector='OR'), name='settled_link_has_ended')],
            },
        ),
        migrations.CreateModel(
            name='NothingToApplyFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='nothing_to_apply_for', to='disclosure.document', verbose_name='文件')),
            ],
            options={
                'verbose_name': '没有可办的事项',
                'verbose_name_plural': '没有可办的事项',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='nothing_to_apply_for_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemofpolicy',
            trigger=pgtrigger.compiler.Trigger(name='link_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d5619df46f80237be62cbe0efbeb8b4e60cfcb84', operation='DELETE', pgid='pgtrigger_link_is_kept_055ab', table='policies_itemofpolicy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemofpolicy',
            trigger=pgtrigger.compiler.Trigger(name='ended_link_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."settled_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6bd3c4b4ae5471fd1f7252cccb1c8d8137ec4679', operation='UPDATE', pgid='pgtrigger_ended_link_is_final_5047e', table='policies_itemofpolicy', when='BEFORE')),
        ),
    ]
