"""The board of notices, of one bureau and of all, as page and as feed; down means down, to the second."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.personas import SHANGHAI
from tests.recruitment.conftest import CITIZEN, key_in
from tests.recruitment.test_objecting import SAID
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Batch, NameNotice

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def shown(yuzhong, chosen, actor, now):
    """On show from Monday 2026-11-02 to 2026-11-09."""
    batch = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    return actions.publish_names(batch, by=actor(yuzhong), at=now, on=now.date())


def entries(response):
    return list(ET.fromstring(response.content).iter(f"{ATOM}entry"))  # noqa: S314  our own feed


def facts(response, *terms):
    """What stands beside these terms on the page."""
    text = response.content.decode()
    return [re.search(rf"<dt>{term}</dt><dd>([^<]+)</dd>", text)[1] for term in terms]


def names_url(notice, route="name_notice", *more):
    return reverse(f"portal:{route}", args=[notice.bureau.code, notice.pk, *more])


@pytest.mark.clause("CQ-5.4")
@pytest.mark.parametrize(
    ("clock", "status"), [((2026, 11, 9, 23, 59, 59), 200), ((2026, 11, 10, 0, 0, 0), 404)]
)
def test_a_list_comes_down_at_midnight_to_the_second(client, shown, monkeypatch, clock, status):
    monkeypatch.setattr(timezone, "now", lambda: datetime(*clock, tzinfo=SHANGHAI))
    assert client.get(names_url(shown)).status_code == status
    assert client.get(names_url(shown, "name_notice_print", "pdf")).status_code == status
    assert client.get(names_url(shown, "objection")).status_code == status
    assert len(entries(client.get(reverse("portal:all_notices_feed")))) == 1 + (status == 200)


@pytest.mark.parametrize("route", ["name_notice", "objection", "print"])
def test_no_engine_and_no_cache_keeps_a_list(client, shown, route):
    url = names_url(shown, "name_notice_print", "docx") if route == "print" else names_url(shown, route)
    response = client.get(url)
    assert "noindex" in response["X-Robots-Tag"]
    assert "noarchive" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "no-store"


def test_a_list_taken_down_is_no_page_in_the_same_second(client, shown, yuzhong, actor, now):
    leader = actor(yuzhong, "leader")
    actions.take_down_names(shown, reason="姓名写错一个字", by=leader, at=now, on=now.date())
    assert client.get(names_url(shown)).status_code == 404
    assert shown.title not in client.get(reverse("portal:notices", args=[yuzhong.code])).content.decode()
    assert len(entries(client.get(reverse("portal:notices_feed", args=[yuzhong.code])))) == 1


def test_the_page_says_that_it_was_extended_and_put_right(client, shown, yuzhong, actor, now):
    told = {"by": actor(yuzhong, "leader"), "at": now, "on": now.date()}
    later = actions.replace_names(shown, reason="一人的来源类别写错", **told)
    actions.extend_names(later, days=2, reason="收到异议，需要核实", **told)
    response = client.get(names_url(shown), follow=True)
    text = response.content.decode()
    assert response.redirect_chain == [(names_url(later), 302)]
    assert "更正说明：一人的来源类别写错" in text
    assert "经批准延长至2026年11月11日。延长理由：收到异议，需要核实。" in text


@pytest.mark.clause("HL-2.2e")
def test_the_feed_names_nobody(client, shown, yuzhong):
    people = list(shown.batch.applications.values_list("name", flat=True))
    for url in (reverse("portal:all_notices_feed"), reverse("portal:notices_feed", args=[yuzhong.code])):
        response = client.get(url)
        text = response.content.decode()
        assert response["Content-Type"].startswith("application/atom+xml")
        assert not [name for name in people if name in text]
        assert people[0] in client.get(names_url(shown)).content.decode()
        names, notice = entries(response)
        assert names.findtext(f"{ATOM}title") == shown.title
        assert names.findtext(f"{ATOM}summary") == "公示期：2026年11月2日至2026年11月9日"
        assert names.findtext(f"{ATOM}author/{ATOM}name") == yuzhong.name
        assert names.find(f"{ATOM}link").get("href").endswith(names_url(shown))
        assert "报名时间：2026年11月2日 09:00至" in notice.findtext(f"{ATOM}summary")


def test_an_extension_brings_an_entry_up(client, shown, yuzhong, actor, now, monkeypatch):
    at = now + timedelta(days=1)
    actions.extend_names(
        shown, days=2, reason="收到异议，需要核实", by=actor(yuzhong, "leader"), at=at, on=at.date()
    )
    names, _notice = entries(client.get(reverse("portal:all_notices_feed")))
    assert datetime.fromisoformat(names.findtext(f"{ATOM}updated")) == at
    assert "至2026年11月11日" in names.findtext(f"{ATOM}summary")


def test_pages_say_where_their_feed_is(client, yuzhong):
    for url, feed in (
        (reverse("portal:notices", args=[yuzhong.code]), f"/b/{yuzhong.code}/notices/feed.atom"),
        (reverse("portal:all_notices"), "/notices/feed.atom"),
    ):
        text = client.get(url).content.decode()
        assert '<link rel="alternate" type="application/atom+xml" title="' in text
        assert f'href="{feed}"' in text


@pytest.mark.clause("CQ-7.1")
@pytest.mark.clause("HL-2.2a")
def test_the_board_of_all_shows_real_notices_of_every_bureau(
    client, yuzhong, jiangbei, harbin, noticed, planned
):
    for bureau in (yuzhong, jiangbei, harbin):
        noticed(bureau, title=f"{bureau.short_name}选聘")
    planned(yuzhong, title="尚未公告")
    for tab in ("open", "all"):
        text = client.get(reverse("portal:all_notices"), {"tab": tab}).content.decode()
        assert yuzhong.name in text
        assert jiangbei.name in text
        assert harbin.name not in text  # a rehearsal
        assert "尚未公告" not in text
    assert len(entries(client.get(reverse("portal:notices_feed", args=[harbin.code])))) == 0


def test_the_board_of_all_lists_names_on_show(client, shown, yuzhong):
    text = client.get(reverse("portal:all_notices"), {"tab": "names"}).content.decode()
    assert shown.title in text
    assert yuzhong.name in text
    assert "李秀英" not in text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("tab", "queries"), [("open", 1), ("all", 1), ("names", 1)])
def test_the_board_of_all_costs_the_same(
    client, yuzhong, noticed, shown, django_assert_num_queries, rows, tab, queries
):
    for number in range(rows):
        noticed(yuzhong, title=f"第{number}批")
    with django_assert_num_queries(queries):
        client.get(reverse("portal:all_notices"), {"tab": tab})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_costs_the_same(client, yuzhong, noticed, shown, django_assert_num_queries, rows):
    for number in range(rows):
        noticed(yuzhong, title=f"第{number}批")
    with django_assert_num_queries(2):
        client.get(reverse("portal:all_notices_feed"))


def test_the_board_pages_by_publication_not_by_number(client, yuzhong, noticed, now, monkeypatch):
    monkeypatch.setattr("zhongmu.portal.recruitment.notices.SIZE", 2)
    first, second, third, fourth = (noticed(yuzhong, title=f"第{n}批") for n in "一二三四")
    Batch.objects.filter(pk=first.pk).update(published_at=now + timedelta(minutes=1))
    url = reverse("portal:all_notices")
    seen, query = [], "?tab=all"
    while query:
        text = client.get(url + query).content.decode()
        seen += [int(pk) for pk in re.findall(r"/notices/(\d+)/", text)]
        older = re.search(r'href="(\?[^"]*before=\d+)" rel="next"', text)
        query = unescape(older[1]) if older else ""
    assert seen == [first.pk, fourth.pk, third.pk, second.pk]


def test_a_visitor_follows_an_objection_by_number_and_secret(client, shown, yuzhong, jiangbei, actor, now):
    said = {
        "application": shown.entries[0]["application"],
        "objector": "周某",
        "contact": "023-1",
        "grounds": "与药店有关系",
    }
    url = names_url(shown, "objection")
    assert client.post(url, {**said, "grounds": ""}).status_code == 422
    assert client.get(reverse("portal:objected", args=[yuzhong.code])).status_code == 404
    said["submission"] = key_in(client.get(url).content.decode())
    once, again = [facts(client.post(url, said, follow=True), "编号", "查询码") for _press in range(2)]
    number, secret = once
    assert again == once
    printed = client.get(reverse("portal:objected_receipt", args=[yuzhong.code]))
    assert printed.content.startswith(b"%PDF")
    assert client.get(reverse("portal:objected", args=[jiangbei.code])).status_code == 404
    told, keys = reverse("portal:objection_told"), {"number": number, "secret": secret}
    waiting = client.post(told, keys).content.decode()
    assert "核实中" in waiting
    assert "2026年11月16日" in waiting
    objection = NameNotice.objects.get().objections.get()
    decided = {"reason": "内部核实记录", "answer": "经核实，异议不成立，理由如下。"}
    actions.dismiss_objection(objection, **decided, by=actor(yuzhong, "leader"), at=now, on=now.date())
    answered = client.post(told, keys).content.decode()
    assert "异议不成立" in answered
    assert decided["answer"] in answered
    assert "内部核实记录" not in answered
    assert "李秀英" not in answered


@pytest.mark.parametrize("wrong", [{"number": "异〔2026〕0099"}, {"secret": "2345-6789-ABCD"}])
def test_unknown_and_wrong_answer_alike(client, shown, now, wrong):
    lodged = actions.register_objection(
        shown,
        shown.entries[0]["application"],
        SAID,
        by=CITIZEN,
        at=now,
        channel="web",
        arrived_on=now.date(),
    )
    keys = {"number": lodged.objection.number, "secret": lodged.secret, **wrong}
    response = client.post(reverse("portal:objection_told"), keys)
    assert response.status_code == 422
    assert "编号或查询码不对" in response.content.decode()
