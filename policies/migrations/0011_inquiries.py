import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0021_links_moved'),
        ('organs', '0003_editor_shown'),
        ('policies', '0010_typical_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('ordered', '待签收'), ('working', '调查中'), ('review', '待审核'), ('published', '已公布'), ('withdrawn', '已撤下'), ('dropped', '已取消')], default='ordered', max_length=16, verbose_name='状态')),
                ('title', models.CharField(max_length=100, verbose_name='题目')),
                ('question', models.TextField(verbose_name='调查什么')),
                ('findings', models.TextField(blank=True, verbose_name='查明的情况')),
                ('measures', models.TextField(blank=True, verbose_name='采取的措施')),
                ('ordered_on', models.DateField(verbose_name='交办日期')),
                ('due_on', models.DateField(verbose_name='公布期限')),
                ('published_at', models.DateTimeField(null=True, verbose_name='公布时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('messages', models.ManyToManyField(related_name='+', to='policies.message', verbose_name='起因的留言')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='交办机关')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='调查机关')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosure.document', verbose_name='有关文件')),
            ],
            options={
                'verbose_name': '专题调查',
                'verbose_name_plural': '专题调查',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['organ', 'status', 'due_on'], name='inquiry_by_queue'), models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='inquiry_published')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['ordered', 'working', 'review', 'published', 'withdrawn', 'dropped'])), name='inquiry_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(models.Q(('findings', ''), _negated=True), models.Q(('measures', ''), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='inquiry_published_says_what_was_found'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('ordered_on'))), name='inquiry_due_after_order')],
            },
        ),
        migrations.CreateModel(
            name='InquiryAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.inquiry')),
            ],
            options={
                'verbose_name': '专题调查办理记录',
                'verbose_name_plural': '专题调查办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inquiryact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='66dd14b3c48cbac52df906a958d92370e013559a', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_d307a', table='policies_inquiryact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inquiryact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."inquiry_id" IS DISTINCT FROM (NEW."inquiry_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b95698f1e1cf46056b9b06d5abab4b8afd038ddb', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_3d365', table='policies_inquiryact', when='BEFORE')),
        ),
    ]
