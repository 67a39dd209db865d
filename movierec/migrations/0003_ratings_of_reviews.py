"""Ratings that people gave with their reviews become ratings of their own, where there are none."""

from django.db import migrations

BATCH = 1_000


def rate_as_reviewed(apps, schema_editor):
    """Add what is missing: what somebody rated elsewhere stays as it is."""
    reviews = apps.get_model("reviews", "Review").objects.filter(source="site")
    given = reviews.filter(user__isnull=False, rating__isnull=False).order_by("pk")
    viewers = apps.get_model("recommendations", "Viewer").objects
    ratings = apps.get_model("recommendations", "Rating")
    people, rows = {}, []
    for review in given.only("user_id", "title_id", "rating", "published_at").iterator(BATCH):
        pk = review.user_id
        if pk not in people:
            person = viewers.filter(user_id=pk).first()
            people[pk] = person or viewers.create(source="account", source_id=str(pk), user_id=pk)
        said = {"value": review.rating, "rated_at": review.published_at}
        rows.append(ratings(viewer=people[pk], title_id=review.title_id, **said))
        if len(rows) == BATCH:
            ratings.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    ratings.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("movierec", "0002_sessions"),
        ("recommendations", "0010_personal"),
        ("reviews", "0005_pulse_marks"),
    ]
    operations = [migrations.RunPython(rate_as_reviewed, migrations.RunPython.noop)]
