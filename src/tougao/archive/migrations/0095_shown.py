"""Which article shows which picture; filled from the texts of the articles that are there."""

import re

import django.db.models.deletion
from django.db import migrations, models

PICTURE = re.compile(r"media:([0-9a-f]{64})\.(?:jpg|png)")
BATCH = 500


def fill(apps, editor):
    Article = apps.get_model("archive", "ArticleRecord")
    Shown = apps.get_model("archive", "ShownRecord")
    rows = []
    illustrated = Article.objects.filter(html__contains="media:").order_by("pk").values_list("pk", "html")
    for pk, html in illustrated.iterator(BATCH):
        rows += [Shown(article_id=pk, sha256=sha256) for sha256 in sorted(set(PICTURE.findall(html)))]
        if len(rows) >= BATCH:
            Shown.objects.bulk_create(rows)
            rows = []
    Shown.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0094_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShownRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='archive.articlerecord')),
            ],
            options={
                'db_table': 'shown',
            },
        ),
        migrations.AddConstraint(
            model_name='shownrecord',
            constraint=models.UniqueConstraint(fields=('sha256', 'article'), name='shown_pair'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
