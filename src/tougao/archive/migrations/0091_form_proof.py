from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0090_digest_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='formrecord',
            name='has_proof',
            field=models.BooleanField(default=True),
        ),
    ]
