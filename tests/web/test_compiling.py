from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from zhongmu.web.templates import environment


def compiled(source: str) -> str:
    return environment(loader=DictLoader({})).compile(source, raw=True)


def shown(source: str, **context: object) -> str:
    return environment(loader=DictLoader({"page": source})).get_template("page").render(**context)


def test_what_never_changes_is_worked_out_once():
    page = '<a href="{{ url("portal:front") }}">{{ _("众目") }}</a>'
    assert shown(page) == '<a href="/">众目</a>'
    assert "'<a href=\"/\">众目</a>'" in compiled(page)


@pytest.mark.parametrize(
    "source", ['{{ _("还剩%(n)s个", n=n) }}', "{{ _(n) }}", "{{ clock(3) }}", "{{ _(*n) }}"]
)
def test_what_a_page_brings_along_is_asked_when_it_is_shown(source):
    assert "context.call(" in compiled(source)


def test_a_sentence_with_a_value_is_filled_and_escaped():
    assert shown('{{ _("还剩%(n)s个", n=n) }}', n="<3") == "还剩&lt;3个"


def test_a_settled_sentence_is_no_markup_of_the_visitor():
    assert shown('{{ _("100%%") }}{{ ("<" ~ _("好")) }}') == "100%&lt;好"


@pytest.mark.parametrize(
    ("value", "words"),
    [("<b>&'", "&lt;b&gt;&amp;&#39;"), (Markup("<b>"), "<b>"), (gettext_lazy("好<"), "好&lt;"), (3, "3")],
)
def test_what_a_page_says_is_escaped_once(value, words):
    assert shown("{{ v }}", v=value) == words
    assert shown("{% macro m(v) %}{{ v }}{% endmacro %}{{ m(v) }}", v=value) == words
    assert shown("{% set s %}{{ v }}{% endset %}{{ s }}", v=value) == words


def test_an_unknown_name_is_an_error():
    with pytest.raises(UndefinedError, match="nobody"):
        shown("{{ nobody }}")


def test_an_address_that_is_not_there_fails_only_where_it_is_shown():
    page = '{% if there %}{{ url("nowhere:at-all") }}{% endif %}好'
    assert shown(page, there=False) == "好"
    with pytest.raises(Exception, match="nowhere"):
        shown(page, there=True)
