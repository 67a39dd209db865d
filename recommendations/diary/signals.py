"""What others may listen to."""

from django.dispatch import Signal

#: Sent before a rating changes, outside of its transaction: ``viewer``, ``title``, and ``value`` as
#: it will be, None where the rating is taken back. What a listener raises is logged and harms
#: nothing.
about_to_rate = Signal()
#: Sent after a person took something back, or said the contrary: ``viewer``, ``title``, and
#: ``what``, "rated" or the kind of a mark. What a listener raises is logged and harms nothing.
taken_back = Signal()
