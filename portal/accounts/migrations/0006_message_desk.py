from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_staff_number'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('clerk', '录入'), ('openness_reviewer', '公开审查'), ('secrecy_reviewer', '保密审查'), ('signer', '签发'), ('request_intake', '申请受理'), ('request_handler', '承办'), ('answer_reviewer', '答复审核'), ('office_head', '公开工作机构负责人'), ('message_desk', '留言分办'), ('message_responder', '留言答复'), ('supervisor', '监督'), ('system_admin', '系统管理'), ('security_admin', '安全管理'), ('auditor', '审计')], max_length=24, verbose_name='角色'),
        ),
    ]
