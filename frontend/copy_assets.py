"""Copy the locked third-party files from node_modules to where the product serves them. Idempotent."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MODULES = HERE / "node_modules"
VENDOR = ROOT / "zhongmu/web/static/vendor"
FONTS = ROOT / "fonts"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": VENDOR / "tabler.min.css",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "axe-core/axe.min.js": ROOT / "var/axe.min.js",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": FONTS
    / "NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/900Black/NotoSerifSC_900Black.ttf": FONTS / "NotoSerifSC-Black.ttf",
    "@expo-google-fonts/noto-serif-sc/LICENSE_FONT": FONTS / "NotoSerifSC-LICENSE.txt",
}


def main() -> int:
    for name, target in FILES.items():
        source = MODULES / name
        if not source.exists():
            sys.stderr.write(f"缺少 {source.relative_to(ROOT)}：请重新运行 make setup\n")
            return 1
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            # The stylesheet names a source map that is not served.
            if target.suffix == ".css":
                text = source.read_text(encoding="utf-8").split("/*# sourceMappingURL")[0]
                target.write_text(text, encoding="utf-8")
            else:
                shutil.copyfile(source, target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
