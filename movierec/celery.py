"""Celery: workers that hear the bell of ``catalog.jobs``. Loaded only where REDIS_URL is set.

None of Celery's own guarantees is used: they lose tasks or repeat them when a worker, a child or
Redis dies. See docs/decisions/0010-the-database-is-the-queue.md.
"""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.conf import settings

from catalog import job_limits as limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")

#: A bell that a worker has heard is gone, though the worker may die: sweepers ring again. So Redis
#: keeps nothing for workers, and they bring nothing back to it.
NO_ACKNOWLEDGEMENT = {"ack_emulation": False}
#: Who rings from a page waits for three of these at most while Redis is frozen: 0.36 s.
PAGE_TRANSPORT = NO_ACKNOWLEDGEMENT | {
    "socket_timeout": 0.12,
    "socket_connect_timeout": 0.12,
    "socket_keepalive": True,
}
#: Workers and beat would rather wait than give up.
WORKER_TRANSPORT = NO_ACKNOWLEDGEMENT | {
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
}

app = Celery("movierec")
app.conf.update(
    broker_url=settings.REDIS_URL or None,
    broker_transport_options=PAGE_TRANSPORT,
    broker_connection_timeout=0.5,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=True,
    task_publish_retry_policy={
        "max_retries": 1,  # the connection may be from before a restart of Redis
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=False,
    # No limit. With any, a worker whose slots are full when Redis dies is silent for ever.
    worker_prefetch_multiplier=0,
    # Of tasks about a job, its kind's limits go with the bell.
    task_soft_time_limit=limits.SECONDS,
    task_time_limit=limits.SECONDS + limits.GRACE_SECONDS,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=300_000,  # KiB
    worker_hijack_root_logger=False,
    # Keeps no file. Celery's own is a pickle, and these two may come early after a restart.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=5,
    beat_schedule={
        # Of what nobody took for a minute there is a newer one.
        name: {"task": f"catalog.{name}", "schedule": seconds, "options": {"expires": 60}}
        for name, seconds in (
            ("sweep", limits.SWEEP_SECONDS),
            ("canary", limits.CANARY_SECONDS),
        )
    },
)
app.autodiscover_tasks(["catalog"])


@celeryd_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def be_patient(**_: Any) -> None:
    """Let a worker, or beat, wait for Redis; end it at once if there is none to hear."""
    if not settings.REDIS_URL:
        sys.exit("REDIS_URL is not set: there is no bell to hear. Without Redis: manage.py work")
    app.conf.broker_transport_options = WORKER_TRANSPORT
    app.conf.broker_connection_timeout = 4
    # The other half of NO_ACKNOWLEDGEMENT, for which there is no option. With it, a worker that has
    # bells in hand when Redis dies breaks over bringing them back, and ends (kombu 5.7.0).
    app.connection().get_transport_cls().Channel.do_restore = False
