
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0093_form_proof'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=64)),
                ('page', models.PositiveIntegerField(default=0)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('expired_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'feed',
            },
        ),
        migrations.AddIndex(
            model_name='articlerecord',
            index=models.Index(condition=models.Q(('updated_at__gt', models.F('published_at')), ('withdrawn_at', None)), fields=['updated_at', 'number'], name='article_told_again'),
        ),
        migrations.AddIndex(
            model_name='articlerecord',
            index=models.Index(condition=models.Q(('updated_at__gt', models.F('published_at')), ('withdrawn_at', None)), fields=['category', 'updated_at', 'number'], name='article_told_again_in'),
        ),
        migrations.AddIndex(
            model_name='articlerecord',
            index=models.Index(condition=models.Q(('updated_at__gt', models.F('published_at')), ('withdrawn_at', None)), fields=['supplier', 'updated_at', 'number'], name='article_told_again_by'),
        ),
        migrations.AddConstraint(
            model_name='feedrecord',
            constraint=models.UniqueConstraint(fields=('slug', 'page'), name='feed_page'),
        ),
    ]
