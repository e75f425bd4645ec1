"""Sessions that can be told and ended, invitations, and an audit log that the database itself lets only grow."""

import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An insert must come at the end: INSERT OR REPLACE would else remove a row without a word to the other triggers.
SQLITE = """
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_head_is_not_cut BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number + 1
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
"""
POSTGRESQL = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$;
CREATE FUNCTION audit_at_its_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit) THEN
        RAISE EXCEPTION 'the audit log only grows';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 THEN
        RAISE EXCEPTION 'the audit log only grows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION audit_at_its_end();
CREATE TRIGGER audit_head_is_not_cut BEFORE DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_head_is_not_emptied BEFORE TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on();
CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
"""
# What sign-in kept before: sessions without names, and counts of wrong passwords.
LEFT_OVER = ("django_session", "axes_accessattemptexpiration", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog")


def guard(apps, schema_editor):
    apps.get_model("archive", "AuditHeadRecord").objects.create(pk=1, number=0, digest="0" * 64)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for statement in re.findall(r"CREATE .*?END;", SQLITE, re.DOTALL):
        schema_editor.execute(statement, params=None)


def clear(apps, schema_editor):
    for name in LEFT_OVER:
        schema_editor.execute(f'DROP TABLE IF EXISTS "{name}"')


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0007_talk"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionRecord",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("began_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("address", models.CharField(blank=True, default="", max_length=45)),
                ("agent", models.CharField(blank=True, default="", max_length=200)),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "session"},
        ),
        migrations.CreateModel(
            name="InvitationRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.BooleanField()),
                ("secret_digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "invitation", "ordering": ("-made_at", "-id")},
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("event", models.CharField(db_index=True, max_length=32)),
                ("who", models.CharField(blank=True, db_index=True, default="", max_length=150)),
                ("who_id", models.BigIntegerField(null=True)),
                ("address", models.CharField(blank=True, default="", max_length=45)),
                ("subject", models.CharField(blank=True, db_index=True, default="", max_length=200)),
                ("details", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={"db_table": "audit", "ordering": ("-number",)},
        ),
        migrations.CreateModel(
            name="AuditHeadRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"db_table": "audit_head"},
        ),
        # From here on Django leaves both tables alone; `flush` does not empty them.
        migrations.AlterModelOptions("AuditRecord", {"managed": False, "ordering": ("-number",)}),
        migrations.AlterModelOptions("AuditHeadRecord", {"managed": False}),
        migrations.RunPython(guard),
        migrations.RunPython(clear),
    ]
