"""``python -m bench NAME …``: run one bench; without a name, list them."""

import signal
import sys
from collections.abc import Sequence
from importlib import import_module

#: name -> what it does. The module bench.<name> has ``main(arguments)``.
BENCHES = {
    "load": "load a made-up catalogue; beside raw COPY, bulk_create and pandas to_sql",
    "literals": "parse cells written by Python's repr; beside ast.literal_eval",
    "ratings-update": "load IMDb's 819,206 ratings over a catalogue of 45,000 movies",
    "similar": "find similar titles among a million; beside scikit-learn, scipy and faiss",
    "search": "find mistyped names among a million; beside rapidfuzz, pg_trgm, FTS5 and difflib",
    "texts": "search in plots; beside PostgreSQL's full-text search and SQLite's FTS5",
    "sentiment": "score reviews, train five times for held-out accuracy; beside NLTK's VADER",
    "recommend": "recommend to people: quality beside kNN, PureSVD, ALS, BPR; training; lists",
    "make": "make the files that the others load (not a measurement)",
}


def main(arguments: Sequence[str]) -> int:
    """Run the bench that the first argument names."""
    if not arguments or arguments[0] not in BENCHES:
        print("python -m bench NAME …, where NAME is one of")
        print("\n".join(f"  {name:<16}{what}" for name, what in BENCHES.items()))
        return 1 if arguments else 0
    module = import_module(f"bench.{arguments[0].replace('-', '_')}")
    status: int = module.main(arguments[1:])
    return status


if __name__ == "__main__":
    # End as by Ctrl-C: whatever was made for the bench is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
