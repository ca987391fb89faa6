from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0011_structured_text")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="is_recognised",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="正文为识别文字"
            ),
        ),
    ]
