"""Approving a choice that is announced without a name: what it means is said before anything is typed, and whose it is."""

from __future__ import annotations

from django.urls import reverse

from zhongmu.recruitment.models import NamelessApproval


def test_the_leader_reads_what_it_means_and_writes_how(yuzhong, chosen, enter):
    batch = chosen(yuzhong, ["insured", "expert"])
    application = batch.applications.selected().first()
    page = reverse("office:nameless", args=[application.pk])
    leader = enter(yuzhong, "leader")
    shown = leader.get(page).content.decode()
    assert "只写有几名人员不公开姓名" in shown
    assert "← 名单公示" in shown
    assert 'name="how"' in shown
    assert leader.post(page, {"how": "字" * 201}).status_code == 422
    assert leader.post(page, {"how": "在本局公告栏公示编号和来源类别"}).status_code == 302
    assert NamelessApproval.objects.get().application_id == application.pk


def test_anybody_else_reads_whose_it_is_before_typing_anything(yuzhong, chosen, enter):
    batch = chosen(yuzhong, ["insured", "expert"])
    page = reverse("office:nameless", args=[batch.applications.selected().first().pk])
    officer = enter(yuzhong)
    shown = officer.get(page).content.decode()
    assert "由负责人批准" in shown
    assert 'name="how"' not in shown
    refused = officer.post(page, {"how": "在本局公告栏公示编号"})
    assert refused.status_code == 422
    assert "在本局公告栏公示编号" in refused.content.decode()
