# The two commands are `make run` and `make test`; everything else is a convenience.
# Each sets up what it needs first: scripts/setup.sh makes .venv, scripts/build_frontend.py the front end.

SHELL := /bin/sh
PYTHON := .venv/bin/python

.PHONY: run dev turn test faults test-setup setup lock fmt check migrate bench-events bench-room bench-rooms bench-pages bench-memory bench-lighthouse bench-trouble bench-money bench-board

run: setup
	@$(PYTHON) scripts/run.py

dev: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/reflex run

turn: setup
	@$(PYTHON) -m scripts.turn $(ARGS)

setup:
	@sh scripts/setup.sh requirements.txt

test-setup:
	@sh scripts/setup.sh requirements-dev.txt
	@sh scripts/test_tools.sh

test: test-setup
	@$(PYTHON) scripts/check.py
	@$(PYTHON) scripts/test.py $(ARGS)

faults: test-setup
	@FULL="$(FULL)" $(PYTHON) scripts/test.py -m faults $(ARGS)

check: test-setup
	@$(PYTHON) scripts/check.py

fmt: test-setup
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

migrate: setup
	@$(PYTHON) -m peerlearn migrate

bench-events bench-room bench-rooms bench-pages bench-memory bench-lighthouse bench-trouble bench-money bench-board: test-setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(PYTHON) -m benchmarks.$(subst bench-,,$@) $(ARGS)

lock: test-setup
	@.venv/bin/uv pip compile -q --universal --no-strip-extras --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --universal --no-strip-extras --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt
