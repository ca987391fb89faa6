import django.db.models.deletion
import portal.personal.sealed_papers
import portal.vault.storage
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0006_columns_and_links'),
        ('requests_app', '0005_conference'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='documents',
            field=models.ManyToManyField(blank=True, help_text='已经主动公开的，告知获取的方式、途径（第三十六条第（一）项）', related_name='+', to='disclosure.document', verbose_name='已公开文件'),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='written_down',
            field=models.BooleanField(default=False, help_text='书面确有困难的（第二十九条）', verbose_name='口头提出，由工作人员代为填写'),
        ),
        migrations.AlterField(
            model_name='draftfile',
            name='purpose',
            field=models.CharField(choices=[('identity', '身份证明'), ('authorisation', '授权委托书'), ('scan', '来件扫描件'), ('correction', '补正材料'), ('proof', '送达凭证'), ('other', '其他材料')], max_length=16, verbose_name='用途'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='purpose',
            field=models.CharField(choices=[('identity', '身份证明'), ('authorisation', '授权委托书'), ('scan', '来件扫描件'), ('correction', '补正材料'), ('proof', '送达凭证'), ('other', '其他材料')], max_length=16, verbose_name='用途'),
        ),
        migrations.AlterField(
            model_name='informationrequest',
            name='channel',
            field=models.CharField(choices=[('online', '网上提交'), ('in_person', '当面提交'), ('signed_mail', '挂号信、特快专递'), ('plain_letter', '平常信函'), ('fax', '传真'), ('email', '电子邮件'), ('phone', '电话口头提出（书面确有困难的）')], max_length=16, verbose_name='来件方式'),
        ),
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('media_type', models.CharField(max_length=100, verbose_name='媒体类型')),
                ('extension', models.CharField(max_length=8, verbose_name='扩展名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('found', models.JSONField(default=list, help_text='种类和处数，供审核人核对；不含内容', verbose_name='发现的个人信息')),
                ('file', models.FileField(blank=True, max_length=200, storage=portal.vault.storage.SealedStorage(), upload_to=portal.personal.sealed_papers.sealed_path, verbose_name='文件')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='requests_app.answer')),
            ],
            options={
                'verbose_name': '答复附件',
                'verbose_name_plural': '答复附件',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(choices=[('review', '行政复议'), ('suit', '未经复议直接起诉'), ('suit_after', '复议后起诉')], max_length=16, verbose_name='途径')),
                ('authority', models.CharField(max_length=100, verbose_name='复议机关、人民法院')),
                ('case_number', models.CharField(blank=True, max_length=100, verbose_name='案号')),
                ('notified_on', models.DateField(verbose_name='收到受理通知日期')),
                ('result', models.CharField(blank=True, choices=[('upheld', '结果维持'), ('corrected', '结果纠正'), ('other', '其他结果')], max_length=12, verbose_name='结果')),
                ('decided_on', models.DateField(null=True, verbose_name='收到决定书、判决书日期')),
                ('redo_by', models.DateField(null=True, verbose_name='责令重新答复的期限')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='requests_app.informationrequest')),
            ],
            options={
                'verbose_name': '行政复议、行政诉讼',
                'verbose_name_plural': '行政复议、行政诉讼',
                'ordering': ['notified_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('redo_by__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('decided_on__gte', models.F('notified_on'))), _connector='OR'), name='remedy_ends_with_a_result'), models.CheckConstraint(condition=models.Q(('redo_by__isnull', True), models.Q(('redo_by__gte', models.F('decided_on')), ('result', 'corrected')), _connector='OR'), name='remedy_orders_a_new_answer_when_it_corrects')],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='依据')),
                ('reopened_on', models.DateField(verbose_name='重新办理日期')),
                ('answer_by', models.DateField(verbose_name='重新答复期限')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('remedy', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='requests_app.remedy')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='requests_app.informationrequest')),
            ],
            options={
                'verbose_name': '重新办理',
                'verbose_name_plural': '重新办理',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('answer_by__gte', models.F('reopened_on'))), name='reopening_has_reason_and_term')],
            },
        ),
        migrations.CreateModel(
            name='ExtensionProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(verbose_name='建议延长的工作日')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('proposed_on', models.DateField(verbose_name='提出日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='extension_proposal', to='requests_app.informationrequest')),
            ],
            options={
                'verbose_name': '延期建议',
                'verbose_name_plural': '延期建议',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 20), models.Q(('reason', ''), _negated=True)), name='extension_proposal_is_lawful')],
            },
        ),
    ]
