"""From files to tables: ``load_files`` and its report.

Each file is read as chunks of canonical columns, and each chunk goes through the stages in
``merge``: matching (which title?), facts, lists, ratings, people and credits. Stages decide in
memory and write set-wise. One transaction holds the whole run: all files, or nothing.
"""

from catalog.loading.load import Progress, load_files
from catalog.loading.report import FileReport, LoadReport, Tally

__all__ = ["FileReport", "LoadReport", "Progress", "Tally", "load_files"]
