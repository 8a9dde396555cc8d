from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings as django_settings
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, UndefinedError

from zhongmu.policies.rulings import Blocker, Cite, NeedsApproval, Notice
from zhongmu.web.controls import control, wrong_fields
from zhongmu.web.templates import (
    Frame,
    anchor,
    attributes,
    clock,
    clock_kind,
    day,
    environment,
    mask,
    moment,
    page_context,
    paragraphs,
    yuan,
)

PACKAGE = django_settings.ROOT / "zhongmu"
LOOK = PACKAGE / "web/jinja2"
TEMPLATES = sorted(PACKAGE.glob("*/jinja2/**/*.html"))
UI = '{% import "parts/ui.html" as ui with context %}'
CITE = Cite("chongqing-2024-43", "10.4", "第十条（四）")
EVIL = "<script>alert('1')</script>\"&"


class Apply(forms.Form):
    name = forms.CharField(label="姓名", max_length=5, help_text="与证件一致")
    born = forms.DateField(label="出生日期", widget=forms.DateInput)
    met = forms.DateTimeField(label="时间", required=False)
    sex = forms.ChoiceField(label="性别", choices=[("m", "男"), ("f", "女")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="时间", choices=[("w", "工作日")], required=False, widget=forms.CheckboxSelectMultiple
    )
    party = forms.ChoiceField(
        label="政治面貌", required=False, choices=[("", "请选择"), ("组", [("1", "群众")])]
    )
    why = forms.CharField(
        label="理由", required=False, widget=forms.Textarea(attrs={"rows": 6, "style": "x"})
    )
    photo = forms.FileField(label="照片")
    agree = forms.BooleanField(label="属实", error_messages={"required": "请先勾选属实"})
    ink = forms.CharField(label="签名", required=False, widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def bare_site(settings: SimpleNamespace) -> None:
    settings.ROOT_URLCONF = "tests.web.look_urls"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def env(source: str = "") -> Environment:
    return environment(loader=ChoiceLoader([DictLoader({"x.html": source}), FileSystemLoader(LOOK)]))


def drawn(source: str, **context: object) -> str:
    return env(UI + source).get_template("x.html").render(csrf_input="[csrf]", **context)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_needs_more_than_the_content_policy_allows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text
    assert "javascript:" not in text
    assert not re.search(r"(src|href|action)\s*=\s*[\"']?(https?:)?//", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize(
    "name", ["zhongmu.css", "zhongmu.js", "icons/set.svg", "icons/zhongmu.svg", "icons/rehearsal.svg"]
)
def test_static_files_fetch_nothing_from_elsewhere(name: str) -> None:
    text = (
        (PACKAGE / "web/static" / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    )
    assert "http://" not in text
    assert "https://" not in text
    assert "@import" not in text


@pytest.mark.parametrize("path", sorted(LOOK.rglob("*.html")), ids=lambda path: str(path.relative_to(LOOK)))
def test_every_template_of_the_look_compiles(path: Path) -> None:
    assert env().get_template(str(path.relative_to(LOOK)))


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500"])
def test_an_error_page_says_what_to_do_next_without_a_request(code: str) -> None:
    html = env().get_template(f"errors/{code}.html").render(csrf_input="")
    assert "请" in html
    assert "回到首页" in html


def test_text_from_people_is_escaped_in_every_macro() -> None:
    html = drawn(
        "{{ ui.page_head(e, e, back=(e, '#')) }}{{ ui.state(e) }}{{ ui.clock(e) }}{{ ui.stat(e, e, e) }}{{ ui.empty(e, e, (e, '#')) }}"
        "{{ ui.summary([(e, e, (e, '#'))]) }}{{ ui.tabs([(e, '#', e, True)]) }}{{ ui.sealed(e, e) }}{{ ui.act(e, '/', why=b) }}"
        "{{ ui.act(e, '/', names={e: e}, confirm=e) }}{{ ui.moves([m]) }}{{ ui.bars([(e, 1, e)]) }}{{ ui.progress(e, 1, 2) }}"
        "{{ ui.field(f['name']) }}{{ ui.doors([(e, e, '#')]) }}{{ ui.find('/', value=e, label=e) }}{{ e|paragraphs }}"
        "{% call ui.ledger([e, (e, 'num')], e) %}<tr><td>{{ e }}</td></tr>{% endcall %}{{ ui.cite(e) }}",
        e=EVIL,
        b=Blocker(EVIL, Cite("p", EVIL, EVIL, EVIL), EVIL),
        m=SimpleNamespace(
            label=EVIL, who=EVIL, at=datetime(2026, 11, 2, 1, 14, tzinfo=UTC), text=EVIL, cite=""
        ),
        f=Apply({"name": EVIL}),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_blocked_act_is_a_link_to_its_reason() -> None:
    html = drawn("{{ ui.act('结 案', '/close', why=b) }}", b=Blocker("还没有反馈。", CITE, "先写反馈。"))
    assert 'href="#why-结-案" aria-disabled="true" aria-describedby="why-结-案"' in html
    assert 'id="why-结-案"' in html
    assert 'href="/measures/chongqing-2024-43/#a10.4">第十条（四）</a>' in html
    assert "先写反馈。" in html
    assert "<form" not in html


def test_an_allowed_act_posts_with_a_token_and_may_carry_a_notice() -> None:
    html = drawn(
        "{{ ui.act('受理', '/accept', names={'id': 7}, note=[n]) }}", n=NeedsApproval("由负责人同意。")
    )
    assert "[csrf]" in html
    assert 'name="id" value="7"' in html
    assert "须经同意" in html


def test_reasons_may_be_a_sentence_or_several_rulings() -> None:
    html = drawn(
        "{{ ui.act('甲', '/', why='不行') }}{{ ui.act('乙', '/', why=r) }}", r=[Blocker("一"), Notice("二")]
    )
    assert html.count("还不能：") == 2
    assert "请留意：" in html


def test_an_act_that_opens_a_page_is_a_plain_link() -> None:
    assert '<a class="btn btn-primary" href="/write">写反馈</a>' in drawn(
        "{{ ui.act('写反馈', '/write', method='get') }}"
    )


def test_a_cite_without_article_names_what_it_rests_on() -> None:
    html = drawn("{{ ui.cite(c) }}{{ ui.cite(none) }}", c=Cite("p", "", "本局决定", "聘期"))
    assert html == '<a class="cite" href="/measures/p/">本局决定（聘期）</a>'


def test_a_wrong_form_lists_its_errors_with_links_and_keeps_what_was_typed() -> None:
    html = drawn(
        "{% call ui.form(f, '提交', files=True) %}{{ ui.fields(f) }}{% endcall %}",
        f=Apply({"name": "欧阳示范某某", "why": "因为"}),
    )
    assert 'role="alert"' in html
    assert '<a href="#id_sex_0">请选择：性别</a>' in html
    assert '<a href="#id_agree">请先勾选属实</a>' in html
    assert 'value="欧阳示范某某"' in html
    assert "因为</textarea>" in html
    assert 'aria-describedby="id_name-hint id_name-wrong" aria-invalid="true" aria-required="true"' in html
    assert "maxlength" not in html
    assert "style=" not in html


def test_choices_show_what_was_chosen() -> None:
    form = Apply(initial={"sex": "f", "days": ["w"], "party": "1", "agree": True, "born": date(2000, 2, 29)})
    html = drawn(
        "{{ ui.fields(f) }}{{ ui.signature(f['ink']) }}{{ ui.field(f['sex'], title=True, hints={'m': '提示'}) }}",
        f=form,
    )
    assert 'value="f" checked' in html
    assert 'value="w" checked' in html
    assert '<option value="1" selected>群众</option>' in html
    assert 'type="date" id="id_born" name="born" value="2000-02-29"' in html
    assert 'data-signature="id_ink"' in html
    assert "<legend><h1>性别</h1></legend>" in html
    assert "<small>提示</small>" in html


def test_a_form_without_a_body_draws_all_its_fields() -> None:
    html = drawn("{{ ui.form(f, '保存', autosave='apply') }}", f=Apply())
    assert html.count('class="ask-one"') == 9
    assert 'data-autosave="apply"' in html
    assert "summary-wrong" not in html


def test_a_widget_made_of_several_is_refused() -> None:
    class Two(forms.Form):
        at = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        control(Two()["at"])


def test_errors_of_the_whole_form_come_first_and_have_no_link() -> None:
    form = Apply({})
    form.add_error(None, "名额已满")
    assert wrong_fields(form)[0] == ("", "名额已满")
    assert "<li>名额已满</li>" in drawn("{{ ui.error_summary(f) }}", f=form)


def test_controls_know_their_kind() -> None:
    kinds = {bound.name: (control(bound).kind, control(bound).type) for bound in Apply()}
    assert kinds["met"] == ("line", "datetime-local")
    assert kinds["born"] == ("line", "date")
    assert kinds["photo"] == ("file", "file")
    assert kinds["days"][0] == "ticks"
    assert kinds["ink"][0] == "hidden"


def test_a_pager_is_silent_when_there_is_nothing_to_turn_to() -> None:
    assert drawn("{{ ui.pager() }}").strip() == ""
    html = drawn("{{ ui.pager(older='?before=9', newer='?', keys=True) }}")
    assert "更早的" in html
    assert "更新的" in html
    assert "data-keys" in html


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        env("{{ nobody }}").get_template("x.html").render()


def test_the_office_names_its_places_twice_for_desk_and_phone() -> None:
    html = (
        env('{% extends "base/office.html" %}')
        .get_template("x.html")
        .render(
            frame=Frame(bureau_name="示范局", role="联络员"), nav=[("今天", "/t", "7", True)], csrf_input=""
        )
    )
    assert html.count('<a href="/t" aria-current="page"><span>今天</span><small>7</small></a>') == 2
    assert '<details class="menu">' in html
    assert "示范局" in html


def test_the_way_in_is_told_in_chinese_and_keeps_where_to_go_next() -> None:
    form = type(
        "Login",
        (forms.Form,),
        {"login": forms.CharField(), "password": forms.CharField(widget=forms.PasswordInput)},
    )
    html = (
        env()
        .get_template("account/login.html")
        .render(form=form({"login": "示范", "password": "秘密"}), redirect_field="", csrf_input="[csrf]")
    )
    assert "密码" in html
    assert 'value="示范"' in html
    assert "秘密" not in html


def test_recovery_codes_are_shown_only_when_they_may_be() -> None:
    render = env().get_template("mfa/recovery_codes/index.html").render
    known = {
        "unused_codes": ["12345678"],
        "total_count": 10,
        "can_download_codes": False,
        "can_generate_codes": True,
    }
    assert "12345678" in render(**known, can_view_codes=True, csrf_input="")
    assert "12345678" not in render(**known, can_view_codes=False, csrf_input="")


def test_a_rehearsal_is_marked_on_every_frame() -> None:
    for base in ("office", "portal", "field", "print"):
        html = (
            env(f'{{% extends "base/{base}.html" %}}')
            .get_template("x.html")
            .render(frame=Frame(rehearsal=True), csrf_input="")
        )
        assert "rehearsing" in html
        assert "演练·征求意见稿" in html


def test_elder_and_contrast_are_one_press_away_and_come_back_to_the_page() -> None:
    render = env('{% extends "base/portal.html" %}').get_template("x.html").render
    assert 'name="elder" value="1">长辈版' in render(frame=Frame(path="/a?b=1"), csrf_input="")
    html = render(frame=Frame(elder=True, contrast=True, path="/a?b=1"), csrf_input="")
    assert '<html lang="zh-Hans" class="elder contrast">' in html
    assert 'name="elder" value="0">标准版' in html
    assert 'name="next" value="/a?b=1"' in html


def asked(**attrs: object) -> HttpRequest:
    request = RequestFactory().get("/list/?q=1")
    for name, value in attrs.items():
        setattr(request, name, value)
    return request


def test_a_page_reads_its_frame_from_the_request() -> None:
    request = asked(
        bureau=SimpleNamespace(name="示范局"),
        membership=SimpleNamespace(get_role_display=lambda: "联络员"),
        policy=SimpleNamespace(rehearsal=True),
        user=SimpleNamespace(is_authenticated=True),
        nav=[1],
    )
    request.COOKIES = {"elder": "1", "contrast": "0"}
    context = page_context(request)
    assert context["frame"] == Frame(
        elder=True,
        rehearsal=True,
        demo=django_settings.DEMO,
        signed_in=True,
        bureau_name="示范局",
        role="联络员",
        path="/list/?q=1",
    )
    assert context["nav"] == [1]


def test_a_page_without_a_bureau_leaves_the_views_own_names_alone() -> None:
    context = page_context(asked())
    assert "bureau" not in context
    assert "nav" not in context
    assert context["rehearsal"] is False


def test_dates_and_moments_are_told_in_beijing() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert day(late) == "2026年11月21日"
    assert moment(late) == "2026年11月21日 00:30"
    assert day(date(2028, 2, 29)) == "2028年2月29日"
    assert day(None) == moment(None) == yuan(None) == ""


@given(st.integers(-(10**12), 10**12))
def test_yuan_keeps_every_fen(fen: int) -> None:
    assert int(yuan(fen).removesuffix(" 元").replace(",", "").replace(".", "")) == fen


def test_yuan_reads_like_money() -> None:
    assert yuan(1248000) == "12,480.00 元"
    assert yuan(-5) == "-0.05 元"


@given(st.text(min_size=1, max_size=40), st.integers(0, 8), st.integers(0, 8))
def test_a_mask_always_hides_something(text: str, head: int, tail: int) -> None:
    masked = mask(text, head, tail)
    assert "＊" in masked
    assert len(masked) == len(text)


def test_masks_keep_what_was_asked_for() -> None:
    assert mask("13800000000", 3, 4) == "138＊＊＊＊0000"
    assert mask("示范某") == "示＊＊"
    assert mask(None) == ""


@pytest.mark.parametrize(
    ("left", "words", "kind"),
    [
        (-2, "已超期 2 个工作日", "late"),
        (0, "今天到期", "soon"),
        (3, "还剩 3 个工作日", "soon"),
        (11, "还剩 11 个工作日", ""),
    ],
)
def test_a_clock_speaks(left: int, words: str, kind: str) -> None:
    assert (clock(left), clock_kind(left)) == (words, kind)


def test_small_filters_keep_markup_out() -> None:
    assert paragraphs("一\n\n <b>") == "<p>一</p><p>&lt;b&gt;</p>"
    assert anchor("结 案") == "结-案"
    assert (
        attributes({"rows": 3, "multiple": True, "disabled": False, "title": '"'})
        == ' rows="3" multiple title="&#34;"'
    )
