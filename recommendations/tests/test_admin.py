import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import IndexBuild


@pytest.mark.django_db
def test_builds_can_be_read_and_not_changed(admin_client):
    build = IndexBuild.objects.create(started_at=timezone.now(), titles=4321)
    assert "4321" in admin_client.get(reverse("admin:recommendations_indexbuild_changelist")).text
    assert admin_client.get(reverse("admin:recommendations_indexbuild_add")).status_code == 403
    change = reverse("admin:recommendations_indexbuild_change", args=[build.pk])
    assert admin_client.post(change, {"titles": 1}).status_code == 403
