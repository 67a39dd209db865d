"""Sessions with the account in a column; those that there are go on, so nobody is signed out."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone

BATCH = 1_000


def bring_along(apps, schema_editor):
    """Copy what has not expired, and empty Django's own table, where nothing would be deleted."""
    old, new = apps.get_model("sessions", "Session"), apps.get_model("movierec", "AccountSession")
    accounts = set(apps.get_model("auth", "User").objects.values_list("pk", flat=True))
    decode, rows = SessionStore().decode, []
    for session in old.objects.filter(expire_date__gt=timezone.now()).iterator(BATCH):
        told = str(decode(session.session_data).get(SESSION_KEY, ""))
        account = int(told) if told.isascii() and told.isdecimal() else None
        if account is not None and account not in accounts:
            continue  # of somebody who has left
        rows.append(
            new(
                session_key=session.session_key,
                session_data=session.session_data,
                expire_date=session.expire_date,
                account_id=account,
            )
        )
        if len(rows) == BATCH:
            new.objects.bulk_create(rows)
            rows = []
    new.objects.bulk_create(rows)
    old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("movierec", "0001_cache_table"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AccountSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "db_table": "movierec_session",
                "abstract": False,
            },
        ),
        migrations.RunPython(bring_along, migrations.RunPython.noop),
    ]
