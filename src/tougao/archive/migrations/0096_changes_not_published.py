from django.db import migrations, models

COLUMNS = ("title", "byline", "source", "credit", "summary", "html", "category")
DIFFERS = " OR ".join(f"article.{name} <> draft.{name}" for name in COLUMNS)
FOUND = f"""UPDATE draft SET is_ahead = TRUE WHERE status = 'published' AND EXISTS
    (SELECT 1 FROM article WHERE article.draft_id = draft.id AND ({DIFFERS}))"""  # noqa: S608 - no value of anybody's


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0095_shown'),
    ]

    operations = [
        migrations.AddField(
            model_name='draftrecord',
            name='is_ahead',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='draftrecord',
            index=models.Index(condition=models.Q(('is_ahead', True)), fields=['status', 'received_at', 'id'], name='draft_ahead'),
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
