"""One round of recruitment, told step by step: each fixture stands one step further than the one before."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.files.store import save_photo
from zhongmu.ledger.actors import Actor
from zhongmu.people.identity import check_digit, check_resident_id
from zhongmu.recruitment import actions
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.queries import candidates_of

APPLICANT = Actor("applicant")
CITIZEN = Actor("public")


def resident_number(seq: int, *, born: str = "19700101", region: str = "500103") -> str:
    """A number with a valid check digit; even `seq` are women."""
    body = f"{region}{born}{seq:03d}"
    return body + check_digit(body + "0")


def photo_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (413, 579), (200, 210, 220)).save(out, "JPEG")
    return out.getvalue()


def signature_png() -> bytes:
    picture = Image.new("RGBA", (200, 80), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line((10, 60, 190, 20), fill=(0, 0, 0, 255), width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")


@pytest.fixture
def photo(now: datetime, db: None) -> StoredFile:
    return save_photo(ContentFile(photo_jpeg(), name="p.jpg"), bureau_code="500103", at=now)


@pytest.fixture
def filled(photo: StoredFile, today: date) -> Callable[..., Filled]:
    """filled(3, category="insured") → a form of the third fictional person."""

    def make(seq: int = 1, **changes: object) -> Filled:
        form = Filled(
            name=f"李秀英{'一二三四五六七八九十'[seq % 10]}",
            sex="1" if seq % 2 else "2",
            resident=check_resident_id(resident_number(seq)),
            political="13",
            ethnic="01",
            health="10",
            health_note="",
            phone=f"138001380{seq:02d}",
            employed=False,
            email="",
            employer="无",
            post="",
            address=f"渝中区示范路{seq}号",
            education="61",
            school="",
            major="",
            channel="public",
            category="insured",
            other_categories=(),
            reason="退休前做过十年财务，热心社区事务，愿意为守护医保基金出力。",
            unit_name="",
            unit_opinion="",
            remark="",
            photo=photo,
            signature=signature_png(),
            signed_scan=None,
            signed_on=today,
            privacy_consent=True,
            health_consent=True,
            name_consent=True,
        )
        return replace(form, **changes)

    return make


def plan_of(bureau: Bureau, on: date, **changes: object) -> actions.Plan:
    policy = bureau.policy(on)
    kinds = {
        "number": 820,
        "money": {"fen": 3_200_000_000_00, "typed": "32", "unit": "亿元"},
        "text": "较规范",
    }
    plan = actions.Plan(
        title="2026年第一批",
        inputs={row.code: kinds[row["form"]] for row in policy.pack["plan.inputs"]},
        headcount=10,
        headcount_reason="辖区机构多，现有人手不足",
        gate=policy["publicity.gate"],
    )
    return replace(plan, **changes)


@pytest.fixture
def planned(actor: Callable[..., Actor], now: datetime) -> Callable[..., Batch]:
    def make(bureau: Bureau, **changes: object) -> Batch:
        on = now.date()
        return actions.plan_batch(bureau, plan_of(bureau, on, **changes), by=actor(bureau), at=now, on=on)

    return make


@pytest.fixture
def noticed(
    planned: Callable[..., Batch], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Batch]:
    """A published notice, open since an hour ago for a week."""

    def make(bureau: Bureau, **changes: object) -> Batch:
        batch, on = planned(bureau, **changes), now.date()
        actions.approve_plan(batch, by=actor(bureau, "leader"), at=now, on=on)
        actions.write_notice(
            batch,
            requirements="年满18周岁，热心监督",
            ways=["online"],
            phone="023-67890123",
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=7),
            by=actor(bureau),
            at=now,
        )
        actions.publish_notice(batch, by=actor(bureau), at=now, on=on)
        return batch

    return make


@pytest.fixture
def apply(filled: Callable[..., Filled], now: datetime) -> Callable[..., Application]:
    def make(batch: Batch, seq: int = 1, **changes: object) -> Application:
        receipt = actions.register_application(batch, filled(seq, **changes), by=APPLICANT, at=now)
        return receipt.application

    return make


@pytest.fixture
def passed(
    apply: Callable[..., Application], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Application]:
    """An application that passed the check."""

    def make(batch: Batch, seq: int = 1, **changes: object) -> Application:
        application, by = apply(batch, seq, **changes), actor(batch.bureau)
        items = [row.code for row in batch.bureau.policy(now.date()).pack["eligibility"]]
        actions.record_findings(application, dict.fromkeys(items, ("conforms", "核对原件")), by=by, at=now)
        actions.pass_check(application, by=by, at=now)
        return application

    return make


@pytest.fixture
def choosing(
    noticed: Callable[..., Batch],
    passed: Callable[..., Application],
    actor: Callable[..., Actor],
    now: datetime,
) -> Callable[..., Batch]:
    """choosing(bureau, ["insured", "expert"]) → a batch in 比选 with these candidates, all proposed, minutes written."""

    def make(bureau: Bureau, categories: list[str], **changes: object) -> Batch:
        batch = noticed(bureau, **changes)
        for seq, category in enumerate(categories, 1):
            passed(batch, seq, category=category)
        late = now + timedelta(days=8)
        actions.begin_choosing(batch, by=actor(bureau), at=late, on=late.date())
        dims = {row.code: "合适" for row in bureau.policy(now.date()).pack["selection.dims"]}
        for application in candidates_of(batch)[0]:
            actions.write_opinion(
                application, dimensions=dims, overall="同意", proposed=True, by=actor(bureau), at=late
            )
        actions.write_minutes(batch, minutes="11月10日三人比选，逐人讨论。", by=actor(bureau), at=late)
        return batch

    return make


@pytest.fixture
def chosen(
    choosing: Callable[..., Batch], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Batch]:
    def make(bureau: Bureau, categories: list[str], **changes: object) -> Batch:
        batch, late = choosing(bureau, categories, **changes), now + timedelta(days=8)
        actions.settle(batch, by=actor(bureau, "leader"), at=late, on=late.date())
        return batch

    return make


@pytest.fixture
def appointed(
    chosen: Callable[..., Batch], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Batch]:
    """Appointed where nothing gates the appointment."""

    def make(bureau: Bureau, categories: list[str], **changes: object) -> Batch:
        batch, late = chosen(bureau, categories, **changes), now + timedelta(days=9)
        actions.appoint_chosen(
            batch, starts_on=late.date(), by=actor(bureau, "leader"), at=late, on=late.date()
        )
        return batch

    return make
