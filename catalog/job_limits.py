"""How often, how long, how many: the figures of background work. [pure]

Read as ``limits.ATTEMPTS`` where they are used, so that a test can change them.
"""

#: A job that has failed so often is dead: it is shown in the admin, where it can be tried again.
ATTEMPTS = 5
#: After the first failure a job waits up to so long, after each further one up to twice as long.
BACKOFF_SECONDS = 10.0
BACKOFF_MOST_SECONDS = 600.0
#: What a job may take, unless its kind says otherwise. Then Celery interrupts it …
SECONDS = 60
#: … so much later kills its process …
GRACE_SECONDS = 30
#: … and so much later still somebody else may begin it.
LEASE_MARGIN_SECONDS = 30
#: Progress is stored at most so often.
PROGRESS_SECONDS = 1.0
#: Bells under way at a time. Workers take all they hear at once, however long it then waits.
BELLS = 40
#: A bell that nobody answered for so long is rung again.
RING_AGAIN_SECONDS = 60
#: Sweepers look for what is due so often.
SWEEP_SECONDS = 10
#: Canaries show so often that a worker works.
CANARY_SECONDS = 20
#: What polls the table without a bell waits so long after it found nothing.
POLL_SECONDS = 2.0
#: A page waits for a database that somebody else writes to no longer than this (SQLite).
PAGE_SECONDS = 0.2
#: After a bell that could not be rung none is tried for so long: a page that asks for ten jobs
#: while Redis is frozen waits once.
SILENT_SECONDS = 5.0
