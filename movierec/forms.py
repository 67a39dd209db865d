"""Forms of others, in the words of this site."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from django.core.validators import MaxLengthValidator

#: The longest email address there may be; usernames have at most 150 characters.
MAX_LOGIN = 254
#: What AUTH_PASSWORD_VALIDATORS ask for, in a line instead of four.
RULES = "At least 8 characters: not only digits, no common password, nothing like your name."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped
    """What allauth says of a mistake, in the words of this site."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "duplicate_email": "This is an address of yours already.",
        "email_password_mismatch": "This address and this password do not belong together.",
        "email_taken": "Somebody has signed up with this address already.",
        "enter_current_password": "This is not your password.",
        "username_password_mismatch": "This name and this password do not belong together.",
        "username_taken": "Somebody has this name already.",
    }


class LoginForm(account.LoginForm):  # type: ignore[misc]  # untyped
    """Sign in with a username or an email address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        login = self.fields["login"]
        login.label = "Username or email"
        # What is longer is nobody's, and a database looks for it in vain for long.
        login.validators.append(MaxLengthValidator(MAX_LOGIN))
        login.widget.attrs["maxlength"] = MAX_LOGIN

    def user_credentials(self) -> dict[str, str]:
        """Name the account once: allauth's backend takes a username for an email address as well.

        Given twice, a wrong password of a known address would be hashed twice, and take longer
        than that of an unknown one.
        """
        credentials: dict[str, str] = super().user_credentials()
        credentials.pop("email", "")
        return credentials


class SignupForm(account.SignupForm):  # type: ignore[misc]  # untyped
    """Sign up with a name and a password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].help_text = RULES


class _NewPassword:
    """Labels like those of all other fields: one capital letter."""

    fields: dict[str, Any]
    LABELS: ClassVar = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password (again)",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = self.LABELS[name]
        self.fields["password1"].help_text = RULES


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]  # untyped
    """Change a known password."""


class SetPasswordForm(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]  # untyped
    """Give an account without a password one."""


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Replace a forgotten password."""
