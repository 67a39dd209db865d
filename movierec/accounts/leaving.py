"""Delete an account, and everything that is about it."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from catalog import jobs
from catalog.jobs.asking import key_of
from catalog.models import Job
from movierec.accounts.own_data import paths_to_owner
from recommendations.importing.runs import KIND as IMPORT
from recommendations.models import RatingImport
from reviews.writing import delete_reviews_of

#: Keys that one statement names.
BATCH = 500


def delete_account(user: User) -> None:
    """Delete an account with its ratings, lists, imports, reviews, addresses, tokens and sessions.

    All or nothing. What hangs on the account goes by foreign keys; here is what does not: sums over
    its reviews, jobs of its imports, and what the admin noted about any of its rows, by name. The
    work grows with what the account has, not with what others have.
    """
    with transaction.atomic():
        imports = RatingImport.objects.filter(viewer__user=user).values_list("pk", flat=True)
        jobs.forget(Job.objects.filter(key__in=[key_of(IMPORT, pk) for pk in imports]))
        _forget_log(user)
        delete_reviews_of(user)
        user.delete()


def _forget_log(user: User) -> None:
    """Delete what the admin's log says of rows of this account: it repeats their names."""
    logged = ContentType.objects.filter(pk__in=LogEntry.objects.values("content_type").distinct())
    all_paths = paths_to_owner() | {User: ["pk"]}
    for kind in logged:
        model = kind.model_class()
        if model is None:  # of an app that is gone
            continue
        for path in all_paths.get(model, ()):
            keys = _keys(model, path, user)
            for first in range(0, len(keys), BATCH):
                some = keys[first : first + BATCH]
                LogEntry.objects.filter(content_type=kind, object_id__in=some).delete()


def _keys(model: type[Model], path: str, user: User) -> list[str]:
    rows = model._default_manager.filter(**{path: user.pk})
    return [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
