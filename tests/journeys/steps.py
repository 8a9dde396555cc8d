"""What a hand does on any page: fill in by name, choose, press, sign, attach; and what it gets back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).resolve().parents[2] / "var/axe.min.js"
LEAST = 200  # px, of a panel that can be read
# a button and, where it asks once more, the answer to that
_ONCE_MORE = "dialog[open] .btn-danger"


def check_accessible(page: Page) -> None:
    """No violation that axe knows of, nothing wider than the screen, no panel squeezed to a strip."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "() => axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    widths = page.locator("main .panel").evaluate_all("all => all.map(e => e.offsetWidth).filter(Boolean)")
    assert min(widths, default=LEAST) >= LEAST, page.url


def through_the_door(page: Page, name: str) -> None:
    """Be the persona of this name, as on its card."""
    page.context.clear_cookies()
    page.goto("/demo/")
    page.get_by_role("button", name=name, exact=False).first.click()
    page.wait_for_load_state("load")


def press(page: Page, label: str, *, within: str = "main") -> None:
    """Press a button or follow a link of this name, saying yes where the page asks once more."""
    named = re.compile(rf"^\W*{re.escape(label)}")
    scope = page.locator(within)
    found = scope.get_by_role("button", name=named).or_(scope.get_by_role("link", name=named)).first
    expect(found).to_be_visible()
    assert found.get_attribute("aria-disabled") is None, found.locator("xpath=..").inner_text()
    asks = found.evaluate("e => e.matches('button') && Boolean(e.closest('form')?.dataset.confirm)")
    if asks:
        found.click()
        found = page.locator(_ONCE_MORE)
    with page.expect_navigation(wait_until="load"):
        found.click()


def fill(page: Page, said: Mapping[str, str]) -> None:
    """Type into the fields of these names; a select takes the value of its choice."""
    for name, text in said.items():
        field = page.locator(f"main [name='{name}']:not([type=hidden])").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def fill_all(page: Page, text: str, *, prefix: str) -> None:
    """Write the same into every field whose name begins so."""
    for field in page.locator(f"main [name^='{prefix}']").all():
        field.fill(text)


def choose(page: Page, name: str, *values: str) -> None:
    """Tick the radio or the boxes with these values."""
    for value in values:
        page.locator(f"main input[name='{name}'][value='{value}']").check()


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f"main input[type=checkbox][name='{name}']").first.check()


def choose_all(page: Page, value: str, *, prefix: str) -> None:
    """Say the same to every question whose name begins so."""
    for radio in page.locator(f"main input[name^='{prefix}'][value='{value}']").all():
        radio.check()


def attach(page: Page, name: str, content: bytes, *, kind: str = "image/jpeg") -> None:
    end = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[kind]
    page.locator(f"main input[name='{name}']").set_input_files(
        [{"name": f"来件.{end}", "mimeType": kind, "buffer": content}]
    )


def sign(page: Page) -> None:
    """Draw on the pad with the mouse."""
    pad = page.locator("canvas.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 20 + step * 35, box["y"] + 30 + step % 2 * 40)
    page.mouse.up()


def fact(page: Page, term: str) -> str:
    """What stands beside this term in a list of facts."""
    row = page.locator("main dl.facts > div", has=page.locator("dt", has_text=re.compile(rf"^{term}"))).first
    return row.locator("dd").first.inner_text().strip()


def reads(page: Page, *sentences: str) -> None:
    """The page as a whole says all of this."""
    for sentence in sentences:
        expect(page.locator("body")).to_contain_text(sentence)


def heading(page: Page, words: str) -> None:
    expect(page.locator("h1").first).to_contain_text(words)


def fetched(page: Page, link: Locator) -> bytes:
    """The file behind a link."""
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200, answer.url
    return answer.body()


def printed(page: Page, button: Locator) -> bytes:
    """The file a form answers with."""
    form = button.locator("xpath=ancestor::form").first
    fields = form.evaluate(
        "f => Object.fromEntries([...new FormData(f)].filter(([, v]) => typeof v === 'string'))"
    )
    link = str(form.evaluate("f => f.action"))
    answer = page.request.post(link, form=fields, headers={"Referer": page.url})
    assert answer.status == 200, answer.text()[:2000]
    return answer.body()


def saved(page: Page, button: Locator) -> bytes:
    """What the browser saves when this is pressed."""
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def refused(page: Page, label: str) -> str:
    """The reasons beside a button that cannot be pressed now."""
    shown = page.locator("main .act", has=page.locator("a[aria-disabled=true]", has_text=label))
    return shown.locator(".act-why").inner_text()
