# Two commands matter: `make demo` and `make test`. Both set up what they need.
.PHONY: help setup demo check test test-long clean

help:
	@echo "make demo   open the demonstration practice on http://localhost:8000"
	@echo "make test   checks, then all tests on SQLite, and on PostgreSQL what locks and counts, in a real browser"
	@echo "make test-long  the rest on PostgreSQL, large histories, many power cuts (after make test)"
	@echo "make check  format, lint, types, contracts, migrations (under a minute)"
	@echo "make setup  only install; leaves the command at .venv/bin/longarc"

setup:
	@tools/setup

demo: setup
	@LONGARC_DATA_DIR="$${LONGARC_DATA_DIR:-$(CURDIR)/var/demo}" LONGARC_DEMO=1 .venv/bin/longarc demo

check: setup
	@tools/check

test: setup
	@tools/test

test-long: setup
	@tools/test_long

clean:
	rm -rf .venv var/demo build *.egg-info src/*.egg-info .mypy_cache .ruff_cache .import_linter_cache
