# Aftercare: what a developer types. `make help` lists it all.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint format types check bench docs pictures lock clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ —/' | sort

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.tests ## build .venv with everything, locked and checked by hash

demo: $(VENV)/.runs ## the whole way once with an invented practice, then the desk (ARGS=--no-serve to stop there)
	$(BIN)/aftercare demo $(ARGS)

run: $(VENV)/.runs ## serve your own desk (ARGS="--port 8000")
	$(BIN)/aftercare serve $(ARGS)

test: $(VENV)/.tests ## all tests (ARGS="-k guard" for some)
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.tests ## look for slips and untidy formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.tests ## tidy the formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.tests ## strict types on the pure steps
	$(BIN)/mypy

check: lint types ## lint, types, policy files, Django's own checks, missing migrations
	$(BIN)/aftercare check-policy
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(VENV)/.tests ## every benchmark, one after the other
	@for file in benchmarks/flag.py benchmarks/guard.py benchmarks/link.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

docs: ## where to read what
	@ls docs docs/decisions

pictures: $(VENV)/.tests ## take the README's picture anew, from the journeys
	AFTERCARE_PICTURES=1 $(BIN)/python -m pytest tests/journeys -k picture

lock: $(VENV)/.tests ## compile the lock files anew from the .in files
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header requirements-dev.in -o requirements-dev.txt

clean: ## remove what these commands built (never a practice's data)
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .demo
