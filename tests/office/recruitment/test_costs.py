"""What a page asks of the database does not grow with what it lists: literal numbers, at one row and at three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.recruitment.conftest import CITIZEN
from tests.recruitment.test_objecting import SAID
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.archiving import queue_archive
from zhongmu.recruitment.postings import Posted


@pytest.fixture
def costs(enter, yuzhong):
    """costs("structure", 3) → how many statements the page needs, once warm."""
    client = enter(yuzhong)

    def count(name, *args):
        url = reverse(f"office:{name}", args=args)
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    return count


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_costs_the_same(yuzhong, choosing, costs, rows):
    batch = choosing(yuzhong, ["insured", "expert", "npc"][:rows])
    found = {name: costs(name, batch.pk) for name in ("choose", "batch")}
    assert found == {"choose": 18, "batch": 24}


@pytest.mark.parametrize("rows", [1, 3])
def test_names_and_objections_cost_the_same(yuzhong, appointed, actor, costs, now, rows):
    batch, late = appointed(yuzhong, ["insured", "expert", "npc"][:rows]), now + timedelta(days=9)
    fixed = {"by": actor(yuzhong, "leader"), "at": late, "on": late.date()}
    told = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": late.date()}
    notice = actions.publish_names(batch, **fixed)
    notice = actions.extend_names(notice, days=1, reason="期内有节假日", **fixed)
    for entry in notice.entries:
        actions.register_objection(notice, entry["application"], SAID, **told)
    for _more in range(rows - 1):
        notice = actions.replace_names(notice, reason="更正一处写错的字", **fixed)
    for row in range(rows):
        posted = Posted(medium="board", place=f"公告栏{row}", posted_on=late.date())
        for names in (None, notice):
            actions.record_posting(batch, posted, names=names, **fixed)
    assert costs("batch", batch.pk) == 25
    found = {"names": costs("name_notice", batch.pk), "objections": costs("objections")}
    assert found == {"names": 24, "objections": 8}


@pytest.mark.parametrize("rows", [1, 3])
def test_what_a_batch_leaves_costs_the_same(yuzhong, appointed, actor, costs, now, rows):
    batch, late = appointed(yuzhong, ["insured", "expert", "npc"][:rows]), now + timedelta(days=9)
    fixed = {"by": actor(yuzhong, "leader"), "at": late}
    actions.publish_names(batch, **fixed, on=late.date())
    after = late + timedelta(days=10)
    actions.close_batch(batch, by=fixed["by"], at=after, on=after.date())
    for _each in range(rows):
        queue_archive(batch, by=actor(yuzhong), at=after)
        batch.archives.update(state="done")
    found = {name: costs(name, batch.pk) for name in ("structure", "archives", "batch")}
    assert found == {"structure": 8, "archives": 11, "batch": 18}
