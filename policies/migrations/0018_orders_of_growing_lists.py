import django.contrib.postgres.indexes
import portal.common.text_pairs
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('common', '0001_text_pairs'),
        ('disclosure', '0023_orders_of_growing_lists'),
        ('policies', '0017_stock_phrases'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['organ', 'due_on', 'id'], name='message_of_organ_by_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['due_on', 'id'], name='message_by_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number'), models.F('outside_number')), name='message_text_pairs'),
        ),
    ]
