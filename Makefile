# Every target sets up what it needs. The package is built in release mode and installed, as a user would install
# it, into a virtual environment of its own; again only after a source changed.

PYTHON ?= python3
CARGO  ?= cargo
ARGS   ?=

VENV       := .venv
VENV_DEBUG := .venv-debug
BIN        := $(VENV)/bin

SOURCES := $(wildcard Cargo.toml Cargo.lock pyproject.toml) \
           $(shell find src mutagen_rs -type f \( -name '*.rs' -o -name '*.py' -o -name '*.pyi' -o -name py.typed \))

# Stamps: the tools are installed; the package is installed; Sphinx is installed.
TOOLS         := $(VENV)/.tools
PACKAGE       := $(VENV)/.package
DOCS_TOOLS    := $(VENV)/.docs-tools
TOOLS_DEBUG   := $(VENV_DEBUG)/.tools
PACKAGE_DEBUG := $(VENV_DEBUG)/.package

# The interpreter that PyO3 builds against; one value everywhere, so that cargo need not build twice.
export PYO3_PYTHON := $(CURDIR)/$(BIN)/python

# Every warning is an error: links that lead nowhere, pages that no list has.
SPHINX := $(BIN)/sphinx-build --fail-on-warning --nitpicky --quiet

# Tests in which every file operation fails in turn: where a broken invariant would show.
FAULTS := -k "test_test_fileobj or mock_fileobj"

# A worker for each processor; one that has no tests left takes some of another's.
PYTEST := $(BIN)/pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build fmt lint types stubs test test-rust test-python parity upstream upstream-debug bench large demo docs \
        check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(PACKAGE) ## build in release mode and install into .venv

fmt: $(TOOLS) ## format Rust and Python sources
	$(CARGO) fmt
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

lint: $(PACKAGE) ## formatting, clippy, ruff, mypy
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	$(CARGO) clippy --all-targets --features python -- -D warnings
	$(CARGO) check --manifest-path fuzz/Cargo.toml
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

types: $(PACKAGE) ## stubs against what is installed; every public name must have a complete type
	cd $(VENV) && bin/stubtest mutagen_rs._native mutagen_rs.id3._frames
	cd $(VENV) && PATH="$(CURDIR)/$(BIN):$$PATH" bin/pyright --verifytypes mutagen_rs --ignoreexternal

stubs: $(PACKAGE) ## write the stub of the ID3 frame classes anew, from the native table
	$(BIN)/python tests/stubs/frame_stub.py > $(VENV)/frames.pyi
	mv $(VENV)/frames.pyi mutagen_rs/id3/_frames.pyi

test: test-rust test-python upstream upstream-debug ## all tests

test-rust: ## unit and property tests of the Rust core
	$(CARGO) test

test-python: $(PACKAGE) ## Python tests: unit, parity with mutagen, writes, faults (ARGS="-k name")
	$(PYTEST) $(ARGS)

parity: $(PACKAGE) ## only the comparison with original mutagen (ARGS="-k name")
	$(PYTEST) tests/parity $(ARGS)

upstream: $(PACKAGE) ## mutagen's own test suite, run against this package (ARGS="-k test_mp3")
	$(BIN)/python tests/upstream/run.py $(ARGS)

upstream-debug: $(PACKAGE_DEBUG) ## its fault injection tests, with debug assertions on
	$(VENV_DEBUG)/bin/python tests/upstream/run.py $(FAULTS)

bench: $(PACKAGE) ## benchmarks: Rust core, then side by side with mutagen
	$(CARGO) bench
	$(BIN)/python benches/python/run.py $(ARGS)

large: $(PACKAGE) ## saves of files of 300 MB, side by side with mutagen: MP4 (wants ffmpeg) and Ogg
	$(BIN)/python benches/python/mp4_large.py
	$(BIN)/python benches/python/ogg_large.py

demo: $(PACKAGE) ## read, edit and save the files of test_files/, side by side with mutagen
	$(BIN)/python demo/demo.py $(ARGS)

docs: $(PACKAGE) $(DOCS_TOOLS) ## documentation in docs/_build/html, man pages in docs/_build/man
	$(SPHINX) -b html docs docs/_build/html
	$(SPHINX) -b man docs docs/_build/man

check: lint types test docs ## everything that must hold before a commit

clean: ## remove what was built (not the cache of downloads)
	rm -rf target $(VENV) $(VENV_DEBUG) docs/_build docs/design .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.tools $(VENV_DEBUG)/.tools: tests/requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(DOCS_TOOLS): docs/requirements.txt | $(TOOLS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(PACKAGE): $(TOOLS) $(SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	touch $@

$(PACKAGE_DEBUG): export MATURIN_PEP517_ARGS := --profile checked
$(PACKAGE_DEBUG): export PYO3_PYTHON := $(CURDIR)/$(VENV_DEBUG)/bin/python
$(PACKAGE_DEBUG): $(TOOLS_DEBUG) $(SOURCES)
	$(VENV_DEBUG)/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	touch $@
