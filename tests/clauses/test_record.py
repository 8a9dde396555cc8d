from __future__ import annotations

from zhongmu.clauses.record import Record, load, save


def ran(tree: str, *tests: str, outcome: str = "passed", vendor: str = "sqlite") -> Record:
    record = Record(tree)
    for test in tests:
        record.note(test=test, clauses=["CQ-1"], vendor=vendor, outcome=outcome)
    return record


def test_a_failure_in_any_phase_is_kept():
    record = ran("t", "a")
    record.note(test="a", clauses=["CQ-1"], vendor="sqlite", outcome="failed")
    record.note(test="a", clauses=["CQ-1"], vendor="sqlite", outcome="passed")
    assert record.outcomes_of("CQ-1", "sqlite") == ["failed"]


def test_part_of_the_tests_run_again_keeps_the_outcomes_of_the_others(tmp_path):
    path = tmp_path / "var/clauses.json"
    save(ran("t", "a", "b"), path)
    save(ran("t", "b", outcome="failed"), path)
    kept = load(path)
    assert kept
    assert kept.outcomes == {"sqlite": {"a": "passed", "b": "failed"}}


def test_a_second_database_is_recorded_beside_the_first(tmp_path):
    path = tmp_path / "clauses.json"
    save(ran("t", "a"), path)
    save(ran("t", "a", vendor="postgresql"), path)
    kept = load(path)
    assert kept
    assert kept.outcomes == {"sqlite": {"a": "passed"}, "postgresql": {"a": "passed"}}


def test_a_changed_tree_starts_the_record_anew(tmp_path):
    path = tmp_path / "clauses.json"
    save(ran("old", "a", "b"), path)
    save(ran("new", "b"), path)
    kept = load(path)
    assert kept
    assert (kept.tree, kept.tests_of("CQ-1")) == ("new", ["b"])


def test_no_record_and_a_torn_one_read_as_none(tmp_path):
    assert load(tmp_path / "none.json") is None
    (tmp_path / "torn.json").write_text('{"tree": ')
    assert load(tmp_path / "torn.json") is None
