"""A page starts from request.bureau: no read of a bureau's rows goes over the whole table."""

from __future__ import annotations

import ast

from django.apps import apps
from django.db.models import Model

from tests.house.sources import PAGES, modules, named, tree
from zhongmu.bureaus.models import Bureau

MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = ("get_object_or_404", "get_list_or_404")
# Who may read the table of bureaus itself, and why.
BUREAU_READERS = {
    "zhongmu/portal/": "public pages list bureaus and find one by its code; a visitor has none of their own"
}


def _points_to(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model
        for field in model._meta.get_fields()
        if field.concrete and isinstance(field.related_model, type)
    }


def tenant_models() -> set[str]:
    """Every model of ours from which foreign keys lead to a Bureau, however many steps away; found, not listed."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("zhongmu.")]
    tenants: set[type[Model]] = {Bureau}
    while grown := {m for m in ours if _points_to(m) & tenants} - tenants:
        tenants |= grown
    return {model.__name__ for model in tenants}


def unscoped_reads(source: ast.AST, tenants: set[str]) -> list[str]:
    found = []
    for node in ast.walk(source):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            read = node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(SHORTCUTS) and node.args:
            read = node.args[0]
        else:
            continue
        if ast.unparse(read).rsplit(".", 1)[-1] in tenants:
            found.append(ast.unparse(node))
    return found


def allowed(path: str, read: str) -> bool:
    return read.startswith("Bureau") and path.startswith(tuple(BUREAU_READERS))


def test_no_page_reads_a_whole_table():
    tenants = tenant_models()
    found = [
        f"{named(path)}: {read}"
        for path in modules(*PAGES)
        for read in unscoped_reads(tree(path), tenants)
        if not allowed(named(path), read)
    ]
    assert found == [], (
        "start from request.bureau, or ask a question of the noun's queries that takes the bureau"
    )


def test_rows_of_a_bureau_are_found_through_any_number_of_steps():
    found = tenant_models()
    assert {
        "Bureau",
        "Membership",
        "Appointment",
        "Certificate",
        "Pledge",
        "Letter",
        "AppointmentMove",
    } <= found
    assert not {"Person", "CalendarDay", "Account"} & found


def test_the_ban_sees_every_way_to_read_a_table():
    tenants = {"Report"}
    for text in (
        "Report.objects.filter(pk=1)",
        "models.Report._default_manager.get()",
        "get_object_or_404(Report, pk=1)",
        "shortcuts.get_list_or_404(models.Report)",
    ):
        assert unscoped_reads(ast.parse(text), tenants)
    assert unscoped_reads(ast.parse("get_object_or_404(request.bureau.reports, pk=1)"), tenants) == []
