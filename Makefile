# Two commands for a fresh machine: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= $(or $(FOEDUS_SHARED),../shared)

.DEFAULT_GOAL := help
DEMO ?= build/demo.db

.PHONY: help setup demo serve assets test test-all lint types check accuracy speed lock clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "foedus needs Python 3.11 or later")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	$(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null || true
	touch $@

setup: $(VENV)/.ready ## Create .venv with everything locked by hash

demo: $(VENV)/.ready ## Read the shipped articles and explain one pair of states
	rm -f build/demo.db*
	mkdir -p build
	$(BIN)/foedus read src/foedus/data/examples/*.html --ledger build/demo.db
	$(BIN)/foedus explain RUS PRK --ledger build/demo.db --lang fr

serve: $(VENV)/.ready ## Open the reading room on the shipped articles (DEMO=my.db for another ledger)
	$(BIN)/python scripts/assets.py || true
	mkdir -p build
	test -f $(DEMO) || $(BIN)/foedus read src/foedus/data/examples/*.html --ledger $(DEMO)
	$(BIN)/foedus serve --ledger $(DEMO)

assets: $(VENV)/.ready ## Bring what the pages need in the browser, by npm
	$(BIN)/python scripts/assets.py

test: $(VENV)/.ready ## Run the tests, two at a time
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(VENV)/.ready ## Run all tests, slow ones too
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.ready ## Check style and format
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts

types: $(VENV)/.ready ## Check types
	$(BIN)/mypy

check: lint types test ## What CI runs, without the reports

accuracy: $(VENV)/.ready ## Score readings against gold in ../shared, with floors; write docs/accuracy.md
	$(BIN)/python scripts/accuracy.py --shared $(SHARED) --write

speed: $(VENV)/.ready ## Measure CPU against the spaCy pipeline as shipped
	FOEDUS_SHARED=$(SHARED) $(BIN)/python scripts/speed.py --runs 5 --max-ratio 0.42

lock: ## Renew requirements.lock from pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra dev --output-file requirements.lock pyproject.toml

clean: ## Remove the environment and what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
