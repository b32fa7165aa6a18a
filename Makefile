# Everything a newcomer or a build server needs. Only Python >= 3.11 with venv and make have to be there beforehand.
# The system's own Python comes first (it gets its security updates with the system, and Debian's is the faster build),
# then the first one of the path; `make setup PYTHON=python3.13` takes another.

SYSTEM = /usr/bin/python3
PYTHON := $(shell $(SYSTEM) -E -s -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $(SYSTEM) || echo python3)
TOOL = $(PYTHON) -E -s tools

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test lint format bench proof lock clean

# The caller's shell must not change what is built: no activated environment, no settings, no database of its own.
unexport $(filter PYTHON% VIRTUAL_ENV% CONDA% PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV NODE_ENV NODE_OPTIONS NODE_PATH \
	DJANGO_% DREHSCHEIBE_% DATABASE_% PG% EMAIL_% GIT_% PYTEST_% HYPOTHESIS_% MYPY% RUFF_% COVERAGE_%,$(.VARIABLES))
export PYTHONUTF8 = 1

help: ## list all targets (this list)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

setup: ## install everything into this folder; under a second when nothing has changed
	@$(TOOL)/setup.py

demo: setup ## open the demo district on http://localhost:8000
	@.venv/bin/drehscheibe demo

test: setup ## run the whole suite: quality gates, tests, browser journeys
	@.venv/bin/python tools/check.py lint test

lint: setup ## run the quality gates alone: ruff, mypy, import-linter, translations
	@.venv/bin/python tools/check.py lint

format: setup ## bring the source into shape
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format .

bench: setup ## measure against the budgets of docs/performance.md
	@.venv/bin/python -m tests.bench

proof: setup ## prove what is promised under faults: kills, full disks, clocks (half an hour)
	@.venv/bin/python -m tests.proof

lock: ## write the lock files anew after a change of dependencies (needs uv and npm)
	@$(TOOL)/lock.py

clean: ## stop the embedded database and remove all that was built, the demo's data included
	@$(TOOL)/clean.py
