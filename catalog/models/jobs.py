"""Work that is done in the background: a row is the queue, whatever rings for it is only a bell."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Job(models.Model):
    """One piece of work, asked for once however often it is asked for. See ``catalog.jobs``."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        DEAD = "dead", "Dead"

    #: "<kind>:<subject>": who asks again for what is waiting or running gets the same job.
    key = models.CharField(max_length=120, unique=True)
    #: A name in settings.JOBS.
    kind = models.CharField(max_length=30)
    #: The pk of what it is about, such as a title; None for work about everything.
    subject = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    #: The higher, the earlier.
    priority = models.SmallIntegerField(default=0)
    #: Tries since it was last asked for; a job that fails MAX_ATTEMPTS times is dead.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Counts claims, and never back: only the last claimant may finish the job.
    token = models.BigIntegerField(default=0, editable=False)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField("bell rung at", null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done_units = models.PositiveIntegerField("done", null=True, blank=True)
    all_units = models.PositiveIntegerField("of", null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="running_job_has_a_lease",
            )
        ]
        # Not partial: SQLite does not use a partial index for a state that is a parameter.
        indexes = [
            # What is due, by rank: every sweeper and every worker ask for it all the time.
            models.Index(fields=["state", "-priority", "not_before", "id"], name="job_due"),
            models.Index(fields=["state", "rung_at"], name="job_rung"),
            # The admin's lists, newest first, by either or both. Few are ever running.
            models.Index(fields=["state", "id"], name="job_by_state"),
            models.Index(fields=["kind", "state", "id"], name="job_by_kind"),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a worker has last shown that it works: stamped by a canary, not by the process."""

    worker = models.CharField(max_length=80, unique=True)
    stamped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker}, {self.stamped_at:%Y-%m-%d %H:%M:%S}"


class Upstream(models.Model):
    """What all processes share about one host they ask: rate, pauses, breaker, budget."""

    host = models.CharField(max_length=100, unique=True)
    #: When the next request may start, so that all workers together keep the rate.
    next_slot_at = models.DateTimeField(null=True, blank=True)
    #: Asked for by the host (Retry-After), or because it has blocked us or refused our key.
    paused_until = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    #: Pauses in a row: each is longer than the one before.
    pauses = models.PositiveSmallIntegerField(default=0)
    #: Failures in a row; the breaker opens at five.
    failures = models.PositiveSmallIntegerField(default=0)
    broken_until = models.DateTimeField(null=True, blank=True)
    #: Requests of ``day``, for the daily budget.
    day = models.DateField(null=True, blank=True)
    spent = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
