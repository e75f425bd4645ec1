from django.db import migrations, models

# What was told until now was counted in print orders; from here on it is counted in print runs.
FROM_THE_FIRST_RUN = "UPDATE push SET told_until = 0"


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0097_style_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrintRunRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('printed_at', models.DateTimeField(db_index=True)),
                ('changed', models.JSONField(default=list)),
                ('gone', models.JSONField(default=list)),
            ],
            options={
                'db_table': 'print_run',
            },
        ),
        migrations.AddField(
            model_name='printorderrecord',
            name='trouble',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.RunSQL(FROM_THE_FIRST_RUN, migrations.RunSQL.noop),
    ]
