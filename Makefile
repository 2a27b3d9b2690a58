PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: demo test setup clean

setup: .venv/.done

.venv/.done: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -r requirements.lock
	$(BIN)/pip install -q --no-deps -e .
	touch $@

clean:
	rm -rf .venv output/*.* output/store
