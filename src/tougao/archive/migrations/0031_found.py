"""The index of texts, each engine's own, and what the queue knows of drafts from before."""

from django.db import migrations

FOUND = {
    'sqlite': ["CREATE VIRTUAL TABLE found USING fts5(title, people, body, letters, kind, content='', tokenize='ascii')"],
    'postgresql': [
        'CREATE TABLE found (id bigint PRIMARY KEY, tokens tsvector NOT NULL, spaced text NOT NULL)',
        'CREATE INDEX found_tokens ON found USING gin (tokens)',
    ],
}

BACKFILL = [
    """UPDATE draft SET sender = (
        SELECT CASE WHEN sender_name <> '' THEN substr(sender_name, 1, 255) ELSE sender_address END
        FROM submission WHERE submission.id = draft.submission_id)""",
    """INSERT INTO presence (draft_id, editor_id, touched_at)
        SELECT draft_id, editor_id, max(decided_at) FROM decision WHERE editor_id IS NOT NULL GROUP BY draft_id, editor_id""",
]


def make(apps, editor):
    for statement in (*FOUND[editor.connection.vendor], *BACKFILL):
        editor.execute(statement)


def unmake(apps, editor):
    editor.execute('DROP TABLE found')


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0030_queue'),
    ]

    operations = [
        migrations.RunPython(make, unmake),
    ]
