# Everything the project needs to run, test and check itself. Needs Python ≥ 3.11 and make, nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCAL := $(BIN)/python deploy/local.py
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes -r
export PORT

.DEFAULT_GOAL := help
.PHONY: help demo dev code sms test attack check format bench relevance requirements catalogues pictures clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "✗ Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	@echo "→ .venv …"; $(PYTHON) -m venv .venv || { echo "✗ no venv module; on Debian: apt-get install python3-venv"; exit 1; }

# Installed once for each content of the requirements file; a stamp in .venv remembers.
.venv/.demo: requirements/demo.txt | .venv/bin/python
	@echo "→ Installing requirements/demo.txt (about 80 packages, a minute or two) …"
	@$(INSTALL) requirements/demo.txt --progress-bar off | grep --line-buffered -E '^Collecting|^Installing|^Successfully' | awk '{n++} /^Collecting/ {if (n % 10 == 0) { printf "  %d packages …\n", n; fflush() }} /^Installing/ {printf "  unpacking …\n"; fflush()}'
	@$(BIN)/python -c 'import wagtail' && touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "→ Installing requirements/dev.txt …"
	@$(INSTALL) requirements/dev.txt --progress-bar off -q
	@touch $@ .venv/.demo

demo: .venv/.demo ## Start the whole site with demo content (PORT=8000, SEARCH=elasticsearch|opensearch); Ctrl-C stops it
	@exec $(LOCAL) demo

dev: .venv/.dev ## The same database with reload and debug pages
	@exec $(LOCAL) dev

code: .venv/.demo ## The second factor of a demo account (NAME=receptionist)
	@DEMO=true $(LOCAL) run -- $(BIN)/python manage.py totp_code $(or $(NAME),receptionist)

sms: .venv/.demo ## The short messages that the demo has sent
	@$(LOCAL) sms

test: .venv/.dev ## Run all tests on the embedded PostgreSQL and in Chromium
	@bash deploy/test_tools.sh
	@$(LOCAL) run -- $(BIN)/python deploy/test.py $(TESTS)

attack: .venv/.dev ## Attack a fresh demo, then the parts that were attacked once: a line for each attack
	@bash deploy/test_tools.sh
	@$(LOCAL) run -- $(BIN)/python deploy/test.py -v -n 2 tests/attack
	@$(LOCAL) run -- $(BIN)/python deploy/test.py -v -m attack -n 2 tests --ignore=tests/attack

check: .venv/.dev ## Lint, types, layers, migrations, templates, translations, requirements
	@$(BIN)/python deploy/check.py

format: .venv/.dev ## Put code and templates in shape
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q . ; $(BIN)/djhtml -q templates 2>/dev/null || true

bench: .venv/.dev ## Benchmarks as ratios
	@for program in $$(grep -l "__main__" bench/*.py); do $(LOCAL) run -- $(BIN)/python $$program || exit 1; done

relevance: .venv/.dev ## How well each search engine answers the judged queries (ASK="--worst 20" …)
	@$(LOCAL) run -- $(BIN)/python bench/relevance.py $(ASK)

requirements: .venv/.dev ## Compile requirements/ from pyproject.toml
	@$(BIN)/python deploy/requirements.py

catalogues: .venv/.dev ## Collect the strings to translate into locale/
	@$(LOCAL) run -- $(BIN)/python manage.py catalogues update

pictures: .venv/.dev ## The pictures of docs/officers.md, taken anew from a demo that runs on PORT
	@$(BIN)/python deploy/pictures.py $(PORT)

clean: ## Forget the demo's database and files
	@rm -rf .local staticfiles
