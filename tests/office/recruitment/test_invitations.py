"""The desk for invitations: the draft, the signature of another, the letter, an answer on paper (CQ-7.3)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import OPINION, WHY, key_in, photo_jpeg, resident_number, secret_sent
from zhongmu.recruitment.models import Application, Invitation


def at(name, *args):
    return reverse(f"office:{name}", args=args)


def words(**changes):
    seal = SimpleUploadedFile("章.jpg", photo_jpeg(), content_type="image/jpeg")
    said = {"name": "李秀英", "phone": "13800138000", "email": "", "address": "", "reason": WHY}
    said |= {"opinion": OPINION, "seal": seal, "sealed_on": "2026-11-02", "handled_by": "陈静"}
    return {**said, **changes}


@pytest.mark.clause("CQ-7.3")
def test_drafted_by_one_and_signed_by_another(yuzhong, noticed, enter):
    batch, officer, leader = noticed(yuzhong), enter(yuzhong), enter(yuzhong, "leader")
    url = at("invitation_new", batch.pk)
    once = key_in(officer.get(url).content.decode())
    assert "没有盖章不能提交" in officer.post(url, words(seal="")).content.decode()
    assert [officer.post(url, words(submission=once)).status_code for _press in range(2)] == [302, 302]
    made = Invitation.objects.get()
    page = officer.get(at("invitation", made.pk)).content.decode()
    assert "这一步由负责人办理" in page
    assert officer.post(at("invitation_edit", made.pk), words(name="李秀瑛")).status_code == 302
    sign = at("invitation_act", made.pk, "sign")
    assert officer.post(sign).status_code == 422
    assert "邀请待签发" in leader.get("/office/").content.decode()
    assert leader.post(sign).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.name) == ("sent", "李秀瑛")
    for form, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert officer.get(at("invitation_letter", made.pk, form)).content.startswith(head)
    assert officer.get(at("invitation_seal", made.pk))["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "role", "state"),
    [
        ("send_anew", "liaison", "sent"),
        ("decline", "liaison", "declined"),
        ("withdraw", "leader", "withdrawn"),
    ],
)
def test_the_acts_of_an_invitation_sent(yuzhong, noticed, invited, enter, name, role, state):
    made = invited(noticed(yuzhong), 1)
    client, url = enter(yuzhong, role), at("invitation_act", made.pk, name)
    assert url in client.get(at("invitation", made.pk)).content.decode()
    assert client.post(url, {"reason": "本人来电说明"}).status_code == 302
    made.refresh_from_db()
    assert made.state == state


@pytest.mark.clause("CQ-7.3")
def test_an_acceptance_on_paper_is_a_form_in_the_persons_hand(yuzhong, noticed, invited, enter):
    made = invited(noticed(yuzhong), 1)
    said = {**answers(resident_id=resident_number(1), sex="1"), "intake_channel": "visit"}
    page = enter(yuzhong).post(at("invitation_answer", made.pk), {**said, "arrived_on": "2026-11-02"})
    application = Application.objects.get()
    assert application.number in page.content.decode()
    assert (application.channel, application.name) == ("invite", made.name)


@pytest.mark.clause("CQ-7.3")
def test_the_invitee_reads_the_letter_and_answers_on_line(yuzhong, noticed, invited):
    made, client = invited(noticed(yuzhong), 1), Client()
    client.post("/reply/", {"number": made.number, "secret": secret_sent(made)})
    page = client.get("/reply/").content.decode()
    assert "邀请您" in page
    assert "接受，填写报名表" in page
    assert client.get(reverse("portal:reply_letter", args=["pdf"])).content.startswith(b"%PDF")
    done = client.post(reverse("portal:reply_form"), answers(resident_id=resident_number(1), sex="1"))
    assert done.status_code == 302
    assert Application.objects.get().channel == "invite"


def test_an_invitee_may_say_why_not(yuzhong, noticed, invited):
    made, client = invited(noticed(yuzhong), 1), Client()
    client.post("/reply/", {"number": made.number, "secret": secret_sent(made)})
    long = client.post(reverse("portal:reply_decline"), {"reason": "近" * 501})
    assert long.status_code == 422
    assert "最多500字，现有501字" in long.content.decode()
    assert client.post(reverse("portal:reply_decline"), {"reason": "近期出国"}).status_code == 302
    assert made.moves.get(name="decline").reason == "近期出国"


def test_a_nomination_has_no_letter_of_invitation(yuzhong, noticed, nominated):
    made, client = nominated(noticed(yuzhong), 1), Client()
    client.post("/reply/", {"number": made.number, "secret": secret_sent(made)})
    assert client.get(reverse("portal:reply_letter", args=["pdf"])).status_code == 404


def test_the_neighbour_finds_nothing(yuzhong, jiangbei, noticed, invited, enter):
    batch = noticed(yuzhong)
    made, stranger = invited(batch, 1), enter(jiangbei)
    urls = [at(f"invitation{part}", made.pk) for part in ("", "_edit", "_seal", "_answer")]
    urls += [at("invitation_act", made.pk, "sign"), at("invitation_letter", made.pk, "pdf")]
    urls += [at("invitations", batch.pk), at("invitation_new", batch.pk)]
    for url in urls:
        assert stranger.get(url).status_code == stranger.post(url).status_code == 404, url


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(yuzhong, noticed, invited, enter, django_assert_num_queries, rows):
    batch, client = noticed(yuzhong), enter(yuzhong)
    for seq in range(1, rows + 1):
        invited(batch, seq)
    url = at("invitations", batch.pk)
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
