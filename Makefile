# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
PERSONS ?= 20000
SEED ?= 2569
VAR := $(or $(BAANSUK_VAR),var)
BIN := .venv/bin
UV := $(BIN)/uv
SYNC := $(UV) sync --frozen --quiet
export BAANSUK_VAR := $(abspath $(VAR))
# When this make began; `serve --demo` closes with the time that it all took.
export BAANSUK_BEGAN := $(shell date +%s)
# The project's own choice of folders must not be overruled by what another tool set in this shell.
unexport VIRTUAL_ENV
# Where it is set, every start compiles 1,800 modules again: a second and more, at each of the tests' processes as well.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/bin/uv:
	@tools/need.sh python3-venv "$(PYTHON) -c 'import ensurepip, venv'"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv

# Compiled here and not at the first start: a shell that forbids Python to write would compile them at every start, which a
# linkage of a million records would pay with a tenth of its time. What cannot be compiled here is compiled there, and said there.
# The shell looks for the folders: make would look before they are there, and find none in a new clone.
COMPILED = .venv/lib/python3*/site-packages/{polars,numpy,duckdb,click,django,typing_extensions.py}

# Others' own tests, and ours: pytest compiles those in its own way.
NEVER_RUN = site-packages/.*/tests/|/test_[^/]*[.]py|/contrib/gis/

# What it takes to run Baansuk.
.venv/.installed: .venv/bin/uv pyproject.toml uv.lock
	@echo "· installing Python packages"
	@$(SYNC) --inexact --group assets
	@$(BIN)/python -m compileall -q -j 0 -x "$(NEVER_RUN)" baansuk $(COMPILED) || true
	@touch $@

# What it takes to test it.
.venv/.installed-dev: .venv/.installed
	@echo "· installing the tools of the tests"
	@$(SYNC) --inexact --group assets --group dev --group spark
	@touch $@

# What the linkage is measured against; nothing else needs it.
.venv/.installed-peers: .venv/.installed-dev
	@echo "· installing the peers of the linkage"
	@$(SYNC) --inexact --group peers
	@touch $@

$(VAR)/assets/.made: .venv/.installed package-lock.json tools/assets.py
	@echo "· fetching and placing the browser's files"
	@$(BIN)/python tools/assets.py
	@touch $@

.PHONY: install assets
install: .venv/.installed ## install what it takes to run
assets: $(VAR)/assets/.made ## place the browser's files

# The sample province is made once; its register again only when it is missing.
$(VAR)/demo/.made: .venv/.installed
	@echo "· making the fictional province of $(PERSONS) persons"
	@rm -rf $(VAR)/demo
	@$(BIN)/baansuk sample $(VAR)/demo --persons $(PERSONS) --seed $(SEED)
	@touch $@

$(VAR)/demo/.registered: $(VAR)/demo/.made
	@$(BIN)/baansuk init --no-input --demo --quiet
	@$(BIN)/baansuk places import $(VAR)/demo/places/areas.csv \
		--villages $(VAR)/demo/places/villages.csv --zones $(VAR)/demo/places/zones.csv \
		--boundaries $(VAR)/demo/places/province.geojson $(VAR)/demo/places/amphoe.geojson $(VAR)/demo/places/tambon.geojson
	@$(BIN)/baansuk run $(VAR)/demo/registers
	@$(BIN)/baansuk verify open demo-1 --title "รอบตรวจสอบครัวเรือน (สมมุติ)" --area 99 --order "สม 1 (สมมุติ)"
	@touch $@

.PHONY: demo
demo: $(VAR)/assets/.made $(VAR)/demo/.registered ## install, make the sample province, run the main job, serve it (PORT=8000)
	@$(BIN)/baansuk init --no-input --demo
	@$(BIN)/baansuk serve --demo --port $(PORT)

.PHONY: system-for-tests
system-for-tests:
	@tools/need.sh chromium-headless-shell "command -v chromium-headless-shell" || { command -v chromium >/dev/null && echo "· the whole Chromium does as well, at twice the work"; }
	@tools/need.sh openjdk-17-jre-headless "command -v java"

# Two lanes side by side: a browser waits for its next frame, Spark plans, a house starts, and beside each of them is work.
# So does mypy, which has one core only: waiting for it alone left the other idle.
# What one step says stands together, as soon as it is done.
LANES := lane-of-browsers lane-of-databases
# A make of its own for each lane, or its steps would share the two places of the lanes.
IN_TURN = MAKEFLAGS= $(MAKE) --no-print-directory --output-sync=target
.PHONY: test $(LANES)
test: .venv/.installed-dev $(VAR)/assets/.made system-for-tests ## every check there is
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint contracts django-checks
	@$(MAKE) --no-print-directory -j3 --output-sync=target types $(LANES)
lane-of-browsers:
	@$(IN_TURN) tests-browser tests-spark
lane-of-databases:
	@$(IN_TURN) tests tests-postgres

.PHONY: lint types contracts django-checks tests tests-postgres tests-browser tests-spark
lint: .venv/.installed-dev ## ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
types: .venv/.installed-dev ## mypy, strict
	@$(BIN)/mypy
contracts: .venv/.installed-dev ## who may import whom
	@$(BIN)/lint-imports --no-cache | tail -n 12
# Django looks through all of its checks before it looks for migrations.
django-checks: .venv/.installed-dev ## Django's own checks, and no migration missing
	@$(BIN)/python -m django makemigrations --check --dry-run --settings baansuk.web.settings
# What the tests on SQLite note for those on PostgreSQL (tests/asked.py); where nothing is noted, all are run.
ASKED := $(BAANSUK_VAR)/tests-asked
# What browsers need is loaded by their tests alone, and what others bring that no test here uses by none: each process pays for it.
LEAN := -p no:playwright -p no:schemathesis -p no:anyio -o addopts="-q --strict-markers --disable-warnings"
# Neighbours stay with one worker, which keeps what they begin with (tests/kept.py); whoever is done first takes half of the rest.
tests: .venv/.installed-dev ## unit, spec and agreement tests, on SQLite
	@rm -rf $(ASKED)
	@BAANSUK_TESTS_ASKED=$(ASKED) $(BIN)/pytest $(LEAN) -n 2 --dist worksteal -m "not browser and not spark and not faults"
tests-postgres: .venv/.installed-dev ## the database tests again, on PostgreSQL: what it takes to ask it all that SQLite was asked
	@BAANSUK_TESTS_ASKED=$(ASKED) $(BIN)/python tools/with_postgres.py $(BIN)/pytest $(LEAN) -n 2 --dist worksteal -m "database and not browser and not spark and not faults"
tests-browser: .venv/.installed-dev $(VAR)/assets/.made ## stories in a real browser
	@$(BIN)/pytest -n 2 --dist loadfile -m browser tests/browser
tests-spark: .venv/.installed-dev ## the same answers from Spark
	@$(BIN)/pytest -m spark $$(grep -rl --include="test_*.py" "mark.spark" baansuk tests)

.PHONY: fix pictures bench bench-link bench-measure faults whole
fix: .venv/.installed-dev ## repair format and lint
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
pictures: .venv/.installed-dev $(VAR)/assets/.made ## the stories again, each page kept as a picture in test-results/screens
	@BAANSUK_PICTURES=1 $(BIN)/pytest -n 2 --dist loadfile -m browser tests/browser
bench: .venv/.installed-dev ## print ratios against the named peers (docs/benchmarks.md); PERSONS=1000000 for the large ones
	@$(BIN)/python -m bench
bench-link: .venv/.installed-peers ## our linkage beside Splink 5 and on FEBRL; LINK="sample-100k …" for some, LINK_MORE="--engine spark" for Spark
	@$(BIN)/python -m bench.link $(LINK) $(LINK_MORE)
bench-measure: .venv/.installed-dev ## our measures beside plain Polars; MEASURE="--nation" for 27,000,000 households
	@$(BIN)/python -m bench.measures $(MEASURE)
faults: .venv/.installed-dev ## the whole table of faults, on both databases
	@$(BIN)/pytest -m faults
	@$(BIN)/python tools/with_postgres.py $(BIN)/pytest -m faults
# Each test again, with all examples: every cell of the access matrix, every test of the database on PostgreSQL.
whole: faults ## what make test asks a part of, in full
	@BAANSUK_WHOLE=1 $(BIN)/pytest -n 2 --dist worksteal -m "not browser and not faults"
	@BAANSUK_WHOLE=1 $(BIN)/python tools/with_postgres.py $(BIN)/pytest -n 2 --dist worksteal -m "database and not browser and not spark and not faults"
