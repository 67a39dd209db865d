"""A stand-in for TMDB, OMDb and IMDb on loopback: TLS, answers of the real shapes, and faults.

In a test::

    with StandIn() as stand_in:  # or the fixture ``stand_in``, see ``fixtures.py``
        stand_in.fault("too_often_wait", path="/3/movie", times=2)
        ...
        assert stand_in.count("/3/movie/603") == 1

``stand_in.settings`` are the settings that lead the clients there: TMDB at ``/3``, OMDb at
``/omdb``, IMDb at the root. ``stand_in.environment`` are the same for another process.

Pages of your own, also from another app's tests:

- ``stand_in.page("/title/tt0000001/reviews/", html)``: one page. With a query in the path
  ("…/reviews/?paginationKey=abc") it answers that query only; without, any query.
- ``stand_in.folder(path)``: a folder whose files are pages: ``title/tt0000001/reviews/index.html``
  answers ``/title/tt0000001/reviews/``; ``3/movie/603.json`` answers ``/3/movie/603``.
- ``stand_in.answer("/title/", function)``: ``function(path, query) -> Page | None`` answers all
  paths that begin so; ``query`` is a dict.

What nobody has registered is answered by ``answers.py``: any id of TMDB and OMDb is a made-up
title; ids that end in 404 are unknown.

As a process of its own, for workers::

    python -m catalog.tests.stand_in --port 0 --pages FOLDER --ca-file CA.pem

It prints one line of JSON: ``port``, ``ca_file``, ``environment``. ``/_control/…`` on the same port
chooses faults and reads counters: see ``control.py``; ``Control(port, ca_file)`` speaks it.

Faults are the names in ``faults.FAULTS``.
"""

from catalog.tests.stand_in.answers import Page
from catalog.tests.stand_in.server import StandIn

__all__ = ["Page", "StandIn"]
