"""The Jinja2 environment and what every page knows about its request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import get_urlconf, reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from zhongmu.people.amounts import points
from zhongmu.web.compiling import SettledFirst
from zhongmu.web.controls import control, wrong_fields

BEIJING = ZoneInfo("Asia/Shanghai")
SOON = 3  # working days: from here on a clock says so by shape and colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a page. The defaults are those of a page rendered without a request."""

    elder: bool = False
    contrast: bool = False
    rehearsal: bool = False
    demo: bool = False
    signed_in: bool = False
    bureau_name: str = ""
    role: str = ""
    path: str = "/"

    @property
    def classes(self) -> str:
        return " ".join(name for name, on in (("elder", self.elder), ("contrast", self.contrast)) if on)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page. The same question has the same answer for a whole process, so it is kept."""
    return _address(get_urlconf(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _address(
    urlconf: str | None, name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]
) -> str:
    return reverse(name, urlconf, args=args, kwargs=dict(kwargs))


@lru_cache(maxsize=8192)
def spoken(message: str) -> Markup:
    """`gettext` for templates, each sentence looked up once: a server speaks one language, LANGUAGE_CODE."""
    return Markup(gettext(message))  # noqa: S704  a sentence of ours, as newstyle gettext takes it


@lru_cache(maxsize=8192)
def _plain(message: str) -> Markup:
    return spoken(message) % {}


def sentence(message: str, /, **values: object) -> Markup:
    """Jinja's own `_` with newstyle gettext, without asking the context twice for every word on a page."""
    return spoken(message) % values if values else _plain(message)


@lru_cache(maxsize=1024)
def file_address(path: str) -> str:
    """`static`; the names carry their content's digest, which a running server never sees change."""
    return static(path)


class CsrfInput:
    """The hidden field of every form on a page: masked anew for each page, not for each form."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def _field(self) -> str:
        return str(csrf_input(self.request))

    def __html__(self) -> str:
        return self._field

    __str__ = __html__


def day(value: date | None) -> str:
    """2026年11月21日; empty for None. A datetime is read in Beijing."""
    if value is None:
        return ""
    on = value.astimezone(BEIJING) if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日"


@lru_cache(maxsize=4096)  # a list says the same few days on every row, and again on every page
def due_mark(words: str, kind: str, due_on: date) -> Markup:
    """A clock beside its day, as `marks.clock` draws it."""
    look = f"clock {kind}" if kind else "clock"
    drawn = Markup('<span class="{}">{}</span><time class="clock-by" datetime="{}">{}</time>')
    return drawn.format(look, words, due_on.isoformat(), day(due_on))


def moment(value: datetime | None) -> str:
    """2026年11月21日 09:14, in Beijing; empty for None."""
    if value is None:
        return ""
    at = value.astimezone(BEIJING)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def yuan(fen: int | None) -> str:
    """Fen as 12,480.00 元; empty for None."""
    if fen is None:
        return ""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d} 元"


def mask(value: object, head: int = 1, tail: int = 0) -> str:
    """Keep `head` first and `tail` last characters; at least one in between is always hidden."""
    text = str(value or "")
    if not text:
        return ""
    if len(text) <= head + tail:
        head, tail = min(head, len(text) - 1), 0
    return text[:head] + "＊" * (len(text) - head - tail) + text[len(text) - tail :]


def clock(left: int, unit: str = "") -> str:
    """Days left, in words. Negative when late."""
    unit = unit or _("个工作日")
    if left < 0:
        return _("已超期 %(days)d %(unit)s") % {"days": -left, "unit": unit}
    if left == 0:
        return _("今天到期")
    return _("还剩 %(days)d %(unit)s") % {"days": left, "unit": unit}


def clock_kind(left: int) -> str:
    """The class the clock is drawn with: late, soon or none."""
    if left < 0:
        return "late"
    return "soon" if left <= SOON else ""


def paragraphs(text: object) -> Markup:
    """Plain text as escaped paragraphs, one for each line that says something."""
    lines = (line.strip() for line in str(text or "").splitlines())
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)


def anchor(text: object) -> str:
    """An element id that any label can be turned into."""
    return "-".join(str(text).split())


def attributes(pairs: Mapping[str, object]) -> Markup:
    """HTML attributes, escaped; True stands alone, False and None are left out."""
    return Markup("").join(
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, escape(value))
        for name, value in pairs.items()
        if value is not None and value is not False
    )


FILTERS = (day, moment, yuan, points, mask, clock, clock_kind, paragraphs, anchor, attributes)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend with its loader. An unknown name in a template is an error."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    env = Environment(**options)  # noqa: S701  autoescape is on, two lines above
    env.code_generator_class = SettledFirst
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(spoken, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]  # added by the extension
    env.filters |= {each.__name__: each for each in FILTERS}
    env.globals |= {
        "url": url,
        "static": file_address,
        "_": sentence,
        "control": control,
        "wrong_fields": wrong_fields,
        "frame": Frame(),
        "messages": (),
    }
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context for every page; no query. Django lets this win over a view's own names, so it adds few.

    `nav` and `bureau` appear only when the request carries them.
    """
    bureau = getattr(request, "bureau", None)
    membership = getattr(request, "membership", None)
    policy = getattr(request, "policy", None)
    frame = Frame(
        elder=request.COOKIES.get("elder") == "1",
        contrast=request.COOKIES.get("contrast") == "1",
        rehearsal=bool(getattr(request, "rehearsal", getattr(policy, "rehearsal", False))),
        demo=settings.DEMO,
        signed_in=bool(getattr(getattr(request, "user", None), "is_authenticated", False)),
        bureau_name=getattr(bureau, "name", ""),
        role=str(membership.get_role_display() if membership else ""),
        path=request.get_full_path(),
    )
    context: dict[str, Any] = {
        "frame": frame,
        "elder": frame.elder,
        "rehearsal": frame.rehearsal,
        "demo": frame.demo,
        "csrf_input": CsrfInput(request),
    }
    context |= {name: getattr(request, name) for name in ("nav", "bureau") if getattr(request, name, None)}
    return context
