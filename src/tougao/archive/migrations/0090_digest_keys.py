from django.db import migrations, models


def note_last(apps, schema_editor):
    """Of each editor's last digest: the drafts and replies that were read when it was written have been told."""
    digests = apps.get_model("archive", "DigestRecord")
    rows = {"last_draft": apps.get_model("archive", "DraftRecord"), "last_reply": apps.get_model("archive", "ReplyRecord")}
    told = {}
    for digest in digests.objects.order_by("hour_at"):
        told[digest.editor_id] = digest
    for digest in told.values():
        for field, model in rows.items():
            read = model.objects.filter(submission__read_at__lte=digest.written_at).order_by("-pk")
            setattr(digest, field, read.values_list("pk", flat=True).first() or 0)
        digest.save(update_fields=list(rows))


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0082_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="digestrecord",
            name="last_draft",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="digestrecord",
            name="last_reply",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(note_last, migrations.RunPython.noop),
    ]
