"""Who is calling: a program with a token, or a browser with a session.

``USER`` admits anybody with an account, ``STAFF`` only staff. An operation lists one of them as its
``auth`` and finds the user in ``request.auth``.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from catalog.models.tokens import user_of_token


class Token(HttpBearer):
    """``Authorization: Bearer <token>``, made by ``manage.py create_api_token``."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return user_of_token(token)


class Session(AuthBase):
    """The session of a person who is logged in, with the CSRF token of their browser."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> User | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise AuthorizationError(message="The CSRF token is missing or wrong.")
        return request.user


class StaffToken(Token):
    """The token of a staff user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return only_staff(super().authenticate(request, token))


class StaffSession(Session):
    """The session of a staff user."""

    def __call__(self, request: HttpRequest) -> User | None:
        return only_staff(super().__call__(request))


def only_staff(user: User | None) -> User | None:
    """Return a staff user; raise AuthorizationError for any other, None stays None."""
    if user and not user.is_staff:
        raise AuthorizationError(message="Only staff may change the catalogue.")
    return user


USER = [Token(), Session()]
STAFF = [StaffToken(), StaffSession()]
