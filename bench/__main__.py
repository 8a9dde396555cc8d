"""Run every figure in a world of its own and print ratio, bound and what was measured. Exit 1 when a bound is broken."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SECTIONS = ("report_list", "filing", "certificates", "slates", "storm", "memory")


def main(argv: list[str]) -> int:
    chosen = argv or list(SECTIONS)
    failed = 0
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="zhongmu-bench-") as folder:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("ZHONGMU_")}
            environment |= {
                "ZHONGMU_VAR": folder,
                "ZHONGMU_LOG": "ERROR",
                "DJANGO_SETTINGS_MODULE": "zhongmu.config.settings",
            }
            command = [sys.executable, "-m", f"bench.{name}"]
            failed += (
                subprocess.run(
                    command, env=environment, cwd=Path(__file__).parents[1], check=False
                ).returncode
                != 0
            )
    print(f"\n{len(chosen)} figures, {failed} outside their bounds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
