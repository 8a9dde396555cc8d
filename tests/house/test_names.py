"""Names say what a thing is; a moment ends in _at, a day in _on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field

from tests.house.sources import modules, named, tree

BANNED_MODULES = {"utils", "helpers", "common", "services", "managers", "constants", "misc"}
BANNED_WORDS = {"data", "info", "process", "handle"}
# A moment or a day under another name, and why. "at" alone is when a row that is only ever added was written.
MOMENTS = {
    "at": "the one moment of a row that is written once",
    "locked_until": "reads as the sentence it is: locked until",
    "last_login": "Django's own",
    "date": "a row of the calendar is that one day",
}


def defined(module: ast.Module) -> Iterator[str]:
    """Functions, classes, parameters and what is assigned to; attributes of others are not ours to name."""
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


# Django's own hooks and settings, which we only fill in; a data: URL is the web's own word.
FRAMEWORK = re.compile(r"^(cleaned_data|DATA_UPLOAD_.*|_?data|_?data_url)$")


def test_no_module_has_a_name_that_says_nothing():
    found = [
        named(p)
        for p in modules()
        if BANNED_MODULES & set(p.relative_to(p.anchor).with_suffix("").parts[-2:])
    ]
    assert found == []


def test_no_name_holds_a_word_that_says_nothing():
    found = {
        f"{named(path)}: {name}"
        for path in modules()
        for name in defined(tree(path))
        if words_of(name) & BANNED_WORDS and not FRAMEWORK.match(name)
    }
    assert found == set()


def ill_named(field: Field) -> bool:
    if field.name in MOMENTS:
        return False
    if isinstance(field, DateTimeField):
        return not field.name.endswith("_at")
    return isinstance(field, DateField) and not field.name.endswith("_on")


def test_moments_end_in_at_and_days_in_on():
    ours = [m for m in apps.get_models() if m.__module__.startswith("zhongmu.")]
    fields = [f for m in ours for f in m._meta.get_fields() if isinstance(f, Field)]
    assert [str(f) for f in fields if ill_named(f)] == []


def test_the_rules_see_a_bad_name():
    assert words_of("HTTPData") & BANNED_WORDS
    assert words_of("handle_form") & BANNED_WORDS
    assert not words_of("database") & BANNED_WORDS
    assert ill_named(DateTimeField(name="created"))
    assert ill_named(DateField(name="start_at"))
    assert not ill_named(DateTimeField(name="created_at"))
