#!/usr/bin/env bash
# Build everything the checkout needs. Idempotent: each step says what it does, or that nothing is to do.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '· %s\n' "$1"; }
stamp() { cat "$@" | sha256sum | cut -d' ' -f1; }

PYTHON=${PYTHON:-python3}
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本。" >&2; exit 2; }

if [ ! -x .venv/bin/python ]; then say "建立 .venv"; "$PYTHON" -m venv .venv; fi
want=$(stamp requirements/runtime.lock requirements/dev.lock pyproject.toml)
if [ "$(cat .venv/.zhongmu-lock 2>/dev/null || true)" != "$want" ]; then
  say "安装锁定的 Python 依赖"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.lock -r requirements/dev.lock
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$want" > .venv/.zhongmu-lock
else say "Python 依赖已是锁定的版本"; fi

want=$(stamp frontend/package-lock.json frontend/copy_assets.py)
if [ "$(cat frontend/node_modules/.zhongmu-lock 2>/dev/null || true)" != "$want" ] || [ ! -f zhongmu/web/static/vendor/tabler.min.css ] || [ ! -f fonts/NotoSerifSC-Regular.ttf ]; then
  say "取得锁定的前端资源与字体"
  npm=$(command -v npm || true)
  if [ -z "$npm" ]; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.lock
    export PATH="$PWD/.venv/bin:$PATH"
    npm=$(command -v npm)
  fi
  (cd frontend && "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
  .venv/bin/python frontend/copy_assets.py
  echo "$want" > frontend/node_modules/.zhongmu-lock
else say "前端资源与字体已就位"; fi

mkdir -p var
.venv/bin/zhongmu keys create --if-missing
say "更新数据库 var/zhongmu.sqlite3"
.venv/bin/zhongmu manage migrate --verbosity 0
say "收集静态文件"
.venv/bin/zhongmu manage collectstatic --no-input --verbosity 0
say "就绪"
