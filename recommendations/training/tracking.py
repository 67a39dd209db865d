"""The same history in MLflow, where there is one (requirements-mlflow.txt)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from recommendations.models import ModelRun

logger = logging.getLogger(__name__)

EXPERIMENT = "movierec-taste"


def track(run: ModelRun) -> None:
    """Log a finished run; what goes wrong there is logged, and spoils nothing here."""
    if not settings.MLFLOW_TRACKING_URI:
        return
    try:
        import mlflow
    except ImportError:
        logger.warning("MLFLOW_TRACKING_URI is set, but mlflow is not installed")
        return
    try:
        _log(mlflow, run)
    # Another's library and another's server: whatever they raise, the model is trained.
    except Exception as error:
        logger.warning("model run %s is not in MLflow: %s", run.pk, type(error).__name__)


def _log(mlflow: Any, run: ModelRun) -> None:
    mlflow.set_tracking_uri(settings.MLFLOW_TRACKING_URI)
    mlflow.set_experiment(EXPERIMENT)
    with mlflow.start_run(run_name=f"model run {run.pk}"):
        mlflow.log_params(run.parameters)
        mlflow.set_tags(
            {"state": run.state, "data_hash": run.data_hash, "folder": run.folder}
            | ({"reasons": run.reasons} if run.reasons else {})
        )
        mlflow.log_metrics(dict(_figures(run)))


def _figures(run: ModelRun) -> Iterator[tuple[str, float]]:
    """Yield what was measured, under flat names: "ndcg_10.model"."""
    for name, value in run.metrics.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", float(number)) for inner, number in value.items())
        elif isinstance(value, (int, float)):
            yield name, float(value)
    about = {
        "ratings": run.ratings,
        "titles": run.titles,
        "cpu_seconds": run.cpu_seconds,
        "peak_rss_mb": run.peak_rss_mb,
    }
    yield from ((name, float(value)) for name, value in about.items() if value is not None)
