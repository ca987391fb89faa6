import django.core.validators
import django.db.models.deletion
import portal.vault.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0021_links_moved'),
        ('organs', '0003_editor_shown'),
        ('policies', '0007_message_channels'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('brings_items', models.BooleanField(default=False, verbose_name='送政务服务事项')),
                ('secret', portal.vault.fields.SealedTextField(blank=True, verbose_name='签名密钥')),
                ('secret_at', models.DateTimeField(null=True, verbose_name='密钥签发时间')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('organ', models.ForeignKey(help_text='渠道没有写分办机关的，留言由它分办；事项只能是它和它下级机关的。', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='送到哪个机关')),
            ],
            options={
                'verbose_name': '来件系统',
                'verbose_name_plural': '来件系统',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ReceivedCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call', models.CharField(max_length=100, verbose_name='请求编号')),
                ('digest', models.CharField(max_length=64, verbose_name='内容散列')),
                ('status', models.PositiveSmallIntegerField(verbose_name='回答状态')),
                ('answer', models.JSONField(verbose_name='回答')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='policies.partner')),
            ],
            options={
                'verbose_name': '收到的请求',
                'verbose_name_plural': '收到的请求',
                'constraints': [models.UniqueConstraint(fields=('partner', 'call'), name='partner_call_once')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='feedback',
            name='feedback_is_answered_or_told_why_not',
        ),
        migrations.AddField(
            model_name='feedback',
            name='reply',
            field=portal.vault.fields.SealedTextField(blank=True, verbose_name='答复'),
        ),
        migrations.AddField(
            model_name='message',
            name='feedback',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='policies.feedback', verbose_name='知识库反馈'),
        ),
        migrations.AlterField(
            model_name='messagechannel',
            name='accept_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='留空的，不另计签收期限。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='签收（工作日）'),
        ),
        migrations.AlterField(
            model_name='messagechannel',
            name='entrance',
            field=models.CharField(choices=[('everyone', '任何人，可以不登录'), ('accounts', '登录的人'), ('staff', '由工作人员登记'), ('base', '由知识库的反馈转入')], default='everyone', help_text='匿名留言是否须核验身份，没有统一规定，由机关决定。', max_length=12, verbose_name='谁可以写'),
        ),
        migrations.AlterField(
            model_name='messagechannel',
            name='extension_days',
            field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='延期一次（工作日）'),
        ),
        migrations.AlterField(
            model_name='messagechannel',
            name='follow_up_days',
            field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='追问、再办的答复（工作日）'),
        ),
        migrations.AlterField(
            model_name='messagechannel',
            name='reply_days',
            field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='答复（工作日）'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status', 'received'), ('told', '')), models.Q(models.Q(('entry__isnull', False), ('handed_on_at__isnull', False), _connector='OR'), ('settled_at__isnull', False), ('status', 'answered')), models.Q(('settled_at__isnull', False), ('status', 'declined'), models.Q(('told', ''), _negated=True)), _connector='OR'), name='feedback_is_answered_or_told_why_not'),
        ),
        migrations.AddField(
            model_name='message',
            name='partner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.partner', verbose_name='转入的系统'),
        ),
        migrations.AddField(
            model_name='messagechannel',
            name='partner',
            field=models.OneToOneField(blank=True, help_text='该系统凭签名接口送来的留言进这个渠道。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channel', to='policies.partner', verbose_name='由哪个系统转入'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('partner__isnull', False)), fields=('partner', 'outside_number'), name='message_of_partner_once'),
        ),
        migrations.AddConstraint(
            model_name='messagechannel',
            constraint=models.UniqueConstraint(condition=models.Q(('entrance', 'base')), fields=('entrance',), name='message_channel_of_the_base_is_one'),
        ),
    ]
