"""What a page says every time is worked out when its template is compiled, not each time it is shown; what it says
but once is escaped without being wrapped.
"""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # no public name wraps nothing

SETTLED = frozenset({"_", "url", "static"})  # globals whose answer to the same question never changes


class _Settle(NodeTransformer):
    """Puts the answer in place of every settled call with nothing but constants in it."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.known = known

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802  Jinja's name
        self.generic_visit(node, *args, **kwargs)
        asked = [each.value for each in node.args if isinstance(each, nodes.Const)]
        plain = len(asked) == len(node.args) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if not (plain and isinstance(node.node, nodes.Name) and node.node.name in SETTLED):
            return node
        try:
            return nodes.Const(self.known[node.node.name](*asked), lineno=node.lineno)
        except Exception:  # noqa: BLE001  as Jinja folds: what fails is left to fail where the page needs it
            return node


def shown(value: object) -> str:
    """`escape` for what goes straight into the page: the text itself, for nobody will ask whether it is markup."""
    if type(value) is str:
        return escaped_text(value)
    return value if type(value) is Markup else escape(value)


class SettledFirst(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  Jinja's name
        _Settle(self.environment.globals).visit(node)
        self.writeline(f"from {__name__} import {shown.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        plain = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
        if plain:
            self.write(f"{shown.__name__}(")
        else:
            super()._output_child_pre(node, frame, finalize)
