# Each target sets up what it needs: python3, pip, make and git are enough to begin with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: setup demo test lint audit docs lexicon clean help

help:
	@echo "make demo     read the bundled articles on Iran and Pakistan and write demo-brief.html"
	@echo "make test     run the tests"
	@echo "make lint     ruff, strict types, and whether the compiled lexicons match their sources"
	@echo "make audit    the lock against pyproject.toml, and known vulnerabilities where they can be looked up"
	@echo "make docs     build the documentation into site/"
	@echo "make setup    only make .venv with the command .venv/bin/bilat"
	@echo "make lexicon  compile resources/ after editing it"

setup: $(STAMP)

$(STAMP): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@command -v uv >/dev/null 2>&1 || test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv
	@uv=$$(command -v uv || echo $(BIN)/uv); $$uv sync --quiet --frozen --inexact --all-groups --compile-bytecode --python $(BIN)/python
	@touch $@

demo: $(STAMP)
	@rm -rf demo-record
	$(BIN)/bilat read examples/iran-pakistan --record demo-record
	$(BIN)/bilat brief Iran Pakistan --record demo-record -o demo-brief.html --quiet
	@$(BIN)/python tools/demo_summary.py demo-record demo-brief.html

test: $(STAMP)
	$(BIN)/pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/build_lexicon.py --check
	$(BIN)/python tools/build_gazetteer.py --check
	$(BIN)/python tools/build_corpus.py --check
	$(BIN)/python tools/build_vocabulary.py --check

audit: $(STAMP)
	$(BIN)/python tools/audit.py

docs: $(STAMP)
	$(BIN)/mkdocs build --quiet
	@echo "the documentation: $(CURDIR)/site/index.html"

lexicon: $(STAMP)
	$(BIN)/python tools/build_lexicon.py

clean:
	rm -rf $(VENV) demo-record demo-brief.html site dist .mypy_cache .ruff_cache .pytest_cache
