import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("recommendations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Viewer",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=60)),
                ("source_id", models.CharField(max_length=60, verbose_name="id in the source")),
                ("age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("gender", models.CharField(blank=True, max_length=20)),
                ("occupation", models.CharField(blank=True, max_length=60)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="viewer",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "source_id"), name="viewer_source_id_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            # In this order, the four bytes of a viewer and the two of a value share eight, and
            # every other column has eight of its own: PostgreSQL pads none.
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="recommendations.viewer",
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(verbose_name="rating (1-10)")),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="viewer_ratings",
                        to="catalog.title",
                    ),
                ),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("viewer", "title"), name="one_rating_of_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__range", (1, 10))), name="rating_value_1_10"
                    ),
                ],
            },
        ),
    ]
