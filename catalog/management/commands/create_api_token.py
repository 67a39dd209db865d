"""Create a token with which a program acts for a staff user."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, CommandParser

from catalog.models.tokens import issue_token


class Command(BaseCommand):
    help = "Create a token for the API and print it, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        if not user.is_staff:
            self.stderr.write("Note: this user is not staff, so the token cannot change titles.")
        self.stdout.write(issue_token(user))
