from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from zhongmu.bureaus.models import Bureau
from zhongmu.demo.checks import refuse_wrong_door, wrong_door
from zhongmu.demo.models import DemoWorld
from zhongmu.demo.start import clear, is_current, newest_source
from zhongmu.demo.world import VERSION

TODAY = date(2026, 11, 2)
ROOT = Path(__file__).resolve().parents[2]


def _run(var: Path, code: str, *, demo: bool) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ZHONGMU_")}
    environment |= {"ZHONGMU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "zhongmu.config.settings"}
    environment |= {"ZHONGMU_DEMO": "1"} if demo else {}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_demo_door_is_refused_on_a_database_of_real_bureaus(
    chongqing: Bureau, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wrong_door() == ""
    settings.DEMO = True
    with pytest.raises(SystemExit) as stopped:
        refuse_wrong_door()
    assert stopped.value.code == 1
    assert "不是演示世界" in capsys.readouterr().err


def test_a_demo_world_is_not_served_as_real(db: None, settings: LazySettings) -> None:
    DemoWorld.objects.create(made_on=TODAY, version=VERSION)
    assert "虚构" in wrong_door()
    settings.DEMO = True
    assert wrong_door() == ""


def test_an_empty_database_is_served_as_real_and_opened_to_the_demo_only_to_build_in(
    db: None, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Behind an open door `zhongmu init` would make real administrators whom anybody may be."""
    refuse_wrong_door()
    settings.DEMO = True
    refuse_wrong_door(building=True)
    with pytest.raises(SystemExit):
        refuse_wrong_door()
    assert "还是空的" in capsys.readouterr().err


@pytest.mark.parametrize(("age", "current"), [(-3, True), (0, True), (3, True), (4, False), (-4, False)])
def test_a_world_is_current_for_three_days(db: None, age: int, current: bool) -> None:  # noqa: FBT001
    DemoWorld.objects.create(made_on=TODAY - timedelta(days=age), version=VERSION)
    assert is_current(TODAY) is current


def test_a_world_of_another_version_is_made_anew(db: None) -> None:
    assert not is_current(TODAY)
    DemoWorld.objects.create(made_on=TODAY, version=VERSION - 1)
    assert not is_current(TODAY)


def test_clearing_takes_the_world_and_leaves_the_keys(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in ("zhongmu.sqlite3", "zhongmu.sqlite3-wal", "keys.json", "files/x"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_changed_static_file_is_noticed() -> None:
    css = ROOT / "zhongmu/web/static/zhongmu.css"
    assert newest_source() >= css.stat().st_mtime


def test_the_demo_starts_cold_then_warm_and_its_world_is_not_served_as_real(tmp_path: Path) -> None:
    prepare = "from zhongmu.demo.start import prepare; prepare()"
    cold = _run(tmp_path, prepare, demo=True)
    assert cold.returncode == 0, cold.stderr
    database = (tmp_path / "zhongmu.sqlite3").stat()
    began = time.monotonic()
    warm = _run(tmp_path, prepare, demo=True)
    assert warm.stdout == ""
    assert time.monotonic() - began < 30
    assert (tmp_path / "zhongmu.sqlite3").stat().st_ino == database.st_ino
    assert _run(tmp_path, "import zhongmu.config.wsgi", demo=True).returncode == 0
    real = _run(tmp_path, "import zhongmu.config.wsgi", demo=False)
    assert real.returncode == 1
    assert "演示世界" in real.stderr
