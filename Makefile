# What people type. Every target does its own set-up; nothing but Python 3.11 or newer and make is needed.
PYTHON ?= python3
SOURCE ?= demo
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install run test lint coverage reference catalog baselines benchmarks notebooks lab docs pages wheel-check clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

install: $(VENV)/installed  ## create .venv with the locked versions

# uv installs the lock in seconds. It does not read pip's configuration, so pip takes over where uv cannot download.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is required. Name one: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint requirements.lock uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock || $(PIP) install -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

run: install  ## the study: tables, figure, report (SOURCE=nhanes for CDC's files, MIRROR=... to fetch from elsewhere)
	$(BIN)/rlsanalysis run --source $(SOURCE) $(if $(MIRROR),--mirror '$(MIRROR)')

test: install  ## the whole test suite, in parallel
	$(BIN)/python -m pytest -n auto

lint: install  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: install  ## lines and branches of survey/ that no test reaches
	$(BIN)/python -m pytest -n auto tests/survey --cov=rlsanalysis.survey --cov-branch --cov-report=term-missing --cov-fail-under=100

reference: install  ## renew the reference numbers of R survey (needs Debian's r-cran-survey)
	sh tests/reference/run.sh

catalog: install  ## renew the digests of CDC's columns (RAW=folder of raw tables)
	$(BIN)/rlsanalysis catalog $(or $(RAW),data/raw/nhanes)

baselines: install  ## renew the pictures that guard the figures: look at each before it is committed
	-RLSANALYSIS_RENEW_BASELINES=1 $(BIN)/python -m pytest -q tests/present/figures/test_images.py
	git status --short tests/present/figures/baseline

benchmarks: install  ## where the time of a run goes; one fit beside svy and R
	$(BIN)/python benchmarks/stages.py --source $(SOURCE)
	$(BIN)/python benchmarks/one_fit.py

notebooks: install  ## execute the notebooks on CDC's files where they were fetched, else on the demonstration
	$(BIN)/jupytext --sync notebooks/*.py
	$(BIN)/python tools/notebooks.py

lab: install  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab $$(test "$$(id -u)" != 0 || echo --allow-root) notebooks

docs: install  ## the documentation site in docs/_build/html; a broken link or a stale page fails
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky -b html -d docs/_build/doctrees docs docs/_build/html

pages: install  ## renew the pages of the site that are made from declarations and results
	$(BIN)/python -m rlsanalysis.present.site.pages docs

wheel-check: install  ## the built wheel runs the demonstration in a clean environment, away from the checkout
	sh tests/wheel.sh $(PYTHON)

clean:  ## remove the environment and what was built; data and results stay
	rm -rf $(VENV) build dist docs/_build .pytest_cache .mypy_cache .ruff_cache
