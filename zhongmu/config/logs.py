"""Logs as JSON lines on standard error: what happened where, never who reported nor what a form held."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from structlog.typing import ExcInfo, Processor


def _is_of_the_machine(error: BaseException) -> bool:
    """Whether its words are the system's own. Any other may quote what somebody typed ("invalid literal …: '李秀英'");
    a library's own kind of OSError too: that of SMTP lists the addresses.
    """
    own = isinstance(error, OSError) and type(error).__module__ == "builtins"
    return own or isinstance(error, OperationalError | ImproperlyConfigured)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, the first cause last."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    words = f": {error}" if _is_of_the_machine(error) else ""
    return "".join(traceback.format_tb(error.__traceback__)) + name + words


def where_it_went_wrong(raised: ExcInfo) -> str:
    """Frames and kinds of an error without its words."""
    return "\n\n".join(_told(error) for error in reversed(list(_chain(raised[1]))))


def configure(settings: dict[str, Any]) -> None:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
    ]
    line = logging.StreamHandler(sys.stderr)
    line.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(where_it_went_wrong),  # type: ignore[arg-type]  # called by place, under another name
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [line]
    # Of the libraries no more than INFO: Pillow's DEBUG says what a photo's EXIF holds.
    level = logging.getLevelName(settings.get("level", "INFO"))
    root.setLevel(max(level, logging.INFO))
    logging.getLogger("zhongmu").setLevel(level)
    logging.getLogger("django").handlers = []  # its own would write a second line, not JSON
    # Access lines carry addresses with receipt numbers; the proxy keeps its own.
    logging.getLogger("django.server").setLevel("WARNING")
    logging.getLogger("django.request").setLevel("ERROR")
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
