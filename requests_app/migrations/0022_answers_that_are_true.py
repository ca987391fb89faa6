import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0009_shared_floor'),
        ('organs', '0002_courts_and_review_addresses'),
        ('requests_app', '0021_letters_of_one_room'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('content', portal.vault.fields.SealedTextField(blank=True, verbose_name='内容')),
                ('updated_at', models.DateTimeField(verbose_name='保存时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer_draft', to='requests_app.informationrequest')),
            ],
            options={
                'verbose_name': '答复草稿',
                'verbose_name_plural': '答复草稿',
            },
        ),
        migrations.CreateModel(
            name='WithheldPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('part', portal.vault.fields.SealedTextField(max_length=500, verbose_name='不予公开的部分')),
                ('ground', models.CharField(choices=[('3.3.1', '属于国家秘密'), ('3.3.2', '其他法律行政法规禁止公开'), ('3.3.3', '危及“三安全一稳定”'), ('3.3.4', '保护第三方合法权益'), ('3.3.5', '属于三类内部事务信息'), ('3.3.6', '属于四类过程性信息'), ('3.3.7', '属于行政执法案卷')], max_length=8, verbose_name='依据')),
                ('reason', portal.vault.fields.SealedTextField(verbose_name='理由')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='requests_app.answer')),
            ],
            options={
                'verbose_name': '不予公开的部分',
                'verbose_name_plural': '不予公开的部分',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length(models.F('part')), 0), django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length(models.F('reason')), 0)), name='withheld_part_has_reason'), models.CheckConstraint(condition=models.Q(('ground__in', ['3.3.1', '3.3.2', '3.3.3', '3.3.4', '3.3.5', '3.3.6', '3.3.7'])), name='withheld_part_has_ground')],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='earlier',
            field=models.ForeignKey(help_text='不予重复处理的，写明此前对同一申请人的答复（第三十六条第（六）项）', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='requests_app.answer', verbose_name='此前的答复'),
        ),
        migrations.AddField(
            model_name='answer',
            name='earlier_number',
            field=models.CharField(blank=True, max_length=120, verbose_name='此前答复的文号'),
        ),
        migrations.AddField(
            model_name='answer',
            name='earlier_on',
            field=models.DateField(null=True, verbose_name='此前答复的日期'),
        ),
        migrations.AddField(
            model_name='answer',
            name='in_charge_contact',
            field=models.CharField(blank=True, max_length=300, verbose_name='该机关的联系方式'),
        ),
        migrations.AddField(
            model_name='answer',
            name='in_charge_name',
            field=models.CharField(blank=True, help_text='不在本网站机关目录里的', max_length=200, verbose_name='负责公开的机关名称'),
        ),
        migrations.AddField(
            model_name='answer',
            name='in_charge_unknown',
            field=models.BooleanField(default=False, verbose_name='不能确定负责公开的机关'),
        ),
        migrations.AddField(
            model_name='answer',
            name='is_elsewhere',
            field=models.BooleanField(default=False, help_text='第三十六条第（五）项', verbose_name='不属于本机关负责公开'),
        ),
        migrations.AddField(
            model_name='answer',
            name='provision',
            field=portal.vault.fields.SealedTextField(blank=True, help_text='没有附件和已公开文件的，写明怎样获取', verbose_name='获取的方式、途径和时间'),
        ),
        migrations.AddField(
            model_name='answer',
            name='unasked_reason',
            field=portal.vault.fields.SealedTextField(blank=True, verbose_name='没有征求第三方意见的理由'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='unproved_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='没有邮件号的理由'),
        ),
        migrations.AddField(
            model_name='redelivery',
            name='unproved_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='没有邮件号的理由'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('is_elsewhere', False), ('outcome', '3.4.1'), _connector='OR'), name='answer_elsewhere_is_not_held'),
        ),
    ]
