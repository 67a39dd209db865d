"""Make files in the shape of published ones, of any size, from the words of another file."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.credits_shaped import make_credits_shaped
from bench.tmdb_shaped import make_tmdb_shaped
from bench.words import read_words


def main(arguments: Sequence[str]) -> int:
    """Write the file or files that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench make", description=__doc__)
    parser.add_argument("--shape", choices=("tmdb", "credits"), default="tmdb")
    parser.add_argument("--titles", type=int, help="1,000,000 of TMDB's, 45,000 with credits")
    parser.add_argument("--out", type=Path, required=True, help="a file; a folder for credits")
    parser.add_argument("--from", dest="words", type=Path, help="a file in TMDB's 24 columns")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    words = read_words(options.words)
    if options.shape == "tmdb":
        make_tmdb_shaped(options.out, options.titles or 1_000_000, words, options.seed)
    else:
        make_credits_shaped(options.out, options.titles or 45_000, words, options.seed)
    return 0
