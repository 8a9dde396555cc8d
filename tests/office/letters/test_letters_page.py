from __future__ import annotations

import pytest
from django.urls import reverse

from zhongmu.interests.actions import recuse
from zhongmu.ledger.models import LedgerEntry
from zhongmu.letters.actions import queue_letter
from zhongmu.letters.models import Letter
from zhongmu.people.models import Account

pytestmark = pytest.mark.django_db
LIST = "/office/letters/"


@pytest.fixture
def sealed(filed, brought_to, yuzhong):
    """The letter to the reporter of a clue just accepted."""
    brought_to(filed(yuzhong), "accepted")
    return Letter.objects.exclude(pseudonym="").get()


@pytest.fixture
def to_person(yuzhong, person, now):
    return queue_letter(
        yuzhong,
        event="appointed",
        subject_line="您已被聘任",
        body="请来领取证书",
        at=now,
        rehearsal=False,
        person=person(),
    )


def tell(client, letter, how="11月2日电话告知本人"):
    return client.post(reverse("office:letter_tell", args=[letter.pk]), {"how": how})


@pytest.mark.clause("CQ-12.3")
def test_who_is_to_be_told_stands_in_the_list_until_ticked_off(enter, yuzhong, to_person):
    desk = enter(yuzhong)
    assert "李秀英" in desk.get(LIST).content.decode()
    assert tell(desk, to_person, " ").status_code == 422
    tell(desk, to_person)
    to_person.refresh_from_db()
    assert (to_person.state, to_person.told_how) == ("told", "11月2日电话告知本人")
    assert "您已被聘任" in desk.get(LIST, {"tab": "done"}).content.decode()
    assert tell(desk, to_person).status_code == 422
    assert LedgerEntry.objects.filter(action="letter.tell").count() == 1


def test_a_reporter_stands_there_as_the_reporter_of_a_number(enter, yuzhong, sealed):
    page = enter(yuzhong).get(LIST).content.decode()
    assert "线〔2026〕0001 的反映人（身份封存）" in page
    assert "李秀英" not in page
    assert "13800138000" not in page


def test_only_who_may_reveal_tells_a_sealed_reporter(enter, yuzhong, sealed):
    refused = tell(enter(yuzhong), sealed)
    assert (refused.status_code, "只有有权查看的人员可以告知" in refused.content.decode()) == (422, True)
    leader = enter(yuzhong, "leader")
    assert "写明事由查看反映人" in leader.get(LIST).content.decode()
    assert tell(leader, sealed).status_code == 302


def test_a_letter_about_a_hidden_case_is_hidden_too(enter, yuzhong, sealed, actor, staff):
    account = Account.objects.get(pk=staff(yuzhong, "leader").pk)
    by = actor(yuzhong, "leader")
    recuse(
        account, subject=sealed.about, chain=yuzhong.code, by=by, reason="近亲属任职", at=sealed.created_at
    )
    leader = enter(yuzhong, "leader")
    assert "线〔2026〕0001" not in leader.get(LIST).content.decode()
    assert tell(leader, sealed).status_code == 404


def test_another_bureaus_letters_do_not_exist(enter, jiangbei, to_person, sealed):
    stranger = enter(jiangbei, "leader")
    page = stranger.get(LIST).content.decode()
    assert "没有要告知的" in page
    assert tell(stranger, to_person).status_code == 404


def test_a_rehearsals_letters_are_shown_as_preview(enter, harbin, filed, brought_to):
    brought_to(filed(harbin), "accepted")
    page = enter(harbin).get(LIST, {"tab": "preview"}).content.decode()
    assert "演练预览，未发出" in page
    assert "这里现在没有" in enter(harbin).get(LIST, {"tab": "queued"}).content.decode()


@pytest.fixture
def letters(filed, brought_to, yuzhong):
    def make(count):
        for _each in range(count):
            brought_to(filed(yuzhong), "accepted")

    return make


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long(enter, yuzhong, letters, rows, django_assert_num_queries):
    letters(rows)
    desk = enter(yuzhong)
    desk.get(LIST)
    with django_assert_num_queries(14):
        assert desk.get(LIST).content.decode().count("的反映人") == rows


def test_a_nul_in_how_somebody_was_told_is_asked_again(enter, yuzhong, to_person):
    answer = enter(yuzhong).post(f"{LIST}{to_person.pk}/tell/", {"how": "电话\0告知"})
    assert answer.status_code == 422
    assert Letter.objects.get(pk=to_person.pk).state == "by_hand"
