# What one does with movierec. `make` alone prints this list.

PYTHON ?= python3.11
PORT ?= 8000
TITLES ?= 100000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
TEST_POSTGRESQL_URL ?= postgres://postgres@127.0.0.1:5432/postgres

.PHONY: help demo setup run work worker test lint types checks test-sqlite test-postgresql bench shots lock clean

help:  ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: .venv/runtime staticfiles/staticfiles.json  ## everything from nothing, then serve http://127.0.0.1:8000 (PORT=…)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_catalog && $(MANAGE) load_reviews && $(MANAGE) build_index
	@echo "movierec is at http://127.0.0.1:$(PORT)  (Ctrl-C stops it)"
	@$(BIN)/gunicorn movierec.wsgi --bind 127.0.0.1:$(PORT) --threads 8 --limit-request-line 8190 --no-control-socket --log-level warning

setup: .venv/dev  ## make .venv with all that running and testing need

run: .venv/runtime  ## serve with reloading, for development
	@$(MANAGE) migrate --verbosity 0
	DEBUG=true $(MANAGE) runserver $(PORT)

work: .venv/runtime  ## do the jobs that are asked for, without Redis (the demo does so by itself)
	$(MANAGE) work

worker: .venv/runtime  ## the same with Celery, where REDIS_URL is set
	$(BIN)/celery -A movierec worker --beat --concurrency 2 --loglevel WARNING \
		--without-gossip --without-mingle --without-heartbeat

test: lint types checks test-sqlite test-postgresql  ## lint, types, checks, all tests on SQLite and PostgreSQL

lint: .venv/dev  ## style of code and templates, unused requirements
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/deptry . --requirements-files requirements.in,requirements-embed.in,requirements-mlflow.in --requirements-files-dev requirements-dev.in,requirements-bench.in

types: .venv/dev  ## static types
	$(BIN)/mypy catalog movierec recommendations reviews bench

checks: .venv/dev  ## migrations complete, deployment settings safe
	$(MANAGE) makemigrations --check --dry-run
	HTTPS=on ALLOWED_HOSTS=movierec.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(MANAGE) check --deploy --fail-level WARNING

test-sqlite: .venv/dev  ## all tests on SQLite
	env -u DATABASE_URL $(BIN)/pytest -n auto

test-postgresql: .venv/dev  ## tests that a database can change, on PostgreSQL where TEST_POSTGRESQL_URL answers
	@if $(BIN)/python -m movierec.tests.postgresql "$(TEST_POSTGRESQL_URL)"; then \
		DATABASE_URL="$(TEST_POSTGRESQL_URL)" $(BIN)/pytest -n auto; fi

bench: .venv/bench  ## measure beside the peers, TITLES=100000 (docs/bench.md)
	$(BIN)/python -m bench literals
	$(BIN)/python -m bench ratings-update
	$(BIN)/python -m bench search --titles $(TITLES)
	$(BIN)/python -m bench load --titles $(TITLES)
	$(BIN)/python -m bench similar --titles $(TITLES)
	@if $(BIN)/python -m movierec.tests.postgresql "$(TEST_POSTGRESQL_URL)"; then \
		$(BIN)/python -m bench load --titles $(TITLES) --db postgresql --url "$(TEST_POSTGRESQL_URL)"; fi

shots: .venv/dev  ## pictures of every page in shots/ (needs Chromium)
	$(BIN)/python -m movierec.tests.shots

lock: .venv/dev  ## compile requirements*.in into the locks (needs uv)
	uv pip compile --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements.in -o requirements.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-bench.in -o requirements-bench.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-embed.in -o requirements-embed.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-mlflow.in -o requirements-mlflow.txt

clean:  ## remove what demo and tests made, except .env
	rm -rf .venv staticfiles shots schemathesis-report data/movierec.sqlite3* data/index data/secret_key
	rm -rf .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bench: .venv/dev requirements-bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

staticfiles/staticfiles.json: .venv/runtime $(shell find static -type f)
	@DEBUG=off $(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
