import django.contrib.postgres.indexes
import portal.common.text_pairs
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('common', '0001_text_pairs'),
        ('requests_app', '0031_finding_rectifications'),
    ]

    operations = [
        # The database has had these since the list was searched by pairs (0030).
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    model_name='informationrequest',
                    index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number'), models.F('info_title'), models.F('info_number'), models.F('description')), name='request_text_pairs'),
                ),
                migrations.AddIndex(
                    model_name='letter',
                    index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='letter_number_pairs'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='rectification',
            index=models.Index(fields=['organ', 'due_on', 'id'], name='record_of_organ_by_due'),
        ),
        migrations.AddIndex(
            model_name='rectification',
            index=models.Index(fields=['due_on', 'id'], name='record_by_due'),
        ),
        migrations.AddIndex(
            model_name='rectification',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='record_text_pairs'),
        ),
    ]
