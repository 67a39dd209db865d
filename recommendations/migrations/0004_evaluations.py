from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_index_builds")]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("similar", "Similar titles")], max_length=20)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("results", models.JSONField(default=dict)),
            ],
            options={"ordering": ["-started_at", "-pk"]},
        ),
    ]
