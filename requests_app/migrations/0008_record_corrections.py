import django.db.models.deletion
import portal.personal.sealed_papers
import portal.vault.fields
import portal.vault.storage
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('organs', '0001_initial'),
        ('requests_app', '0007_organ_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('number', models.CharField(max_length=80, unique=True, verbose_name='更正申请编号')),
                ('code_index', models.CharField(max_length=64, verbose_name='查询码索引')),
                ('submission_key', models.UUIDField(unique=True, verbose_name='提交键')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('applicant_kind', models.CharField(choices=[('person', '自然人'), ('company', '商业企业'), ('research', '科研机构'), ('welfare', '社会公益组织'), ('legal', '法律服务机构'), ('other', '其他组织')], max_length=12, verbose_name='申请人类别')),
                ('name', portal.vault.fields.SealedTextField(verbose_name='姓名或者名称')),
                ('identity_kind', models.CharField(choices=[('id_card', '居民身份证'), ('passport', '护照'), ('permit', '港澳台居民居住证、来往内地通行证'), ('credit_code', '统一社会信用代码证'), ('other', '其他有效证件')], max_length=16, verbose_name='证件类型')),
                ('identity_number', portal.vault.fields.SealedTextField(verbose_name='证件号码')),
                ('phone', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系电话')),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('address', portal.vault.fields.SealedTextField(blank=True, verbose_name='通信地址')),
                ('agent_name', portal.vault.fields.SealedTextField(blank=True, verbose_name='代理人姓名')),
                ('agent_number', portal.vault.fields.SealedTextField(blank=True, verbose_name='代理人证件号码')),
                ('record', portal.vault.fields.SealedTextField(verbose_name='哪一项记录')),
                ('inaccurate', portal.vault.fields.SealedTextField(verbose_name='记录中哪里不准确')),
                ('should_be', portal.vault.fields.SealedTextField(verbose_name='应当是什么')),
                ('status', models.CharField(choices=[('submitted', '待核实'), ('forwarded', '已转送'), ('verifying', '核实中'), ('review', '待审核'), ('corrected', '已更正'), ('declined', '不予更正'), ('referred', '已告知'), ('withdrawn', '已撤回'), ('archived', '已归档')], default='submitted', max_length=16, verbose_name='状态')),
                ('started_on', models.DateField(help_text='转送的，为转送之日', verbose_name='本机关收到之日')),
                ('due_on', models.DateField(help_text='本机关自定的期限，法律没有规定', null=True, verbose_name='内部办理期限')),
                ('closed_on', models.DateField(null=True, verbose_name='办结日期')),
                ('legal_hold', models.CharField(blank=True, max_length=300, verbose_name='保留理由')),
                ('purged_at', models.DateTimeField(null=True, verbose_name='个人信息清除时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='record_corrections', to='organs.organ', verbose_name='办理机关')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '信息更正申请',
                'verbose_name_plural': '信息更正申请',
                'indexes': [models.Index(fields=['organ', 'status', 'due_on'], name='record_by_queue'), models.Index(fields=['status', 'closed_on'], name='record_by_closing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['submitted', 'forwarded', 'verifying', 'review', 'corrected', 'declined', 'referred', 'withdrawn', 'archived'])), name='record_state_known'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', False), ('status__in', ('submitted', 'forwarded', 'verifying', 'review')), _connector='OR'), name='record_closed_has_day')],
            },
        ),
        migrations.CreateModel(
            name='RecordAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=16, verbose_name='原状态')),
                ('target', models.CharField(max_length=16, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', portal.vault.fields.SealedTextField(blank=True, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='机关')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='requests_app.recordcorrection')),
            ],
            options={
                'verbose_name': '更正办理记录',
                'verbose_name_plural': '更正办理记录',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ')),
            ],
            options={
                'verbose_name': '更正申请编号',
                'verbose_name_plural': '更正申请编号',
                'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='record_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='RecordDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('kind', models.CharField(choices=[('correct', '予以更正'), ('decline', '不予更正'), ('refer', '告知向有权机关提出')], max_length=12, verbose_name='决定')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='更正了什么、理由')),
                ('corrected_on', models.DateField(null=True, verbose_name='更正日期')),
                ('ground', models.CharField(blank=True, choices=[('evidence', '证据不足以证明记录不准确'), ('accurate', '经核实记录准确')], max_length=12, verbose_name='不予更正的情形')),
                ('right_organ', models.CharField(blank=True, max_length=200, verbose_name='有权更正的机关')),
                ('right_contacts', models.CharField(blank=True, max_length=300, verbose_name='该机关的联系方式')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='requests_app.recordcorrection')),
            ],
            options={
                'verbose_name': '更正决定',
                'verbose_name_plural': '更正决定',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correct'), _negated=True), ('corrected_on__isnull', False), _connector='OR'), name='record_corrected_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'decline'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='record_declined_on_a_ground'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refer'), _negated=True), models.Q(models.Q(('right_organ', ''), _negated=True), models.Q(('right_contacts', ''), _negated=True)), _connector='OR'), name='record_referred_to_somebody'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('by')), _negated=True), _connector='OR'), name='record_approved_by_another')],
            },
        ),
        migrations.CreateModel(
            name='RecordEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('purpose', models.CharField(choices=[('identity', '身份证明'), ('proof', '证明记录不准确的材料'), ('authorisation', '授权委托书')], max_length=16, verbose_name='用途')),
                ('media_type', models.CharField(max_length=100, verbose_name='媒体类型')),
                ('extension', models.CharField(max_length=8, verbose_name='扩展名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('file', models.FileField(blank=True, max_length=200, storage=portal.vault.storage.SealedStorage(), upload_to=portal.personal.sealed_papers.sealed_path, verbose_name='文件')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='requests_app.recordcorrection')),
            ],
            options={
                'verbose_name': '更正申请材料',
                'verbose_name_plural': '更正申请材料',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RecordForwarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('reason', portal.vault.fields.SealedTextField(verbose_name='转送的理由')),
                ('forwarded_on', models.DateField(verbose_name='转送日期')),
                ('told_by', models.CharField(choices=[('site', '本网站通知'), ('phone', '电话'), ('in_person', '当面'), ('letter', '信函'), ('email', '电子邮件')], max_length=12, verbose_name='告知申请人的方式')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forwardings', to='requests_app.recordcorrection')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='转送机关')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='转送至')),
            ],
            options={
                'verbose_name': '转送记录',
                'verbose_name_plural': '转送记录',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('correction', 'source'), name='record_forwarded_once_by_an_organ'), models.UniqueConstraint(fields=('correction', 'target'), name='record_forwarded_once_to_an_organ'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='record_forwarded_elsewhere')],
            },
        ),
        migrations.CreateModel(
            name='RecordTelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('submitted', '待核实'), ('forwarded', '已转送'), ('verifying', '核实中'), ('review', '待审核'), ('corrected', '已更正'), ('declined', '不予更正'), ('referred', '已告知'), ('withdrawn', '已撤回'), ('archived', '已归档')], max_length=16, verbose_name='告知的结果')),
                ('way', models.CharField(choices=[('site', '本网站通知'), ('phone', '电话'), ('in_person', '当面'), ('letter', '信函'), ('email', '电子邮件')], max_length=12, verbose_name='告知方式')),
                ('told_on', models.DateField(verbose_name='告知日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='requests_app.recordcorrection')),
            ],
            options={
                'verbose_name': '告知记录',
                'verbose_name_plural': '告知记录',
                'ordering': ['at', 'id'],
            },
        ),
    ]
