"""File formats: each module is one, and opens with a drawing of its file. [pure]

``DATASETS`` in the settings names them; ``load_datasets`` turns the names into objects and
``recognise`` finds the one that a file has.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from catalog.datasets.base import Dataset
from catalog.datasets.errors import DatasetError
from catalog.datasets.reader import read_header

__all__ = ["DELIMITERS", "Dataset", "DatasetError", "load_datasets", "recognise"]

#: Columns of well-known files that are not about titles.
_NOT_TITLES = (
    ({"userId", "movieId", "rating"}, "holds ratings, not titles; load it with load_ratings"),
    ({"user_id", "rating"}, "holds ratings, not titles; load it with load_ratings"),
    ({"userId", "movieId", "tag"}, "holds tags by users, not titles"),
    ({"imdb_id", "rating", "text"}, "holds reviews; load it with load_reviews"),
    ({"imdb_id", "rating", "body"}, "holds reviews; load it with load_reviews"),
)
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}


def load_datasets(dotted_paths: Sequence[str]) -> list[Dataset]:
    """Import ``catalog.datasets.tmdb_5000.DATASET`` and its like, in order."""
    datasets = []
    for dotted_path in dotted_paths:
        module, _, attribute = dotted_path.rpartition(".")
        datasets.append(getattr(import_module(module), attribute))
    return datasets


def recognise(path: Path, datasets: Sequence[Dataset]) -> Dataset:
    """Return the dataset whose header the file has; of several, the one with the longest.

    Raises DatasetError if the file is no table, or one that none of ``datasets`` knows.
    """
    headers = {delimiter: read_header(path, delimiter) for delimiter in DELIMITERS}
    fitting = [dataset for dataset in datasets if dataset.fits(headers[dataset.delimiter])]
    if not fitting:
        raise DatasetError.about(path, _why_unknown(headers, datasets))
    return max(fitting, key=lambda dataset: len(dataset.header))


def _why_unknown(headers: Mapping[str, list[str]], datasets: Sequence[Dataset]) -> str:
    """Return what to tell about a file, given its header as each delimiter splits it."""
    for delimiter, name in DELIMITERS.items():
        for dataset in datasets:
            if dataset.fits(headers[delimiter]):
                return f"is separated by {name}; save it with {DELIMITERS[dataset.delimiter]}"
    header = headers[","]
    for columns, meaning in _NOT_TITLES:
        if columns <= set(header):
            return meaning
    closest = max(datasets, key=lambda dataset: _likeness(header, dataset.header))
    if _likeness(header, closest.header) < 0.5:
        return f"has a header that no dataset has ({', '.join(header)[:80]})"
    missing = ", ".join(closest.missing(header))
    return f"looks like {closest.label} but lacks the columns {missing}"


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how many of the columns of either header are in both, 0-1."""
    return len(set(one) & set(other)) / len(set(one) | set(other))
