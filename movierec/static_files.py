"""Static files: under hashed names once they are collected, under their own before."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedIfCollected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """A page whose style sheet was not collected yet is served with the original, not with 500."""

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or ``name`` if it is in no manifest."""
        try:
            hashed: str = super().stored_name(name)
        except ValueError:
            return name
        return hashed
