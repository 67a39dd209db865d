"""What others may listen to."""

from django.dispatch import Signal

#: Sent once a person has given a rating with a review, or another one, and that is committed:
#: ``review``. A text that was changed under the same rating says nothing. What a listener raises is
#: logged and harms nothing.
rated = Signal()
