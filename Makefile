PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test bench bench-quick faults soak screenshots lint audit sbom pins format clean

help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

demo: $(VENV)/.installed ## Start the whole service with a phone in the browser; needs no Twilio account
	@$(BIN)/signpost demo

test: $(VENV)/.installed-test ## Run every test, on this machine alone
	@# Compiled once, whatever the machine is set to: the tests start hundreds of processes.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

faults: $(VENV)/.installed-test ## Have all go wrong with Redis, Twilio and our processes that can, hundreds of times; takes 20 minutes
	@$(BIN)/python -m tests.faults $(FAULTS_ARGS)

soak: $(VENV)/.installed-test ## Load the service for half an hour while all that can break is broken, and count what is lost
	@$(BIN)/python -m tests.faults.soak $(SOAK_ARGS)

bench: $(VENV)/.installed-test $(BENCH)/node/.installed ## Measure everything beside what others would pick, into the README, in under 15 minutes
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

audit: $(VENV)/.installed-test ## Look up known faults of all that we use; says so where the list of them cannot be reached
	@$(BIN)/python -m tests.supply constraints.txt constraints-test.txt

sbom: $(VENV)/.installed-test ## Write sbom.json: all that the service is made of, in CycloneDX's form
	@PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements constraints.txt --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json
	@echo "sbom.json is written."

pins: $(VENV)/.installed-test ## Choose the newest versions of all that we use that fit, with their hashes
	@for set in "constraints.txt" "constraints-test.txt --extra bench --extra supply --extra test"; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate $(PINS_ARGS) \
			--custom-compile-command "make pins" pyproject.toml pins.in --output-file $$set || exit 1; done

format: $(VENV)/.installed-test ## Put the code into the project's layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove everything that was made here
	rm -rf $(VENV) $(BENCH) .signpost build *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Signpost needs Python 3.11 or newer. Name one with: make PYTHON=python3.11")'
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# What is installed by hash alone is what the tests passed with, to the byte; then we ourselves, from this folder.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Signpost; the first time this takes about a minute ..."
	@$(PIP) install --require-hashes --only-binary :all: --requirement constraints.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints-test.txt | $(BIN)/python
	@echo "Installing Signpost and what its tests need; the first time this takes about a minute ..."
	@$(PIP) install --require-hashes --only-binary :all: --requirement constraints-test.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.installed

# Without flow-runner the engine is measured alone, and the results say so; it is looked for again the next time.
$(BENCH)/node/.installed: tests/benchmarks/node/package.json
	@mkdir -p $(BENCH)/node && cp $< $(BENCH)/node
	@if ! command -v npm >/dev/null; then echo "npm is needed for flow-runner: it is left out"; \
	elif npm install --silent --no-audit --no-fund --prefix $(BENCH)/node; then touch $@; \
	else echo "npm could not fetch flow-runner: it is left out"; fi
