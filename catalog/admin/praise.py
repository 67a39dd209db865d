"""What titles are praised for, as it was published for browsing, to read."""

from django.contrib import admin

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import Praise


@admin.register(Praise)
class PraiseAdmin(ReadOnly, BigTableAdmin):
    """One row for each aspect of a title that is surely praised more than on the average title."""

    list_display = ("title", "aspect", "difference", "low", "high", "n")
    list_filter = ("aspect",)
    list_select_related = ("title",)
    sortable_by = ()
    ordering = ("-pk",)
