"""All settings of movierec, in fixed sections; the only reader of the environment.

Every variable is described in ``.env.example``. With none set, movierec runs on SQLite without
Redis, for visitors on this machine only.
"""

import os
from pathlib import Path

import environ

from movierec.content_policy import content_policy
from movierec.databases import with_options
from movierec.logs import logging_at
from movierec.startup import local_secret_key, refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What this process is ---------------------------------------------------------------------
#: "web" (set by movierec.wsgi) has short database timeouts; "command" has none.
ROLE = env.str("MOVIEREC_ROLE", default="command")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))

# --- Security ---------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(DATA_DIR, ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
POSTER_BASE_URL = env.str("POSTER_BASE_URL", default="").rstrip("/")

CONTENT_SECURITY_POLICY = content_policy(POSTER_BASE_URL)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
#: The longest review there may be, in JSON escapes, and some more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024

# --- What is plugged in -----------------------------------------------------------------------
#: File formats, lowest precedence first: where two disagree about a fact, the later line wins.
DATASETS = [
    "catalog.datasets.sample_titles.DATASET",
    "catalog.datasets.sample_credits.DATASET",
    "catalog.datasets.tmd_4col.DATASET",
    "catalog.datasets.movielens_movies.DATASET",
    "catalog.datasets.movielens_links.DATASET",
    "catalog.datasets.streaming.DATASET",
    "catalog.datasets.imdb_5000.DATASET",
    "catalog.datasets.netflix_titles.DATASET",
    "catalog.datasets.netflix_credits.DATASET",
    "catalog.datasets.tmd_45k.DATASET",
    "catalog.datasets.tmd_metadata.DATASET",
    "catalog.datasets.tmd_keywords.DATASET",
    "catalog.datasets.tmd_credits.DATASET",
    "catalog.datasets.tmdb_5000.DATASET",
    "catalog.datasets.tmdb_5000_credits.DATASET",
    "catalog.datasets.tmdb_v11.DATASET",
    "catalog.datasets.movies_csv.DATASET",
    "catalog.datasets.imdb_ratings.DATASET",
]
#: Formats of ratings from other sites, in the order in which they are asked; the last takes any
#: table that names titles.
IMPORTS = [
    f"recommendations.importing.formats.{name}"
    for name in (
        "own.OWN", "letterboxd.LETTERBOXD", "trakt.TRAKT", "imdb.IMDB", "movielens.MOVIELENS",
        "generic.GENERIC",
    )
]  # fmt: skip
#: Things that recommend; "content" is the one behind "similar titles".
RECOMMENDERS = {"content": "recommendations.recommenders.content.ContentRecommender"}
#: Things that recommend to a person; "hybrid" is the one behind "For you".
PERSONAL_RECOMMENDERS = {
    "hybrid": "recommendations.recommenders.hybrid.HybridRecommender",
    "profile": "recommendations.recommenders.profile.ProfileRecommender",
    "demographic": "recommendations.recommenders.demographic.DemographicRecommender",
    "popular": "recommendations.recommenders.popular.PopularRecommender",
    "person": "recommendations.recommenders.by_person.ByPersonRecommender",
    "genre": "recommendations.recommenders.by_genre.ByGenreRecommender",
}
#: The folder of a sentence-transformers model: with it, titles can be compared by meaning too.
EMBED_MODEL = env.str("EMBED_MODEL", default="")
#: What makes vectors of texts with it.
EMBED_ENCODER = "recommendations.encoders.SentenceEncoder"
if EMBED_MODEL:
    RECOMMENDERS["embeddings"] = "recommendations.recommenders.embeddings.EmbeddingRecommender"
#: What is tried out on people, by a name that no other experiment had:
#: {"place": "for_you", "arms": {"hybrid": 1, "profile": 1}} are recommenders with their shares, the
#: one that the others are compared with first (docs/operations.md).
EXPERIMENTS: dict[str, dict[str, object]] = {}
#: For so long it is kept what people were shown in experiments; 30 days at least.
EXPOSURE_DAYS = env.int("EXPOSURE_DAYS", default=180)
#: Things that measure the feeling of a text; the first one scores new reviews.
SENTIMENT_ENGINES = {
    "linear": "reviews.sentiment.linear.LinearEngine",
    "vader-film": "reviews.sentiment.vader_film.VaderFilmEngine",
    "vader": "reviews.sentiment.vader.VaderEngine",
}
#: Where reviews come from, in the order in which they are asked; each says whether it is on.
REVIEW_SOURCES = ["reviews.sources.tmdb.TmdbSource", "reviews.sources.imdb.ImdbSource"]
#: What is done in the background: a kind of job, and what does it (see catalog.jobs).
JOBS = {
    "build_index": "recommendations.build_job.BUILD_INDEX",
    "import_ratings": "recommendations.importing.job.IMPORT_RATINGS",
    "enrich": "catalog.enrich.ENRICH",
    "stale_titles": "catalog.enrich.STALE_TITLES",
    "reviews": "reviews.refresh.REVIEWS",
    "stale_reviews": "reviews.freshness.STALE_REVIEWS",
    "score": "reviews.scoring_job.SCORE",
    "train": "recommendations.training.job.TRAIN",
    "prune": "movierec.pruning.PRUNE",
}
#: Kinds that are asked for again by themselves, so many seconds after they were last done.
PERIODIC = {
    "stale_titles": 3600, "stale_reviews": 3600, "score": 3600, "train": 86400, "prune": 86400,
}  # fmt: skip

# --- Catalogue --------------------------------------------------------------------------------
SHOW_ADULT_TITLES = env.bool("SHOW_ADULT_TITLES", default=False)
SAMPLE_DIR = BASE_DIR / "data" / "sample"
INDEX_DIR = DATA_DIR / "index"
#: How a model of taste learns from likes: "ease", or "als" (needs implicit); memory for its titles.
TASTE_METHOD = env.str("TASTE_METHOD", default="ease")
TASTE_MEMORY_MB = env.int("TASTE_MEMORY_MB", default=256)

# --- Asked by programs ------------------------------------------------------------------------
#: Whose people ``POST /predict`` numbers: a source of load_ratings. "" = whoever has the number.
PREDICT_SOURCE = env.str("PREDICT_SOURCE", default="")
#: Requests to it that one address may send to one process in a minute; 0 = any number.
PREDICT_PER_MINUTE = env.int("PREDICT_PER_MINUTE", default=3_000)

# --- Other services ---------------------------------------------------------------------------
#: Keys are never logged, shown or stored. Without one, its service is not asked.
TMDB_API_TOKEN = env.str("TMDB_API_TOKEN", default="")
OMDB_API_KEY = env.str("OMDB_API_KEY", default="")
IMDB_REVIEWS = env.bool("IMDB_REVIEWS", default=False)
CONTACT = env.str("CONTACT", default="")
TMDB_BASE_URL = env.str("TMDB_BASE_URL", default="https://api.themoviedb.org/3")
OMDB_BASE_URL = env.str("OMDB_BASE_URL", default="https://www.omdbapi.com")
IMDB_BASE_URL = env.str("IMDB_BASE_URL", default="https://www.imdb.com")
#: Requests per second of all processes together, and per day (UTC).
TMDB_PER_SECOND = env.float("TMDB_PER_SECOND", default=40.0)
TMDB_DAILY_BUDGET = env.int("TMDB_DAILY_BUDGET", default=50_000)
OMDB_PER_SECOND = env.float("OMDB_PER_SECOND", default=10.0)
OMDB_DAILY_BUDGET = env.int("OMDB_DAILY_BUDGET", default=1_000)
IMDB_PER_SECOND = env.float("IMDB_PER_SECOND", default=1 / 3)
IMDB_DAILY_BUDGET = env.int("IMDB_DAILY_BUDGET", default=2_000)
#: Where trainings are logged too; "" = nowhere. If it does not answer, nobody waits for long.
MLFLOW_TRACKING_URI = env.str("MLFLOW_TRACKING_URI", default="")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
#: "host:port" that may have an address that is not public; a file of further certificates.
OUTBOUND_TRUSTED = env.list("OUTBOUND_TRUSTED", default=[])
OUTBOUND_CA_FILE = env.str("OUTBOUND_CA_FILE", default="")

# --- Django -----------------------------------------------------------------------------------
ROOT_URLCONF = "movierec.urls"
WSGI_APPLICATION = "movierec.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "import_export",
    "ninja",
    "catalog",
    "recommendations",
    "reviews",
    "movierec",
]
MIDDLEWARE = [
    "movierec.health.answer_probes",
    "movierec.middleware.DatabaseRetryMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "movierec.middleware.isolation_headers",
    "movierec.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "movierec.middleware.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "recommendations.experiments.clicks.count_clicks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Databases --------------------------------------------------------------------------------
TEST_DB_SUFFIX = env.str("TEST_DB_SUFFIX", default="")
DATABASE = env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'movierec.sqlite3'}")
DATABASES = {"default": with_options(DATABASE, DATA_DIR, TEST_DB_SUFFIX, ROLE)}
CACHES = {
    # In the database, as JSON: login counters survive a restart and are shared by processes.
    "default": {"BACKEND": "movierec.cache.JSONDatabaseCache", "LOCATION": "movierec_cache"},
    # In this process: what is cheap to lose and should cost no query.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Background work (docs/operations.md) -----------------------------------------------------
#: Celery's broker, which only rings for work: the jobs are in the database. "" = no Celery.
REDIS_URL = env.str("REDIS_URL", default="")
#: Whether a thread of the web process works, too: where no worker would.
WORK_IN_WEB = env.bool("WORK_IN_WEB", default=ROLE == "web" and not REDIS_URL)

# --- Accounts ---------------------------------------------------------------------------------
#: It is Django's own and more; beside Django's, a wrong password would be hashed twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
#: Django's sessions, and whose each is: so they go with the account.
SESSION_ENGINE = "movierec.accounts.sessions"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "movierec.forms.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "movierec.forms.LoginForm",
    "signup": "movierec.forms.SignupForm",
    "change_password": "movierec.forms.ChangePasswordForm",
    "set_password": "movierec.forms.SetPasswordForm",
    "reset_password_from_key": "movierec.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
#: Counted before a password is hashed; "key" is the account, known or not.
ACCOUNT_RATE_LIMITS = {"login": "10/5m/ip", "login_failed": "10/5m/ip,10/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="movierec@localhost")

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = True  # what is not collected is served from where it lies
#: Source maps of others' scripts are large and hardly ever asked for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "svgz", "woff", "woff2", "gz", "br"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "movierec.static_files.HashedIfCollected"
    },
}

# --- Logging ----------------------------------------------------------------------------------
LOGGING = logging_at(env.str("LOG_LEVEL", default="WARNING"))

refuse_unsafe(debug=DEBUG, allowed_hosts=ALLOWED_HOSTS, secret_key=SECRET_KEY)
# Before numpy is imported: it would start a thread per core in every process, for little sums.
os.environ.setdefault("OMP_NUM_THREADS", "1")
