#!/usr/bin/env bash
# The tests on SQLite with branch coverage, then on PostgreSQL when ZHONGMU_TEST_POSTGRES names a server.
# Journeys need a browser and Redis tests a Redis: .ci/run gives them both.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/pytest -q -n 2 -m "not journey and not redis" --cov=zhongmu --cov-branch --cov-report=term "$@"
if [ -n "${ZHONGMU_TEST_POSTGRES:-}" ]; then
  ZHONGMU_DATABASE="$ZHONGMU_TEST_POSTGRES" .venv/bin/pytest -q -n 2 -m "not journey and not redis" "$@"
else
  echo "not run: PostgreSQL"
fi
