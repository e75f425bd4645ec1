from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0092_case_undo'),
    ]

    operations = [
        migrations.AddField(
            model_name='formrecord',
            name='has_proof',
            field=models.BooleanField(default=True),
        ),
    ]
