from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0098_print_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='editorrecord',
            name='single_keys',
            field=models.BooleanField(default=True),
        ),
    ]
