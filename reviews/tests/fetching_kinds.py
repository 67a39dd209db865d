"""The kind of job that fetches reviews, taken sooner from a worker that is dead."""

from reviews.refresh import ReviewRefresh


class ImpatientRefresh(ReviewRefresh):
    seconds = 15


REVIEWS = ImpatientRefresh()
