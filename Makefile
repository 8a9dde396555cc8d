# make setup · demo · test · check · journeys · bench · lock — each says what it does; all are idempotent.
SHELL := /bin/bash
PORT ?= 8000
V := .venv/bin

.PHONY: setup demo test check journeys bench lock help
help:
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ —/'

setup: ## 建好运行环境：.venv、前端资源、字体、密钥、数据库
	@bash tools/setup.sh

demo: setup ## 打开演示世界：http://127.0.0.1:$(PORT)
	@$(V)/zhongmu demo --port $(PORT)

test: setup ## 跑全部测试（SQLite，无浏览器），分支覆盖率不低于 95%
	@bash tools/test.sh

check: setup ## 类型、风格、迁移、条款登记
	@bash tools/check.sh

journeys: setup ## 浏览器走查（需要 chromium）
	@$(V)/pytest -q -m journey tests/journeys

bench: setup ## 每个速度数字与同一次运行里的下限之比
	@$(V)/python -m bench

lock: ## 重新锁定依赖（适用于 Python 3.11 及以上各版本）
	@cd requirements && for name in runtime dev node; do \
	  ../$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    $$name.in -o $$name.lock || exit 1; done
