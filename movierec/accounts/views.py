"""Take everything along; leave."""

from __future__ import annotations

from typing import Any, cast

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from movierec.accounts.leaving import delete_account
from movierec.accounts.own_data import zip_pieces


@login_required
@never_cache
@require_safe
def own_data(request: HttpRequest) -> StreamingHttpResponse:
    """Send everything that is kept about the account that is signed in, as a zip."""
    name = f"movierec-{timezone.now():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = zip_pieces(cast(User, request.user))
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


class LeaveForm(forms.Form):
    """The password, so that nobody deletes the account of who forgot to sign out."""

    password = forms.CharField(
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password.")
        return password


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then delete the account that is signed in."""
    user = cast(User, request.user)
    is_sent = request.method == "POST"
    # Counted before a password is hashed, as at the login.
    if is_sent and not ratelimit.consume(request, action="reauthenticate", user=user):
        refused: HttpResponse = ratelimit.respond_429(request)
        return refused
    form = LeaveForm(user, request.POST if is_sent else None)
    if form.is_valid():
        delete_account(User.objects.get(pk=user.pk))
        logout(request)
        messages.success(request, "Your account and everything in it are deleted.")
        return redirect("catalog:home")
    return render(request, "accounts/leave.html", {"form": form})
