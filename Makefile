PYTHON ?= python3
PORT ?=
export PORT

.PHONY: help run test lint bench lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## set up, fill with demo data, serve on http://127.0.0.1:8000 (PORT=8001 changes it)
	@exec $(PYTHON) dev.py run

test:  ## lint, types and all tests
	@exec $(PYTHON) dev.py test

lint:  ## style, direction of imports and types
	@exec $(PYTHON) dev.py lint

bench:  ## the benchmarks (ONLY=reads runs one, GROWTH=1 adds 500,000 customers)
	@exec $(PYTHON) dev.py bench

lock:  ## remake requirements/*.lock
	@exec $(PYTHON) dev.py lock

clean:  ## remove .venv and caches (the database stays)
	@exec $(PYTHON) dev.py clean
