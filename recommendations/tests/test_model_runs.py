"""Trainings as people ask for them: the command, the job, the admin; and in MLflow."""

import sys
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog import jobs
from catalog.index_store import BuildRunning
from catalog.models import Title
from recommendations.collaborative.learning import Parameters
from recommendations.models import ModelRun
from recommendations.tests.rated_films import make_rated_films
from recommendations.training import job as training_job
from recommendations.training.tracking import EXPERIMENT
from recommendations.training.train import train

pytestmark = pytest.mark.django_db

LIST = "/admin/recommendations/modelrun/"
#: So that sixty people are enough.
FEW = Parameters(ridge=5.0)


@pytest.fixture
def titles(db) -> list[Title]:
    return make_rated_films()


def test_the_command_says_what_came_out(titles, capsys):
    call_command("train_recommenders", "--ridge", "5")
    said = capsys.readouterr().out
    assert "ratings of 60 titles by 60 people" in said and "Came into use as 000001." in said
    call_command("train_recommenders", "--ridge", "5")
    assert "up to date" in capsys.readouterr().out
    with pytest.raises(CommandError, match="The model in use stays") as refused:
        call_command("train_recommenders", "--fewest", "34")
    assert refused.value.returncode == 3


@pytest.mark.parametrize("options", [["--ridge", "-1"], ["--fewest", "0"], ["--memory", "nan"]])
def test_parameters_that_make_no_model_are_refused_in_a_sentence(options):
    with pytest.raises((CommandError, SystemExit)):
        call_command("train_recommenders", *options)


def test_a_method_that_there_is_not_is_told_in_a_sentence(titles, settings, monkeypatch):
    settings.TASTE_METHOD = "oracle"
    with pytest.raises(CommandError, match="TASTE_METHOD is 'oracle', not ease or als"):
        call_command("train_recommenders")
    monkeypatch.setitem(sys.modules, "implicit.als", None)
    settings.TASTE_METHOD = "als"
    with pytest.raises(CommandError, match="needs the package implicit"):
        call_command("train_recommenders")


def test_the_command_takes_back(titles, capsys):
    with pytest.raises(CommandError, match="No index has been built"):
        call_command("train_recommenders", "--rollback")
    train(FEW)
    train(Parameters(ridge=6.0), force=True)
    call_command("train_recommenders", "--rollback")
    assert "Model 000001 is in use again." in capsys.readouterr().out


@pytest.fixture
def analyst(client, settings):
    settings.REDIS_URL = ""
    client.force_login(User.objects.create_superuser("ada"))
    return client


def test_the_admin_asks_for_a_training_and_shows_it(titles, analyst):
    page = analyst.post(f"{LIST}train/", follow=True).text
    assert "in the background" in page and ">waiting</a>" in page
    assert jobs.work_next() == "done"
    run = ModelRun.objects.get()
    assert run.get_state_display() in analyst.get(LIST).text
    shown = analyst.get(f"{LIST}{run.pk}/change/").text
    assert run.data_hash in shown and "popularity" in shown
    assert 'alt="True"' in shown
    assert analyst.post(f"{LIST}{run.pk}/change/", {"state": "promoted"}).status_code == 403


def test_the_address_takes_only_posts_of_who_may(client, analyst):
    assert analyst.get(f"{LIST}train/").status_code == 405
    client.force_login(User.objects.create_user("bob", is_staff=True))
    assert client.post(f"{LIST}train/").status_code == 403


def test_the_job_waits_for_another_and_minds_no_lack_of_ratings(analyst, monkeypatch):
    jobs.ask("train")
    assert jobs.work_next() == "done"
    assert not ModelRun.objects.exists()

    def fail(**_):
        raise BuildRunning("A build is running since 12:00.")

    monkeypatch.setattr(training_job, "train", fail)
    jobs.ask("train", again_after=training_job.MEANWHILE * 0)
    assert jobs.work_next() == "put back"


class FakeMlflow(SimpleNamespace):
    """What is used of mlflow, which writes down what it is told."""

    def __init__(self):
        super().__init__(told={})

    def __getattr__(self, name):
        def note(*args, **_):
            self.told[name] = args
            return self

        return note

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def test_runs_are_logged_to_mlflow_where_it_is_asked_for(titles, settings, monkeypatch):
    fake = FakeMlflow()
    monkeypatch.setitem(sys.modules, "mlflow", fake)
    train(FEW)
    assert fake.told == {}
    settings.MLFLOW_TRACKING_URI = "http://127.0.0.1:9"
    run = train(Parameters(ridge=6.0))
    assert fake.told["set_tracking_uri"] == ("http://127.0.0.1:9",)
    assert fake.told["log_params"] == (run.parameters,)
    figures = fake.told["log_metrics"][0]
    assert figures["ndcg_10.model"] == run.metrics["ndcg_10"]["model"]
    assert figures["ratings"] == run.ratings


def test_the_library_itself_takes_them(titles, settings, monkeypatch, tmp_path):
    mlflow = pytest.importorskip("mlflow", reason="an option: requirements-mlflow.txt")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    settings.MLFLOW_TRACKING_URI = tmp_path.as_uri()
    run = train(FEW)
    client = mlflow.MlflowClient(settings.MLFLOW_TRACKING_URI)
    experiment = client.get_experiment_by_name(EXPERIMENT)
    (logged,) = client.search_runs([experiment.experiment_id])
    assert logged.data.metrics["ndcg_10.model"] == run.metrics["ndcg_10"]["model"]
    assert logged.data.params["ridge"] == "5.0" and logged.data.tags["state"] == "promoted"


def test_a_tracker_that_fails_spoils_no_training(titles, settings, monkeypatch, caplog):
    settings.MLFLOW_TRACKING_URI = "http://user:secret@127.0.0.1:9"
    monkeypatch.setitem(sys.modules, "mlflow", None)
    assert train(FEW).state == "promoted"
    assert "mlflow is not installed" in caplog.text

    class Broken(FakeMlflow):
        def set_tracking_uri(self, uri):
            raise RuntimeError(uri)

    monkeypatch.setitem(sys.modules, "mlflow", Broken())
    assert train(Parameters(ridge=6.0)).state == "promoted"
    assert "is not in MLflow" in caplog.text and "secret" not in caplog.text
