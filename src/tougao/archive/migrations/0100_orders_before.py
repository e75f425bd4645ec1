from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0099_single_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='printorderrecord',
            name='was_shown',
            field=models.BooleanField(null=True),
        ),
    ]
