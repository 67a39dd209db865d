"""What must hold of the catalogue as it stands in the database, and whether it does.

An expectation is data (``expectations.Expectation``); each theme has a module that lists its own.
``run.check_catalog`` looks, writing nothing and locking nothing, and gives a ``Report``.
"""

from catalog.quality.run import EXPECTATIONS, Report, UnknownExpectation, check_catalog

__all__ = ["EXPECTATIONS", "Report", "UnknownExpectation", "check_catalog"]
