"""The wish to stop a command: heard before the solvers are loaded, so this imports none of them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM ask the run to stop; asked twice, the usual way takes over. Only the main thread may."""
    asked: list[int] = []
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        print("正在停下：写出目前最好的名单和差距。", file=sys.stderr, flush=True)  # noqa: T201  what a command says
        signal.signal(number, usual[signal.Signals(number)])

    for number in usual:
        signal.signal(number, ask)
    try:
        yield lambda: bool(asked)
    finally:
        for number, action in usual.items():
            signal.signal(number, action)
