"""Accounts in the admin: deleting one there deletes as much as leaving does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest

from movierec.accounts.leaving import delete_account

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # the class takes none at run time
    """Django's page of accounts."""

    def get_deleted_objects(
        self, objs: QuerySet[Any] | Iterable[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name the accounts alone, not the thousands of rows that go with them.

        Nobody may delete some of these rows by themselves, such as single ratings.
        """
        names = [f"{user}, with all that is theirs" for user in objs]
        return names, {"accounts": len(names)}, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete an account for good; the log keeps who did it, and no name."""
        pk, staff = obj.pk, cast(User, request.user)
        delete_account(obj)
        if pk == staff.pk:
            return  # nobody is left who did it
        LogEntry.objects.create(
            user=staff,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(pk),
            object_repr="an account",
            action_flag=DELETION,
        )

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Delete accounts one by one."""
        for user in queryset:
            self.delete_model(request, user)
