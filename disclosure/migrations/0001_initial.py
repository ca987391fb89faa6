import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('organs', '0001_initial'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('official', '公文'), ('notice', '申报通知'), ('announcement', '公告公示'), ('plan', '规划计划')], default='official', max_length=16, verbose_name='信息类别')),
                ('title', models.CharField(max_length=500, verbose_name='标题')),
                ('doc_number', models.CharField(blank=True, max_length=80, verbose_name='发文字号')),
                ('doc_number_key', models.CharField(blank=True, editable=False, max_length=100, verbose_name='文号检索键')),
                ('doc_type', models.CharField(blank=True, choices=[('决议', '决议'), ('决定', '决定'), ('命令（令）', '命令（令）'), ('公报', '公报'), ('公告', '公告'), ('通告', '通告'), ('意见', '意见'), ('通知', '通知'), ('通报', '通报'), ('报告', '报告'), ('请示', '请示'), ('批复', '批复'), ('议案', '议案'), ('函', '函'), ('纪要', '纪要')], max_length=8, verbose_name='公文种类')),
                ('instrument_genre', models.CharField(blank=True, help_text='所印发的办法、规定、方案等的体裁', max_length=20, verbose_name='体裁')),
                ('attached_instrument', models.CharField(blank=True, max_length=300, verbose_name='所印发文件名称')),
                ('recipients', models.TextField(blank=True, verbose_name='主送机关')),
                ('copy_to', models.TextField(blank=True, verbose_name='抄送机关')),
                ('body', models.TextField(blank=True, help_text='每段一行；以制表符分隔的行排成表格', verbose_name='正文')),
                ('abstract', models.CharField(blank=True, max_length=300, verbose_name='内容概述')),
                ('index_no', models.CharField(blank=True, editable=False, max_length=60, verbose_name='索引号')),
                ('openness', models.CharField(blank=True, choices=[('open', '主动公开'), ('on_request', '依申请公开'), ('closed', '不予公开')], max_length=12, verbose_name='公开属性')),
                ('openness_ground', models.CharField(blank=True, help_text='依申请公开、不予公开时必填', max_length=300, verbose_name='不主动公开的理由')),
                ('openness_article', models.CharField(blank=True, help_text='如：条例第十六条第二款', max_length=60, verbose_name='依据条款')),
                ('secrecy_mark', models.CharField(blank=True, help_text='标有密级的文件不得进入本系统公开流程', max_length=20, verbose_name='密级标识')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('changed_on', models.DateField(blank=True, null=True, verbose_name='变更日期')),
                ('printed_by', models.CharField(blank=True, max_length=200, verbose_name='印发机关')),
                ('printed_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='份数')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('is_normative', models.BooleanField(default=False, verbose_name='行政规范性文件')),
                ('is_rule', models.BooleanField(default=False, verbose_name='政府规章')),
                ('rule_note', models.CharField(blank=True, max_length=500, verbose_name='题注')),
                ('filing_no', models.CharField(blank=True, max_length=60, verbose_name='登记备案号')),
                ('validity', models.CharField(choices=[('not_yet', '尚未施行'), ('in_force', '现行有效'), ('amended', '已修改'), ('expired', '失效'), ('repealed', '废止'), ('to_verify', '待核实')], default='to_verify', editable=False, max_length=12, verbose_name='有效性')),
                ('validity_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='有效性说明')),
                ('validity_checked_on', models.DateField(editable=False, null=True, verbose_name='有效性核定日期')),
                ('status', models.CharField(choices=[('draft', '录入中'), ('openness_review', '待公开审查'), ('secrecy_review', '待保密审查'), ('signing', '待签发'), ('published', '已公开'), ('filed', '已备案'), ('returned', '已退回'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=16, verbose_name='办理状态')),
                ('publish_due_on', models.DateField(editable=False, null=True, verbose_name='公开期限')),
                ('publish_due_provisional', models.BooleanField(default=False, editable=False, verbose_name='期限为暂定')),
                ('first_published_at', models.DateTimeField(editable=False, null=True, verbose_name='首次公开时间')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='公开时间')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='录入时间')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='更新时间')),
                ('audiences', models.ManyToManyField(blank=True, to='taxonomy.audience', verbose_name='适用对象')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='taxonomy.disclosurecategory', verbose_name='公开类别')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('organ', models.ForeignKey(help_text='负责录入、审查和公开本文件的机关；联合发文为牵头机关', on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organs.organ', verbose_name='公开责任机关')),
                ('subject_words', models.ManyToManyField(blank=True, to='taxonomy.subjectword', verbose_name='主题词')),
                ('tags', models.ManyToManyField(blank=True, to='taxonomy.policytag', verbose_name='政策标签')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='taxonomy.theme', verbose_name='主题分类')),
            ],
            options={
                'verbose_name': '公文',
                'verbose_name_plural': '公文',
                'indexes': [models.Index(models.OrderBy(models.F('signed_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='document_by_date'), models.Index(models.OrderBy(models.F('published_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='document_by_release'), models.Index(fields=['organ', 'status'], name='disclosure__organ_i_ab3d39_idx'), models.Index(fields=['status', 'publish_due_on'], name='disclosure__status_39522c_idx'), models.Index(fields=['doc_number_key'], name='disclosure__doc_num_92166e_idx'), models.Index(fields=['status', 'expires_on'], name='disclosure__status_19b49b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='document_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('first_published_at__isnull', False), ('openness', 'open'), ('published_at__isnull', False), ('secrecy_mark', ''), models.Q(('index_no', ''), _negated=True)), _connector='OR'), name='published_document_is_open_and_not_secret'), models.CheckConstraint(condition=models.Q(('effective_on__isnull', True), ('expires_on__isnull', True), ('expires_on__gte', models.F('effective_on')), _connector='OR'), name='document_expires_after_it_begins'), models.UniqueConstraint(condition=models.Q(('status', 'published'), models.Q(('doc_number_key', ''), _negated=True)), fields=('doc_number_key',), name='published_number_once', violation_error_message='已有一份公开的文件使用同一发文字号。'), models.UniqueConstraint(condition=models.Q(('index_no', ''), _negated=True), fields=('index_no',), name='index_number_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentIssuer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('name', models.CharField(max_length=200, verbose_name='发文机关')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issuer_rows', to='disclosure.document')),
                ('organ', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '发文机关',
                'verbose_name_plural': '发文机关',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='issuer_position_once'), models.UniqueConstraint(fields=('document', 'name'), name='issuer_named_once')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='issuers',
            field=models.ManyToManyField(blank=True, related_name='issued_documents', through='disclosure.DocumentIssuer', to='organs.organ'),
        ),
        migrations.CreateModel(
            name='DocumentRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('basis', '依据'), ('amends', '修改'), ('repeals', '废止'), ('replaces', '替代')], max_length=12, verbose_name='关系')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='生效日期')),
                ('note', models.CharField(blank=True, help_text='如：修改第六条', max_length=200, verbose_name='说明')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_out', to='disclosure.document')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_in', to='disclosure.document')),
            ],
            options={
                'verbose_name': '文件关系',
                'verbose_name_plural': '文件关系',
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'kind'), name='relation_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='relation_not_to_itself'), models.CheckConstraint(condition=models.Q(('kind', 'basis'), ('effective_on__isnull', False), _connector='OR'), name='change_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='导入时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('organ', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '导入批次',
                'verbose_name_plural': '导入批次',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ImportItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('pending', '等待读取'), ('filed', '已录入'), ('duplicate', '已有同一文件'), ('failed', '未能读取')], max_length=12, verbose_name='状态')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('elements', models.JSONField(default=dict, verbose_name='识别结果')),
                ('read_at', models.DateTimeField(null=True, verbose_name='读取时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='disclosure.importbatch')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_items', to='disclosure.document')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'verbose_name': '导入文件',
                'verbose_name_plural': '导入文件',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['state'], name='disclosure__state_1b8150_idx'), models.Index(fields=['sha256'], name='disclosure__sha256_d81eba_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'filed')), fields=('sha256',), name='imported_once')],
            },
        ),
        migrations.CreateModel(
            name='OpennessDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('openness', models.CharField(choices=[('open', '主动公开'), ('on_request', '依申请公开'), ('closed', '不予公开')], max_length=12, verbose_name='公开属性')),
                ('ground', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('article', models.CharField(blank=True, max_length=60, verbose_name='依据条款')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openness_decisions', to='disclosure.document')),
            ],
            options={
                'verbose_name': '公开属性认定',
                'verbose_name_plural': '公开属性认定',
                'constraints': [models.CheckConstraint(condition=models.Q(('openness', 'open'), models.Q(models.Q(('ground', ''), _negated=True), models.Q(('article', ''), _negated=True)), _connector='OR'), name='closed_document_has_ground')],
            },
        ),
        migrations.CreateModel(
            name='PersonalDataOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_sha256', models.CharField(max_length=64)),
                ('kinds', models.CharField(max_length=200, verbose_name='涉及类型')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='personal_data_overrides', to='disclosure.document')),
            ],
            options={
                'verbose_name': '个人信息公开确认',
                'verbose_name_plural': '个人信息公开确认',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='SecrecyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_sha256', models.CharField(max_length=64)),
                ('opinion', models.CharField(max_length=500, verbose_name='审查意见')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secrecy_reviews', to='disclosure.document')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'verbose_name': '保密审查',
                'verbose_name_plural': '保密审查',
                'constraints': [models.CheckConstraint(condition=models.Q(('opinion', ''), _negated=True), name='secrecy_review_has_opinion')],
            },
        ),
        migrations.CreateModel(
            name='DocumentAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=16, verbose_name='原状态')),
                ('target', models.CharField(max_length=16, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='disclosure.document')),
            ],
            options={
                'verbose_name': '办理记录',
                'verbose_name_plural': '办理记录',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['document', 'round', 'action'], name='disclosure__documen_b5adf8_idx')],
            },
        ),
        migrations.CreateModel(
            name='DocumentAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('is_source', models.BooleanField(default=False, verbose_name='导入原件')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='disclosure.document')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='attachment_position_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='first_publication_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."first_published_at" IS NOT NULL AND (OLD."first_published_at" IS DISTINCT FROM (NEW."first_published_at") OR OLD."index_no" IS DISTINCT FROM (NEW."index_no")))', func="RAISE EXCEPTION 'first_published_at and index_no never change';", hash='17707086e944894db955e965f866e4153bce67d9', operation='UPDATE', pgid='pgtrigger_first_publication_is_final_63970', table='disclosure_document', when='BEFORE')),
        ),
    ]
