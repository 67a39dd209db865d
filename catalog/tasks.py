"""What Celery's workers do: a job's id in, one call. The table of jobs decides about repeats."""

from celery import Task, shared_task

from catalog import jobs


@shared_task(name="catalog.work_job", bind=True)  # type: ignore[untyped-decorator]
def work_job(self: Task, job_id: int) -> None:
    """Do the job, if it is due; then ring for the next ones."""
    jobs.work(job_id, worker=self.request.hostname)
    jobs.stamp(self.request.hostname)
    jobs.ring_due()


@shared_task(name="catalog.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Put back what this process left, find what others died over and what nobody heard of."""
    jobs.put_back_left()
    jobs.sweep()


@shared_task(name="catalog.canary", bind=True)  # type: ignore[untyped-decorator]
def canary(self: Task) -> None:
    """Show that this worker works."""
    jobs.stamp(self.request.hostname)
