# 规划进度: the two commands a newcomer needs are `make run` and `make test`. `make help` lists the rest.
# Needs only Python >= 3.11 and make; everything else is installed into .venv, node_modules and static/vendor.
.DEFAULT_GOAL := help
.PHONY: help setup run test check fix messages schema fuzz bench bench-intake bench-clerks screenshots
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
export PORT
ARGS ?=
CASES ?= 500
SEED ?= 20250706

catalogues := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile

setup: .venv/installed static/vendor/plotly.min.js $(catalogues)  ## virtual environment, dependencies, front-end assets

run: setup  ## start everything on http://127.0.0.1:8000 (PORT=… for another port), Ctrl-C ends it
	@$(PY) -m config.run

test: setup  ## all tests, against real PostgreSQL and Valkey (ARGS=… goes to pytest)
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

check: setup  ## lint, types, layers, templates, migrations, compose file
	@$(PY) -m config.check

fix: setup  ## put code and templates into the agreed form
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(PY) -m djlint --quiet --reformat templates || true

messages: setup  ## bring the English catalogue up to what the interface says (locale/en/LC_MESSAGES/django.po)
	@$(PY) -m config.messages

schema: setup  ## renew docs/openapi.json, the contract of the API; what would break it is refused
	@$(PY) -m config.contract

fuzz: setup  ## schemathesis over the API for long (CASES=500 of every operation and key, SEED=…)
	@CASES=$(CASES) SEED=$(SEED) $(PY) -m pytest tests/api/test_fuzzing.py -n 0 -rP --show-capture=stdout $(ARGS)

bench: setup  ## measure the numbers of the design
	@$(PY) -m bench $(ARGS)

bench-intake: setup  ## measure the reader of plan documents against the annotations (ARGS=--misses lists them)
	@$(PY) -m bench.intake $(ARGS)

bench-clerks: setup  ## 50 clerks saving for a minute against two web workers (ARGS="--pause 0.5")
	@$(PY) -m bench.clerks $(ARGS)

screenshots: setup  ## take the pictures of docs/screenshots/ anew
	@$(PY) -m pytest tests/journeys/album.py -q

.venv/installed: requirements.txt requirements-dev.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed (PYTHON=/path/to/python make ...)"; exit 1; }
	@echo "正在建立虚拟环境并安装依赖（首次约一分钟）/ installing Python packages …"
	@test -x $(PY) || $(PYTHON) -m venv .venv || \
		{ echo "无法建立虚拟环境：Debian 上请先安装 python3-venv / install python3-venv first"; rm -rf .venv; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input -r requirements-dev.txt
	@touch $@

static/vendor/plotly.min.js: package.json package-lock.json frontend/build.sh frontend/build.mjs frontend/plotly-bundle.js frontend/tabulator-bundle.js | .venv/installed
	@echo "正在准备前端资源（首次约半分钟）/ building front-end assets …"
	@sh frontend/build.sh $(PY)
	@touch $@

locale/%.mo: locale/%.po | .venv/installed
	@$(PY) -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
