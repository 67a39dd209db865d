"""What training wrote down about the engines, for their model cards: no figure by hand. [pure]"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviews.sentiment.base import Figure

SHIPPED = Path(__file__).parent / "weights" / "linear.json"


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """What ``manage.py train_sentiment`` found; empty where it has not run."""

    trained_on: str = ""
    trained_on_sha256: str = ""
    weights_sha256: str = ""
    trained_at: str = ""
    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)

    def as_json(self) -> str:
        figures = {
            engine: [
                {"name": one.name, "value": one.value, "measured": one.measured} for one in all_
            ]
            for engine, all_ in self.figures.items()
        }
        facts: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(facts | {"figures": figures}, indent=2, ensure_ascii=False) + "\n"


def training_facts(path: Path = SHIPPED) -> TrainingFacts:
    """Return what is written in ``path``; nothing if the file is missing or not of this shape."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        figures = {
            engine: tuple(Figure(**one) for one in all_)
            for engine, all_ in facts.pop("figures").items()
        }
        return TrainingFacts(**facts, figures=figures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return TrainingFacts()
