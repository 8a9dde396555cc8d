"""Questions every request asks, written as querysets with blanks and compiled once.

Building a queryset and its SQL costs Python many times what the database takes to answer a small question. A
`Prepared` question is built and compiled on first use of a connection, then asked again with new values:

    memberships = Prepared(lambda account, on: Membership.objects.filter(account=account, starts_on__lte=on))
    memberships(account.pk, today)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.signals import post_save, pre_save
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery

T = TypeVar("T")
Row = Sequence[Any]
Shape = tuple[Hashable, ...]


class Blank(Expression):
    """Stands in a queryset where a value comes later; it takes its own place among the SQL's parameters."""

    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # a blank is no value
        return "%s", [self]


@dataclass(frozen=True)
class Statement:
    """Compiled SQL. A parameter that is a `Blank` is filled anew each time; `read` turns a row into what is asked for."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    read: Callable[[list[Any]], Any]

    def rows(self, values: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        params = [_filled(each, values, connection) for each in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.read(row) for row in self._converted(found, connection)]

    def changed(self, values: Sequence[Any], connection: BaseDatabaseWrapper) -> int:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(each, values, connection) for each in self.params])
            return int(cursor.rowcount)

    def _converted(self, rows: Iterable[Row], connection: BaseDatabaseWrapper) -> Iterator[list[Any]]:
        for row in map(list, rows):
            for column, convert, expression in self.converters:
                row[column] = convert(row[column], expression, connection)
            yield row


class _Question(ABC, Generic[T]):
    """What both kinds share: compiled once a connection and shape, filled anew at every call."""

    def __init__(self) -> None:
        # A connection belongs to one thread, and a compiled statement to its connection: no lock is needed.
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, dict[Shape, Statement]] = WeakKeyDictionary()

    @abstractmethod
    def _compile(self, values: Sequence[object], constants: dict[str, Hashable]) -> Statement: ...

    def _statement(
        self, values: Sequence[object], constants: dict[str, Hashable], connection: BaseDatabaseWrapper
    ) -> Statement:
        shape = (*[len(v) if isinstance(v, tuple) else None for v in values], *constants.items())
        known = self._compiled.get(connection)
        if known is None:
            known = self._compiled.setdefault(connection, {})
        if shape not in known:
            known[shape] = self._compile(values, constants)
        return known[shape]


class Prepared(_Question[T]):
    """Call with a value for each argument of `build`; a tuple of values becomes a list of blanks (`__in`).

    Keywords are constants: each set of them, and each length of a tuple, is a statement of its own. Rows are
    instances, with what `select_related` names, or lists where the queryset says `values_list`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]]) -> None:
        super().__init__()
        self._build = build

    def __call__(self, *values: object, **constants: Hashable) -> list[T]:
        connection = connections[DEFAULT_DB_ALIAS]
        return self._statement(values, constants, connection).rows(values, connection)

    def first(self, *values: object, **constants: Hashable) -> T | None:
        return next(iter(self(*values, **constants)), None)

    def _compile(self, values: Sequence[object], constants: dict[str, Hashable]) -> Statement:
        return _compile(self._build(*_blanks(values), **constants))


class PreparedUpdate(_Question[int]):
    """`build` returns the rows and what they become; a call returns how many it changed."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]]) -> None:
        super().__init__()
        self._build = build

    def __call__(self, *values: object) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        return self._statement(values, {}, connection).changed(values, connection)

    def _compile(self, values: Sequence[object], constants: dict[str, Hashable]) -> Statement:
        rows, changes = self._build(*_blanks(values), **constants)
        query = cast("UpdateQuery", rows.query.chain(UpdateQuery))  # as QuerySet.update does
        query.add_update_values(changes)
        sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return Statement(sql, _plain(params), (), list)


class PreparedInsert(_Question[None]):
    """`insert(row)` is `row.save(force_insert=True)` for values, not expressions, with one statement for every row of
    a table. Signals, the columns the database fills in, and the rollback a failure asks for are as `save` has them.
    """

    def __call__(self, row: Model) -> None:
        connection, model = connections[DEFAULT_DB_ALIAS], type(row)
        if not row._state.adding or row.pk is not None:  # noqa: SLF001  Django's documented name
            raise TypeError(f"{model.__name__} {row.pk} is no new row")
        told = {
            "sender": model,
            "instance": row,
            "raw": False,
            "using": DEFAULT_DB_ALIAS,
            "update_fields": None,
        }
        pre_save.send(**told)
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
            (filled,) = self._statement((row,), {"model": model}, connection).rows(
                [each.get_db_prep_save(each.pre_save(row, True), connection) for each in _written(model)],
                connection,
            )
        for field, value in zip(model._meta.db_returning_fields, filled, strict=True):  # noqa: SLF001  as `save` asks
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  Django's documented name
        post_save.send(created=True, **told)

    def _compile(self, values: Sequence[object], constants: dict[str, Hashable]) -> Statement:
        model: Any = constants["model"]
        query, back = InsertQuery(model), model._meta.db_returning_fields  # noqa: SLF001  as `save` asks
        query.insert_values(_written(model), cast("list[Model]", values))
        compiler: Any = query.get_compiler(using=DEFAULT_DB_ALIAS)
        compiler.returning_fields = back
        ((sql, params),) = compiler.as_sql()
        found = compiler.get_converters([each.get_col(model._meta.db_table) for each in back])  # noqa: SLF001  as `save` asks
        converters = [(at, convert, column) for at, (each, column) in found.items() for convert in each]
        blanks = [Blank((at, -1)) for at in range(len(params))]
        return Statement(sql, tuple(blanks), tuple(converters), list)


insert = PreparedInsert()


@cache
def _written(model: type[Model]) -> list[Any]:
    """The columns `save` sends: all but those the database fills in itself."""
    meta: Any = model._meta  # noqa: SLF001  Django's documented name
    return [each for each in meta.local_concrete_fields if not each.generated and each is not meta.auto_field]


def _blanks(values: Sequence[object]) -> list[Any]:
    return [
        [Blank((at, i)) for i in range(len(value))] if isinstance(value, tuple) else Blank((at, -1))
        for at, value in enumerate(values)
    ]


def _filled(param: Any, values: Sequence[Any], connection: BaseDatabaseWrapper) -> Any:
    if not isinstance(param, Blank):
        return param
    at, inside = param.place
    value = values[at] if inside < 0 else values[at][inside]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _compile(asked: QuerySet[Any, Any]) -> Statement:
    compiler = asked.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    converters = [(at, convert, column) for at, (each, column) in found.items() for convert in each]
    read = _instance(compiler) if asked._iterable_class is ModelIterable else list  # noqa: SLF001  nothing public tells
    return Statement(sql, _plain(params), tuple(converters), read)


def _plain(params: Iterable[Any]) -> tuple[Any, ...]:
    """A driver looks for an adapter for the member of an enumeration, at every call; its value needs none."""
    return tuple(each.value if isinstance(each, Enum) else each for each in params)


def _instance(compiler: Any) -> Callable[[list[Any]], Any]:
    """As Django's own ModelIterable makes an instance of a row and hangs the related ones on it."""
    columns = compiler.klass_info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    model, names = compiler.klass_info["model"], [c[0].target.attname for c in compiler.select[start:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs tell of Django 6

    def read(row: list[Any]) -> Any:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for each in related:
            each.populate(row, made)
        return made

    return read
