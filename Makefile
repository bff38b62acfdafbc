# The two commands of a fresh machine: `make demo` and `make test`. Everything else serves whoever works on the program.
.PHONY: setup demo test lint fix bench soak docs lock clean
BIN := .venv/bin

setup:
	@tools/setup.sh

demo: setup
	@$(BIN)/diemdanh demo --out demo

test:
	@tools/setup.sh --with-browser
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m pytest -n 2 -m "not soak" --cov --cov-report=term

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Figures, not judgements: prints tables, exits 0.
bench: setup
	@$(BIN)/python tools/bench.py

# Long campaigns: fuzzing, killing, oracles over thousands of worlds.
soak: setup
	@$(BIN)/python -m pytest -n 2 -m soak

docs: setup
	@$(BIN)/python tools/docs.py

# New locks with hashes and without any registry's address.
lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 --universal requirements.in -o requirements.lock
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 --universal requirements-dev.in -o requirements-dev.lock

clean:
	rm -rf .venv build demo bench-out .coverage .mypy_cache .ruff_cache .hypothesis
