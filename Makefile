# On a fresh machine: `make report`, then `make test`. `make` alone lists everything.
# The environment is made once, and again only when the lock has changed.

.ONESHELL:
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.PHONY: report test bench pictures lab lint format lock wheels clean help env python

BIN := .venv/bin
LOCKED := .venv/made-from-lock
PROJECT := .venv/made-from-project
PAGE := reports/2023/index.html
MAKE_QUIETLY := $(MAKE) --silent --no-print-directory

# What the environment is made with: `make report PYTHON=/usr/bin/python3.12` overrides the search.
PYTHON ?=
CANDIDATES := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)

# Every candidate is really run: a name on the path may be a shim without a Python behind it.
define EXAMINATION
import sys
version = "%d.%d" % sys.version_info[:2]
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("is Python " + version)
try:
    import ensurepip, venv
except ImportError:
    sys.exit("cannot make environments; on Debian: apt install python" + version + "-venv")
endef
export EXAMINATION

VERSION := -c 'import sys; print("%d.%d" % sys.version_info[:2])'

report: env ## Run the main job on the delivered files and make the pages
	@started=$$(mktemp) # so that a page of an earlier run is not taken for this one's
	status=0
	$(BIN)/selfcheck run || status=$$?
	[ $(PAGE) -nt "$$started" ] || [ $$status -ne 1 ] || status=2
	rm -f "$$started"
	case $$status in
	0) ;;
	1) echo "Some of what was delivered was set aside, as said above; the rest is reported." ;;
	*) echo "The run did not finish; the pages of the last complete run are untouched." >&2; exit 1 ;;
	esac
	echo "Open $(PAGE)"

test: lint ## Run every check and every test
	@$(BIN)/pytest --numprocesses 2 --dist worksteal
	echo "All checks and tests passed. The pages are made by make report: open $(PAGE)"

bench: env ## Measure speed, true error rates, misprints caught, what other rules leak (12 minutes)
	@$(BIN)/python -m tests.benchmark.speed
	$(BIN)/python -m tests.benchmark.type_one_error
	$(BIN)/python -m tests.benchmark.printed_tables
	$(BIN)/python -m tests.benchmark.disclosure
	$(BIN)/python -m tests.benchmark.deliveries
	$(BIN)/python -m tests.benchmark.pages

lab: env ## Open JupyterLab in notebooks/
	@$(BIN)/selfcheck explore --notebooks

pictures: env ## Take the pictures of README and the guide anew, of the sample
	@$(BIN)/python -m tests.pictures

lint: env ## Check style, format, types and the wall between the two wings
	@$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: env ## Format modules and notebooks and mend what can be mended
	@$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

lock: ## Write requirements.lock from pyproject.toml (LOCK_ARGS=--upgrade takes newer versions)
	@[ -x $(BIN)/uv ] || $(MAKE_QUIETLY) env
	# One version of each library for every Python, so that figures do not depend on the Python.
	$(BIN)/uv pip compile pyproject.toml --output-file requirements.lock --quiet \
	    --universal --python-version 3.11 --fork-strategy fewest --all-extras --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS)
	echo "requirements.lock is up to date with pyproject.toml"

wheels: env ## Collect the packages in wheels/ for a machine without internet
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --only-binary :all: \
	    --require-hashes --requirement requirements.lock --dest wheels
	echo "wheels/ is complete for Python $$($(BIN)/python $(VERSION)) on this system;" \
	    "docs/install.md says how to install from it"

clean: ## Remove the environment and the caches, never data or reports
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find selfcheck_analysis tests notebooks -depth \
	    '(' -name __pycache__ -o -name .ipynb_checkpoints ')' -exec rm -rf '{}' +

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The environment belongs to the lock, and to this folder: it does not survive being moved.
env:
	@locked="$(CURDIR) $$(cksum < requirements.lock)"
	project="$$(cksum < pyproject.toml)"
	install="$(BIN)/python -m pip install -qq --disable-pip-version-check"
	version=$$($(BIN)/python $(VERSION) 2>/dev/null) || version=none
	asked=$(if $(PYTHON),$$("$(PYTHON)" $(VERSION) 2>/dev/null || true),$$version)
	if [ "$$version" = none ] || [ "$$asked" != "$$version" ] || \
	    [ "$$(cat $(LOCKED) 2>/dev/null)" != "$$locked" ]; then
	    python=$$($(MAKE_QUIETLY) python)
	    echo "Making .venv with $$python and the packages of requirements.lock (a few minutes) ..."
	    "$$python" -m venv --clear .venv
	    if ! $$install --only-binary :all: --require-hashes --requirement requirements.lock; then
	        echo "The packages could not be installed; the reason stands above." \
	            "Without internet, see docs/install.md." >&2
	        exit 1
	    fi
	    $(BIN)/python -m compileall -q .venv/lib
	    echo "$$locked" > $(LOCKED)
	fi
	if [ "$$(cat $(PROJECT) 2>/dev/null)" != "$$project" ]; then
	    $$install --no-index --no-deps --no-build-isolation --editable .
	    $(BIN)/python -m compileall -q selfcheck_analysis
	    echo "$$project" > $(PROJECT)
	fi

# Print the first candidate that can make the environment, or say why there is none.
python:
	@complaints=
	for candidate in $(CANDIDATES); do
	    if ! command -v "$$candidate" >/dev/null; then
	        complaint="is not installed"
	    elif complaint=$$("$$candidate" -c "$$EXAMINATION" 2>&1); then
	        echo "$$candidate"
	        exit 0
	    fi
	    complaints="$$complaints  $$candidate: $$(echo "$$complaint" | head -n 1)\n"
	done
	printf "No usable Python among:\n$$complaints" >&2
	echo "Needed is Python 3.11, 3.12 or 3.13 with venv (Debian: apt install python3 python3-venv)." \
	    "Another one is named by make PYTHON=/path/to/python." >&2
	exit 1
