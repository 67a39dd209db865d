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
    make(options.shape, options.out, options.titles, options.words, options.seed)
    return 0


def make(
    shape: str, out: Path, n_titles: int | None = None, words: Path | None = None, seed: int = 0
) -> list[Path]:
    """Write the file or files of a shape, into ``out`` if that is a folder, and return them."""
    pool = read_words(words)
    if shape == "credits":
        return make_credits_shaped(out, n_titles or 45_000, pool, seed)
    path = out / "TMDB_movie_dataset_v11.csv" if out.is_dir() else out
    return [make_tmdb_shaped(path, n_titles or 1_000_000, pool, seed)]
