"""Tokens with which a person's programs use the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

#: ``last_used_at`` is written at most this often, so that reading needs no writing.
LAST_USED_PRECISION = timedelta(minutes=1)


class ApiToken(models.Model):
    """A key that acts for a user. Only its digest is kept: nobody can read it here again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    #: How the token begins, to tell one's tokens apart.
    prefix = models.CharField(max_length=8, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def renew(self) -> str:
        """Give the token a new secret, unsaved, and return it: the only time it can be read."""
        secret = secrets.token_urlsafe(32)
        self.prefix, self.sha256 = secret[:8], digest(secret)
        return secret


def issue_token(user: User) -> str:
    """Create a token for ``user`` and return its secret."""
    token = ApiToken(user=user)
    secret = token.renew()
    token.save()
    return secret


def user_of_token(secret: str, *, at: datetime | None = None) -> User | None:
    """Return the active user for whom ``secret`` acts, or None; note that it was used.

    The digest is looked up, not compared: timing tells nothing about a random 256-bit secret.
    """
    token = ApiToken.objects.select_related("user").filter(sha256=digest(secret)).first()
    if token is None or not token.user.is_active:
        return None
    now = at or timezone.now()
    if token.last_used_at is None or token.last_used_at < now - LAST_USED_PRECISION:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def digest(secret: str) -> str:
    """Return what is kept of a secret; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
