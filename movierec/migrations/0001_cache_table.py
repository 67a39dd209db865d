"""Make the table of the cache (``movierec.cache``), so that ``migrate`` is all a set-up needs."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
