"""The record is written by real runs of pytest over a small suite of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhongmu.clauses.record import load
from zhongmu.clauses.register import ROOT

SUITE = """
import pytest

@pytest.mark.clause("CQ-6.1", "CQ-6.3")
def test_two(): pass

@pytest.mark.clause("{id}")
def test_one(): assert {truth}

def test_none(): pass
"""


def run(folder: Path, *options: str, **words: str) -> subprocess.CompletedProcess[str]:
    suite = folder / "test_small.py"
    suite.write_text(SUITE.format(**({"id": "CQ-2", "truth": "True"} | words)))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clause_record", "--rootdir", str(folder)]
    command += ["--clause-record", str(folder / "clauses.json")]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "PYTEST_"))}
    return subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), *options, str(suite)],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_a_run_records_each_marked_test_on_one_process_and_on_several(tmp_path, options):
    done = run(tmp_path, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    record = load(tmp_path / "clauses.json")
    assert record
    assert sorted(record.proofs.values()) == [["CQ-2"], ["CQ-6.1", "CQ-6.3"]]
    assert record.outcomes_of("CQ-6.3", next(iter(record.outcomes))) == ["passed"]


def test_a_failing_test_is_recorded_as_failing(tmp_path):
    run(tmp_path, truth="False")
    record = load(tmp_path / "clauses.json")
    assert record
    assert record.outcomes_of("CQ-2", next(iter(record.outcomes))) == ["failed"]


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_an_unknown_id_fails_the_run(tmp_path, options):
    done = run(tmp_path, *options, id="CQ-99")
    assert done.returncode != 0
    assert "clauses.toml 里没有 CQ-99" in done.stdout + done.stderr
    assert load(tmp_path / "clauses.json") is None
