# Two commands: `make demo` builds the graph of a report and asks it, `make test` proves that all of it works.
# Both set up .venv first; the second time that takes no time.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 $$HOME/.pyenv/versions/3.1*/bin/python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: demo test setup clean

demo: setup
	$(BIN)/kg build examples/miluo-2024/report.md
	@echo; echo "哪些能源项目？规模和进展如何？ Which energy projects are there, how large, and how far?"
	$(BIN)/kg query --named energy-projects
	@echo; echo "主要指标的实绩与目标 Main indicators: results and targets"
	$(BIN)/kg query --named results-and-targets
	@echo; echo "“三高四新”是什么意思？ What does this policy term mean?"
	$(BIN)/kg query --named definitions --set name=三高四新
	@echo; echo "Open output/graph.html in a browser; ask more with $(BIN)/kg query --list, or serve it with $(BIN)/kg serve."

test: setup
	$(BIN)/pytest

setup: .venv/.done

.venv/.done: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

clean:
	rm -rf .venv
