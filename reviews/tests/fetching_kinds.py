"""The kinds of jobs that fetch and read reviews, taken sooner from a worker that is dead."""

from reviews.refresh import ReviewRefresh
from reviews.scoring_job import ScoreKind


class ImpatientRefresh(ReviewRefresh):
    seconds = 15


class ImpatientScore(ScoreKind):
    seconds = 15


REVIEWS, SCORE = ImpatientRefresh(), ImpatientScore()
