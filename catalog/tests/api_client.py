"""How tests call the API: as staff with a token, or as nobody."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from catalog.models.tokens import issue_token

API = "/api/v1/"


def staff_token() -> str:
    return issue_token(User.objects.create_user("staff", is_staff=True))


class ApiClient(Client):
    """A client that speaks JSON; with a token it is whom the token stands for."""

    def __init__(self, token: str = "", **options: Any) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        super().__init__(headers=headers, **options)

    def call(self, method: str, path: str, body: Any = None) -> HttpResponse:
        send = getattr(self, method)
        if body is None:
            return send(API + path)
        return send(API + path, body, content_type="application/json")
