# Needs Python 3.11 or newer, git and make; everything else goes into .venv. No virtual environment need be active.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet
REPORTEDLY := $(VENV)/bin/reportedly
RECORD ?= record.db
FOLDER ?= examples

.DELETE_ON_ERROR:
.PHONY: help demo test lint types unit docs train bench

help:
	@echo "make demo    install into $(VENV), read examples/ into $(RECORD), show the record"
	@echo "make test    install the test extras, then lint, type check and test"
	@echo "make docs    write docs/cli.md again from the commands themselves"
	@echo "make train   install the training extras and train the reader on the corpora in CORPORA"
	@echo "make bench   measure speed on the texts in FOLDER (default: $(FOLDER))"

demo: $(VENV)/.installed
	@$(REPORTEDLY) read examples/ --record $(RECORD)
	@echo
	@$(REPORTEDLY) show events --record $(RECORD)
	@echo
	@echo "The examples are composed: invented people and outlets. What to try next:"
	@echo "  . $(VENV)/bin/activate                  so that 'reportedly' is on your path"
	@echo "  reportedly show claims --certain        what somebody states outright and nobody denies"
	@echo "  reportedly explain CLAIM                the sentence behind a claim, and why it was read so"
	@echo "  reportedly read YOUR-ARTICLES           files, folders, archives or URLs into the same record"
	@echo "  reportedly export --output claims.jsonl one claim a line (composed ones only when asked for)"

test: lint types unit

lint: $(VENV)/.installed-test
	$(PYTHON) -m ruff check .

types: $(VENV)/.installed-test
	$(PYTHON) -m mypy

unit: $(VENV)/.installed-test
	$(PYTHON) -m pytest

docs: $(VENV)/.installed
	$(PYTHON) -m reportedly.cli.reference > docs/cli.md.new
	mv docs/cli.md.new docs/cli.md

# Each step goes on from its last checkpoint; remove training/runs to start afresh.
train: $(VENV)/.installed-training
	@test -n "$(CORPORA)" || { echo "Name the folder of the corpora: make train CORPORA=FOLDER" >&2; exit 2; }
	test -f training/runs/shared/network.pt || $(PYTHON) -m training.train shared --corpora $(CORPORA)
	test -f training/runs/final/network.pt || $(PYTHON) -m training.train final --corpora $(CORPORA)
	$(PYTHON) -m training.export --run training/runs/final --out src/reportedly/models/reader-en.zip
	$(PYTHON) -m training.dev --corpora $(CORPORA) --write
	$(PYTHON) -m training.card --model src/reportedly/models/reader-en.zip

bench: $(VENV)/.installed
	$(PYTHON) benchmarks/speed.py $(ARGS) $(FOLDER)

# The stamps keep pip from running again until the package's own metadata changes.
$(VENV)/.installed: pyproject.toml | $(PYTHON)
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(PYTHON)
	$(PIP) install --editable ".[test]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-training: pyproject.toml | $(PYTHON)
	$(PIP) install --editable ".[test,training]"
	@touch $@ $(VENV)/.installed $(VENV)/.installed-test

# A half-made environment has a python but no pip: remove it, so that the next call starts afresh.
$(PYTHON):
	@for candidate in python3.11 python3 python3.12 python3.13 python; do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    $$candidate -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "'$$candidate -m venv' failed: install Python's venv module (Debian, Ubuntu: python3-venv)." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "Python 3.11 or newer was not found: install it, then call make again." >&2; exit 1
