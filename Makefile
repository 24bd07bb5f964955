PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test bench bench-quick faults screenshots lint format clean

help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

demo: $(VENV)/.installed ## Start the whole service with a phone in the browser; needs no Twilio account
	@$(BIN)/signpost demo

test: $(VENV)/.installed-test ## Run every test, on this machine alone
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

faults: $(VENV)/.installed-test ## Kill workers, web and Redis at every step of a send, over 200 times; takes six minutes
	@$(BIN)/python -m tests.faults
	@$(BIN)/python -m tests.faults.kept

bench: $(VENV)/.installed-bench $(BENCH)/node/.installed ## Measure everything beside what others would pick, into the README; takes 15 minutes
	@$(BIN)/python -m tests.benchmarks --write

bench-quick: $(VENV)/.installed-test $(BENCH)/node/.installed ## Measure the most important of it in 90 seconds, and print the ratios
	@$(BIN)/python -m tests.benchmarks --quick

screenshots: $(VENV)/.installed-test ## Paint the pictures of the staff's pages that the README shows
	@SIGNPOST_SCREENSHOTS=tests/web/pictures SIGNPOST_REQUIRE_BROWSER=1 $(BIN)/python -m pytest -q tests/web/test_pictures.py

lint: $(VENV)/.installed-test ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.installed-test ## Put the code into the project's layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove everything that was made here
	rm -rf $(VENV) $(BENCH) .signpost build *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Signpost needs Python 3.11 or newer. Name one with: make PYTHON=python3.11")'
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Signpost; the first time this takes about a minute ..."
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Signpost and what its tests need; the first time this takes about a minute ..."
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the benchmarks compare with ..."
	@$(PIP) install --constraint constraints.txt --editable '.[test,bench]'
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed

# Without npm the engine is measured alone, and the results say so.
$(BENCH)/node/.installed: tests/benchmarks/node/package.json
	@mkdir -p $(BENCH)/node && cp $< $(BENCH)/node
	@npm install --silent --no-audit --no-fund --prefix $(BENCH)/node || echo "npm is needed for flow-runner: it is left out"
	@touch $@
