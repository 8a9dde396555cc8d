#!/usr/bin/env bash
# What must hold besides the tests: style, types, migrations, the clause register.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/zhongmu manage makemigrations --check --dry-run
.venv/bin/zhongmu clauses --check
