"""Eligibility item by item, and refusals by two people."""

from __future__ import annotations

import pytest

from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import differs_from_file, latest_findings

ITEMS = ("citizen", "conduct", "zeal", "standing", "capacity")


@pytest.fixture
def application(yuzhong, noticed, apply):
    return apply(noticed(yuzhong), 1)


@pytest.mark.clause("CQ-4.0")
@pytest.mark.parametrize("missing", ITEMS)
def test_passing_needs_every_item_of_the_measure(application, yuzhong, actor, now, missing):
    said = {item: ("conforms", "") for item in ITEMS if item != missing}
    actions.record_findings(application, said, by=actor(yuzhong), at=now)
    with pytest.raises(NotAllowed, match="还有条件没有认定"):
        actions.pass_check(application, by=actor(yuzhong), at=now)


@pytest.mark.clause("CQ-4.2")
@pytest.mark.clause("CQ-4.3")
@pytest.mark.clause("HL-2.1c")
def test_a_pending_item_holds_the_application_and_needs_its_basis(application, yuzhong, actor, now):
    with pytest.raises(NotAllowed, match="没有写明依据"):
        actions.record_findings(application, {"zeal": ("pending", " ")}, by=actor(yuzhong), at=now)
    actions.record_findings(application, {"zeal": ("pending", "待电话核实")}, by=actor(yuzhong), at=now)
    actions.record_findings(application, {"zeal": ("conforms", "已核实")}, by=actor(yuzhong), at=now)
    actions.record_findings(
        application, {"zeal": ("conforms", "已核实"), "no": ("fails", "")}, by=actor(yuzhong), at=now
    )
    assert application.findings.count() == 2
    assert latest_findings(application)["zeal"].conclusion == "conforms"


@pytest.mark.clause("CQ-4.1")
def test_a_refusal_takes_two_people_and_a_written_ground(application, yuzhong, actor, now):
    clerk, reviewer = actor(yuzhong), actor(yuzhong, "reviewer")
    with pytest.raises(NotAllowed, match="没有一项条件"):
        actions.propose_refusal(application, reason="不符合条件", by=clerk, at=now)
    actions.record_findings(application, {"citizen": ("fails", "护照为外国", "护照复印件")}, by=clerk, at=now)
    actions.propose_refusal(application, reason="不是中国公民", by=clerk, at=now)
    with pytest.raises(NotAllowed, match="审核"):
        actions.confirm_refusal(application, reason="不是中国公民", by=clerk, at=now)
    actions.confirm_refusal(application, reason="不是中国公民", by=reviewer, at=now)
    assert application.state == "ineligible"


def test_whoever_proposed_a_refusal_does_not_confirm_it(application, yuzhong, actor, now):
    reviewer = actor(yuzhong, "reviewer")
    actions.record_findings(
        application, {"citizen": ("fails", "护照为外国", "护照复印件")}, by=reviewer, at=now
    )
    actions.propose_refusal(application, reason="不是中国公民", by=reviewer, at=now)
    with pytest.raises(NotAllowed, match="同一人"):
        actions.confirm_refusal(application, reason="不是中国公民", by=reviewer, at=now)
    actions.overrule_refusal(application, reason="证据不足", by=actor(yuzhong, "leader"), at=now)
    assert application.state == "submitted"


@pytest.mark.clause("CQ-4.1")
def test_what_does_not_conform_is_shown_by_a_document_or_a_file(application, yuzhong, actor, photo, now):
    clerk = actor(yuzhong)
    with pytest.raises(NotAllowed, match="凭什么材料"):
        actions.record_findings(application, {"citizen": ("fails", "护照为外国")}, by=clerk, at=now)
    for shown in (("护照复印件",), ("", photo)):
        actions.record_findings(application, {"citizen": ("fails", "护照为外国", *shown)}, by=clerk, at=now)
        found = latest_findings(application)["citizen"]
        assert (found.document, found.file, found.account) == (
            shown[0],
            shown[1] if shown[1:] else None,
            clerk.account,
        )
    assert application.findings.count() == 2


def test_two_officers_pressing_the_same_button(application, yuzhong, actor, now):
    stale = Application.objects.get()
    actions.send_back(application, reason="照片不清晰", by=actor(yuzhong), at=now)
    with pytest.raises(Overtaken, match="刚刚被别人办理过"):
        actions.send_back(stale, reason="照片不清晰", by=actor(yuzhong, "clerk"), at=now)


def test_an_officer_sees_what_differs_from_the_file(application):
    application.person.name, application.person.phone = "李秀瑛", "13700137000"
    application.sex = "2"
    assert differs_from_file(application) == ["姓名", "联系电话", "性别与身份证号第17位不一致"]
