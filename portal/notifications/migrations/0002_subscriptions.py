import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='订阅编号')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('topic', models.CharField(max_length=32, verbose_name='订阅内容')),
                ('criterion', models.CharField(blank=True, max_length=1800, verbose_name='条件')),
                ('frequency', models.CharField(choices=[('immediate', '有新文件随时通知'), ('daily', '每日一封')], max_length=16, verbose_name='通知方式')),
                ('requested_at', models.DateTimeField(verbose_name='提出时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='暂停时间')),
                ('starts_at', models.DateTimeField(verbose_name='起算时间')),
                ('looked_at', models.DateTimeField(verbose_name='查到的时间')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL, verbose_name='订阅人')),
            ],
            options={
                'verbose_name': '订阅',
                'verbose_name_plural': '订阅',
                'ordering': ['-requested_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('confirmed_at__isnull', False), ('paused_at__isnull', True)), fields=['topic', 'frequency', 'looked_at'], name='subscription_active')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('confirmed_at__isnull', False), ('user__isnull', False)), models.Q(('user__isnull', True), models.Q(('address', ''), _negated=True)), _connector='OR'), name='subscription_has_one_confirmed_owner'), models.CheckConstraint(condition=models.Q(('paused_at__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='subscription_paused_was_confirmed'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('user', 'topic', 'criterion'), name='subscription_of_user_once'), models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('address', 'topic', 'criterion'), name='subscription_of_address_once')],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(verbose_name='对象编号')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='notifications.subscription')),
            ],
            options={
                'verbose_name': '已通知',
                'verbose_name_plural': '已通知',
                'constraints': [models.UniqueConstraint(fields=('subscription', 'object_id'), name='subscription_told_once')],
            },
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='subscription',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notifications.subscription', verbose_name='订阅'),
        ),
    ]
