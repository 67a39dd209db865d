"""Train a model of taste, and let it into use if it is no worse than what there is."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from functools import partial
from inspect import getsource
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from catalog.database_id import index_parameters
from catalog.index_store import IndexMissing, current_manifest, publish, roll_back
from recommendations.build_history import forget_peak
from recommendations.collaborative import (
    content,
    ease,
    formula,
    learning,
    lift,
    measuring,
    model,
    products,
    ratings,
    residuals,
    weights,
)
from recommendations.collaborative.files import SCHEMA, save_model
from recommendations.collaborative.learning import METHODS, Parameters, learn
from recommendations.collaborative.measuring import Measured, measure, with_errors
from recommendations.models import ModelRun
from recommendations.training import promotion
from recommendations.training.current import home
from recommendations.training.history import recorded_run
from recommendations.training.promotion import Facts, reasons_against
from recommendations.training.reading import ReadContent, ReadRatings, read_content, read_ratings

#: The modules that decide what a model is, and which may be used: other texts, another recipe.
RECIPE = (
    content, ease, formula, learning, lift, measuring, model, products, promotion, ratings,
    residuals, weights,
)  # fmt: skip


class NothingToLearn(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """There are not ratings enough; says so in one sentence."""


def default_parameters() -> Parameters:
    """Return the parameters that settings ask for. Raises ImproperlyConfigured."""
    if settings.TASTE_METHOD not in METHODS:
        known = " or ".join(METHODS)
        raise ImproperlyConfigured(f"TASTE_METHOD is {settings.TASTE_METHOD!r}, not {known}.")
    return Parameters(method=settings.TASTE_METHOD, memory_mb=settings.TASTE_MEMORY_MB)


def train(
    parameters: Parameters | None = None,
    *,
    dry_run: bool = False,
    force: bool = False,
    on_progress: Callable[[int], object] = lambda n: None,
) -> ModelRun | None:
    """Train, measure and publish; return the record, or None if nothing has changed since.

    ``force`` trains though nothing has changed, and lets the model into use whatever speaks
    against it; with ``dry_run`` it is measured only. ``on_progress`` is called with the number of
    ratings read since its last call.
    Raises NothingToLearn, MethodMissing, BuildRunning, and what ``publish`` raises.
    """
    forget_peak()
    started = time.process_time()
    parameters = parameters or default_parameters()
    read = read_ratings(on_progress)
    if read.ratings.counts().max(initial=0) < parameters.fewest_ratings:
        least = parameters.fewest_ratings
        raise NothingToLearn(f"No title has {least} ratings that a model may learn from.")
    about = read_content(read.ratings, parameters.fewest_ratings)
    fingerprint = _fingerprint(parameters, read, about)
    if not (force or dry_run) and is_settled(fingerprint):
        return None
    with recorded_run(started) as run:
        _describe(run, parameters, read, fingerprint)
        measured = measure(read.ratings, about.content, parameters)
        reasons = _reasons(parameters, measured, read, about)
        run.metrics, run.reasons = measured.facts(), "\n".join(reasons)
        if dry_run:
            run.state = ModelRun.State.MEASURED
        elif reasons and not force:
            run.state = ModelRun.State.REFUSED
        else:
            _publish(run, parameters, measured, read, about)
    return run


def is_settled(fingerprint: str) -> bool:
    """Tell whether just this was trained already, and is in use, was refused or taken back."""
    states = ModelRun.State
    settled = ModelRun.objects.filter(
        fingerprint=fingerprint, state__in=[states.REFUSED, states.ROLLED_BACK]
    )
    current = _current()
    return bool(current and current["fingerprint"] == fingerprint) or settled.exists()


def trained_at() -> str:
    """Return when the model in use began to be trained, in ISO 8601; "" if there is none."""
    current = _current()
    return str(current["trained_at"]) if current else ""


def take_back() -> str:
    """Let the model before the current one into use again; return its folder's name.

    Raises IndexMissing if there is none, and BuildRunning.
    """
    taken = current_manifest(home())["folder"]
    folder = roll_back(home()).name
    state = ModelRun.State
    ModelRun.objects.filter(folder=taken, state=state.PROMOTED).update(state=state.ROLLED_BACK)
    return folder


def _describe(run: ModelRun, parameters: Parameters, read: ReadRatings, fingerprint: str) -> None:
    run.parameters, run.fingerprint = parameters.facts(), fingerprint
    run.data_hash = read.data_hash
    run.ratings, run.people = len(read.ratings), read.ratings.n_people
    run.titles = len(read.ratings.title_ids)


def _reasons(
    parameters: Parameters, measured: Measured, read: ReadRatings, about: ReadContent
) -> list[str]:
    """Compare with the model in use; with its parameters on these ratings, if they are others."""
    current = _current()
    same_split: Facts | None = None
    if current and (others := Parameters(**current["parameters"])) != parameters:
        theirs = measure(read.ratings, about.content, others)
        same_split = theirs.facts() | {"at_best": measured.at_best(theirs.ndcg["model"])}
    return reasons_against(measured.facts(), len(read.ratings), current, same_split)


def _publish(
    run: ModelRun,
    parameters: Parameters,
    measured: Measured,
    read: ReadRatings,
    about: ReadContent,
) -> None:
    learnt = with_errors(learn(read.ratings, about.content, parameters), measured)
    facts = {
        "fingerprint": run.fingerprint,
        "parameters": run.parameters,
        "metrics": run.metrics,
        "ratings": run.ratings,
        "trained_at": run.started_at.isoformat(),
    }
    write = partial(save_model, model=learnt)
    publish(home(), write, schema=SCHEMA, facts=facts, parameters=index_parameters())
    manifest = current_manifest(home())
    run.folder, run.state = manifest["folder"], ModelRun.State.PROMOTED
    run.size_bytes = sum(file["bytes"] for file in manifest["files"].values())


def _current() -> dict[str, Any] | None:
    """Return what the model in use says of itself; None if there is none for this database."""
    try:
        manifest = current_manifest(home())
    except IndexMissing:
        return None
    if (manifest["schema"], manifest["parameters"]) != (SCHEMA, index_parameters()):
        return None
    facts: dict[str, Any] = manifest["facts"]
    return facts


def _fingerprint(parameters: Parameters, read: ReadRatings, about: ReadContent) -> str:
    recipe = [SCHEMA, *map(getsource, RECIPE)]
    state = [parameters.facts(), read.data_hash, about.fingerprint, recipe]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()
