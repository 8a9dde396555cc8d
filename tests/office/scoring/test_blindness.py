"""No page and no answer a reviewer gets says who a candidate is; next door nothing of it exists."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.conftest import named
from tests.recruitment.scoring.conftest import DECLARED, as_reviewer, seats
from zhongmu.bureaus.models import Membership
from zhongmu.people.models import Account
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.actions.inviting import draft_invitation
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.scoring.blinding import MATERIALS

PEOPLE = (
    {
        "name": "阿依古丽·买买提", "ethnic": "05", "political": "01", "sex": "2",
        "employer": "重庆市渝中区示范社区居民委员会", "school": "示范师范大学", "post": "示范社区居民委员会主任",
        "unit_name": "渝中区总工会", "address": "渝中区示范路1号", "email": "ayi@example.com", "major": "公共管理",
        "reason": "我叫阿依古丽·买买提，女，维吾尔族，中共党员，1970年1月生，在示范社区居民委员会工作，"
                  "渝中区总工会推荐，电话13800138001。做了二十年居民工作，熟悉老人看病买药的情况。",
        "remark": "微信 ayiguli_70，住示范路1号",
    },
    {
        "name": "欧阳建国", "ethnic": "15", "political": "04", "sex": "1",
        "employer": "示范会计师事务所", "school": "示范财经大学", "post": "会计", "unit_name": "",
        "address": "渝中区样例街2号", "email": "ou@example.com", "major": "会计",
        "reason": "欧阳建国，土家族，男。欧阳老师审过三十家单位的账。示范财经大学毕业。",
        "remark": "",
    },
)  # fmt: skip
SAYS = ("做了二十年居民工作", "审过三十家单位的账")


def everybody_tells_all(batch):
    for application, told in zip(batch.applications.order_by("pk"), PEOPLE, strict=True):
        Application.objects.filter(pk=application.pk).update(**told)


@pytest.fixture
def round_(yuzhong, choosing, locked, actor, now):
    """Two candidates who write all they can about themselves; every material is shown."""
    batch = choosing(yuzhong, ["insured", "expert"])
    everybody_tells_all(batch)
    round_ = locked(batch)
    every = tuple(code for code in MATERIALS if code != "age_band")
    _show(round_, every)
    told = {"by": actor(yuzhong), "at": now, "on": now.date()}
    scoring.open_list(round_, due_on=now.date(), **told)
    return round_


def _show(round_, shows):
    from dataclasses import replace

    dims = tuple(replace(d, shows=shows) for d in round_.rubric.dims)
    type(round_).objects.filter(pk=round_.pk).update(rules=replace(round_.rubric, dims=dims).text)
    round_.refresh_from_db()


def secrets(round_):
    """Everything that says who one of them is."""
    found = {
        "维吾尔",
        "土家族",
        "中共党员",
        "党员",
        "民革",
        "13800138001",
        "ayiguli",
        "欧阳老师",
        "欧阳",
        "阿依古丽",
    }
    for a in round_.batch.applications.all():
        told = (
            a.name,
            a.number,
            a.resident_id,
            a.phone,
            a.email,
            a.address,
            a.employer,
            a.unit_name,
            a.school,
        )
        found |= {text for text in told if text}
        found |= {"示范社区居民委员会", a.identity.birth_on.isoformat(), "1970年1月", a.photo.token}
        found |= {
            reverse("office:application", args=[a.pk]),
            reverse("office:application_photo", args=[a.pk]),
        }
    return found


def answers(seat):
    """Every page and answer of this reviewer, as (address, text)."""
    web, pk = client_of(seat.account), seat.round_id
    labels = list(seat.assignments.values_list("entry__label", flat=True))
    names = [reverse("office:my_scoring"), reverse("office:today")]
    names += [reverse(f"office:{n}", args=[pk]) for n in ("my_round", "scoring_declare")]
    for label in labels:
        names += [reverse(f"office:{n}", args=[pk, label]) for n in ("card", "card_conflict")]
        told = {"dimension": "ability", "points": "500", "reason": "", "seen": "0"}
        yield label, web.post(reverse("office:cell", args=[pk, label]), told).content.decode()
        yield (
            label,
            web.post(reverse("office:card", args=[pk, label]), {"points_ability": "7"}).content.decode(),
        )
        yield label, web.post(reverse("office:card_conflict", args=[pk, label]), {}).content.decode()
    for url in names:
        yield url, web.get(url, follow=True).content.decode()


def leaked(round_):
    found, seen = [], ""
    for seat in seats(round_):
        for where, text in answers(seat):
            seen += text
            found += [(seat.account.username, where, one) for one in secrets(round_) if one in text]
            body = text.split("<main", 1)[-1]
            found += [(seat.account.username, where, sex) for sex in ("男", "女") if sex in body]
    return found, seen


@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("HL-2.2b")
def test_no_page_of_a_reviewer_says_who_a_candidate_is(round_, yuzhong, actor, now):
    assert leaked(round_)[0] == []
    for seat in seats(round_):
        scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
    scoring.begin_scoring(round_, by=actor(yuzhong), at=now, on=now.date())
    found, seen = leaked(round_)
    assert found == []
    assert all(words in seen for words in SAYS)
    assert all(label in seen for label in round_.entries.values_list("label", flat=True))


def test_next_door_no_reviewer_finds_the_round(round_, jiangbei, actor, panel, yuzhong, now):
    for seat in seats(round_):
        scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
    scoring.begin_scoring(round_, by=actor(yuzhong), at=now, on=now.date())
    label = round_.entries.first().label
    for stranger in panel(jiangbei):
        web = client_of(stranger)
        assert "2026年第一批" not in web.get(reverse("office:my_scoring")).content.decode()
        for name, more in (
            ("my_round", ()),
            ("scoring_declare", ()),
            ("card", (label,)),
            ("card_conflict", (label,)),
        ):
            assert web.get(reverse(f"office:{name}", args=[round_.pk, *more])).status_code == 404
        for name, more in (("cell", (label,)), ("scoring_sign", ())):
            assert web.post(reverse(f"office:{name}", args=[round_.pk, *more])).status_code == 404


def test_a_colleague_who_does_not_score_finds_no_card(round_, yuzhong, enter):
    web = enter(yuzhong, "reviewer")
    assert web.get(reverse("office:my_round", args=[round_.pk])).status_code == 404
    assert enter(yuzhong).get(reverse("office:my_round", args=[round_.pk])).status_code == 403


def test_an_expert_of_two_bureaus_sees_each_bureau_s_rounds_there(round_, jiangbei, now):
    expert = Account.objects.get(username="panel-500103-3")
    Membership.objects.create(account=expert, bureau=jiangbei, role="expert", starts_on=now.date())
    web = client_of(expert)
    assert "2026年第一批" in web.get(reverse("office:my_scoring")).content.decode()
    session = web.session
    session["bureau"] = jiangbei.pk
    session.save()
    assert "2026年第一批" not in web.get(reverse("office:my_scoring")).content.decode()
    assert web.get(reverse("office:my_round", args=[round_.pk])).status_code == 404


def test_no_other_door_of_the_batch_opens_to_its_reviewers(
    round_, yuzhong, nominated, unit_words, actor, enter, now
):
    """Whoever scores reads neither who was named nor what the minutes say; a colleague who does not, may."""
    batch = round_.batch
    type(batch).objects.filter(pk=batch.pk).update(state="noticed")
    batch.refresh_from_db()
    nomination = nominated(batch, 5)
    invitation = draft_invitation(batch, named(6), unit_words(), by=actor(yuzhong), at=now)
    type(batch).objects.filter(pk=batch.pk).update(state="choosing")
    applicant = batch.applications.first()
    doors = [
        reverse("office:nominations", args=[batch.pk]),
        reverse("office:nomination", args=[nomination.pk]),
        reverse("office:invitations", args=[batch.pk]),
        reverse("office:invitation", args=[invitation.pk]),
        reverse("office:applications", args=[batch.pk]),
        reverse("office:application", args=[applicant.pk]),
        reverse("office:appeal_new", args=[applicant.pk]),
        reverse("office:minutes_print", args=[batch.pk, "docx"]),
    ]
    seat = seats(round_)[0]
    assert {client_of(seat.account).get(door).status_code for door in doors} == {403}
    assert {enter(yuzhong, "clerk").get(door).status_code for door in doors} == {200}
