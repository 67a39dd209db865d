"""What the project itself keeps."""

from movierec.accounts.session_rows import AccountSession

__all__ = ["AccountSession"]
