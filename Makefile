# Everything that people and CI run. `make demo` and `make test` do all their own set-up.
#
#   PYTHON    the Python to make the virtual environment with (3.11 or later)
#   CHROMIUM  the browser for the tests, where it is not found by itself
#   WORKERS   processes that the tests run in; two for each core, since many tests wait for a server
#   PYTEST    further options for pytest, as in  make test PYTEST='-k links'

PYTHON ?= python3
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')
PYTEST ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Whoever is done takes tests from who is not: otherwise one process would get all those that take minutes.
RUN_TESTS := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(UPGRADE)
EXTRA_REDIS := $(BIN)/python -c 'import pathlib, tomllib; \
	print(*tomllib.loads(pathlib.Path("pyproject.toml").read_text())["project"]["optional-dependencies"]["redis"])'

export DEBIAN_FRONTEND := noninteractive
# Where images set it, each of the hundreds of processes that the tests start would compile our code anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check lint fast bench lock audit chromium clean

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

demo: .venv/.runtime  ## Build synthetic campaigns and serve them on this machine
	$(BIN)/surveyapp demo

test: .venv/.dev chromium  ## Run the tests: under ten minutes on two cores
	$(RUN_TESTS) -m "not slow"

test-all: .venv/.dev chromium  ## Run them whole, in under an hour: what takes minutes is sampled in `make test`
	$(RUN_TESTS)

check: lint fast  ## Check style, types, imports and security, and run the fast tests

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive surveyapp

fast: .venv/.dev
	$(RUN_TESTS) -m "not browser and not slow"

bench: .venv/.dev .venv/.peers  ## Measure speed, side by side with a bare Flask view and a peer library
	$(BIN)/python -m bench
	$(BIN)/python -m bench.staff

lock: .venv/.dev  ## Lock the dependencies anew (UPGRADE=--upgrade takes newer versions)
	$(LOCK) pyproject.toml requirements.in --output-file requirements.lock
	$(EXTRA_REDIS) | $(LOCK) --constraints requirements.lock - --output-file requirements-redis.lock
	$(LOCK) --extra dev --extra redis --constraints requirements.lock --constraints requirements-redis.lock \
		pyproject.toml requirements.in --output-file requirements-dev.lock
	$(LOCK) requirements-peers.in --output-file requirements-peers.lock

audit: .venv/.dev  ## Look for known vulnerabilities in what is locked (asks the internet)
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.lock \
		--requirement requirements-redis.lock

clean:  ## Remove all that the targets made
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist bench/results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment. Each stamp is newer than what it was made from; the second run finds nothing to do.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name it: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq python3-venv; } || \
		{ echo "Python's venv is missing; install it (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.made requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.made requirements-dev.lock pyproject.toml
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch .venv/.runtime $@

.venv/.peers: .venv/.made requirements-peers.lock
	$(PYTHON) -m venv .venv/peers
	.venv/peers/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
		--requirement requirements-peers.lock
	@touch $@

chromium: .venv/.made  ## Find a browser for the tests, or install one (as root, with apt-get)
	@$(BIN)/python tests/chromium.py || \
		{ test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium && \
			$(BIN)/python tests/chromium.py; } || \
		{ echo "The browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium;" \
			"macOS: brew install --cask google-chrome), or name it: make test CHROMIUM=/path/to/it"; exit 1; }
