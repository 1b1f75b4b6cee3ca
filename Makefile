# The commands of the project. Each installs what it needs on first use; only Python 3.11 or newer and make are required.
PYTHON ?= python3
SOURCE ?= demo
PYTHONS ?= python3.11 python3.13
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Every worker process would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test test-fast matrix lint coverage reference catalog baselines benchmarks coverage-study notebooks lab docs pages wheel-check clean

help:  ## list the commands
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

run: install  ## run the study: tables, figures and report (SOURCE=nhanes for CDC's files, MIRROR=... to fetch them from a copy, ROBUSTNESS=1)
	$(BIN)/rlsanalysis run --source $(SOURCE) $(if $(MIRROR),--mirror '$(MIRROR)') $(if $(ROBUSTNESS),--robustness)

test: install  ## run all tests, in parallel; what they build is kept in .pytest_cache until its sources change
	$(PYTEST)

test-fast: install  ## run the tests that need no browser, office program, real tables or demonstration files (under a minute)
	$(PYTEST) -m "not slow and not browser and not office and not real"

matrix:  ## install, run and test a clean copy with each of PYTHONS (the lowest and the highest supported version)
	sh tools/matrix.sh $(PYTHONS)

lint: install  ## run ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: install  ## show the lines and branches of survey/ that no test reaches
	$(PYTEST) tests/survey --cov=rlsanalysis.survey --cov-branch --cov-report=term-missing --cov-fail-under=100

reference: install  ## recompute the reference numbers with R's survey package (Debian: r-cran-survey)
	sh tests/reference/run.sh

catalog: install  ## recompute the digests of CDC's columns (RAW=folder of raw tables)
	$(BIN)/rlsanalysis catalog $(or $(RAW),data/raw/nhanes)

baselines: install  ## redraw the pictures that the figures are compared with: look at each before committing it
	-RLSANALYSIS_RENEW_BASELINES=1 $(BIN)/python -m pytest -q tests/present/figures/test_images.py
	git status --short tests/present/figures/baseline

benchmarks: install  ## time the stages of a run, and one fit against svy and R
	$(BIN)/python benchmarks/stages.py --source $(SOURCE)
	$(BIN)/python benchmarks/one_fit.py

coverage-study: install  ## repeat the coverage study, from where it stopped; hours (QUICK=1: 200 samples of one cell, a minute)
	$(BIN)/python benchmarks/coverage.py $(if $(QUICK),--quick)

notebooks: install  ## execute the notebooks, on CDC's files if they have been fetched, otherwise on the demonstration
	$(BIN)/jupytext --sync notebooks/*.py
	$(BIN)/python tools/notebooks.py

lab: install  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab $$(test "$$(id -u)" != 0 || echo --allow-root) notebooks

docs: install  ## build the documentation in docs/_build/html; a broken link or a stale page is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky -b html -d docs/_build/doctrees docs docs/_build/html

pages: install  ## rewrite the pages of the documentation that are generated from declarations and results
	$(BIN)/python -m rlsanalysis.site.pages docs

wheel-check: install  ## run the demonstration from the built wheel, in a clean environment outside the checkout
	sh tests/wheel.sh $(PYTHON)

clean:  ## delete the environment and build products; data and results stay
	rm -rf $(VENV) build dist docs/_build .pytest_cache .mypy_cache .ruff_cache
