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
from zhongmu.files.store import save, save_photo
from zhongmu.ledger.actors import Actor
from zhongmu.letters.models import Letter
from zhongmu.people.identity import check_digit, check_resident_id
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer, Named
from zhongmu.recruitment.actions.inviting import draft_invitation, sign_invitation
from zhongmu.recruitment.actions.nominating import confirm_nomination, nominate
from zhongmu.recruitment.actions.pooling import PoolReceipt, offer_oneself
from zhongmu.recruitment.actions.units import UnitCard, enter_unit
from zhongmu.recruitment.filled import Filled, UnitWords
from zhongmu.recruitment.models import Application, Batch, Invitation, Nomination, Unit
from zhongmu.recruitment.queries import candidates_of

APPLICANT = Actor("applicant")
CITIZEN = Actor("public")
BY_UNIT = Actor("unit", account=1)


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
def daoli(harbin: Bureau, confirm: Callable[[Bureau], None]) -> Bureau:
    """A district of Harbin, which may not set its own headcount."""
    found = harbin.children.get(code="230102")
    confirm(found)
    return found


@pytest.fixture
def sent_up(daoli: Bureau, actor: Callable[..., Actor], now: datetime) -> Batch:
    """道里's figures, waiting for Harbin."""
    figures = actions.Figures(title="2026年第一批", inputs={"needs": "辖区机构410家，现有监督员3人"})
    return actions.send_up(daoli, figures, by=actor(daoli), at=now, on=now.date())


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


UNIT = UnitCard(
    name="渝中区总工会（示例）",
    kind="association",
    credit_code="11500000MB1670604W",
    no_code_reason="",
    contact="丁联系",
    phone="02367890001",
)
OPINION = "同意推荐，该同志长期参加职工互助保障工作。"
WHY = "在工会做职工医疗互助十五年，熟悉报销单据，愿意走访定点医药机构。"


@pytest.fixture
def unit(actor: Callable[..., Actor], now: datetime) -> Callable[..., Unit]:
    """unit(bureau) → the recommending unit of that bureau; the same call gives the same unit."""

    def make(bureau: Bureau, **changes: str) -> Unit:
        card = replace(UNIT, **changes)
        found = bureau.units.filter(name=card.name).first()
        return found or enter_unit(bureau, card, by=actor(bureau), at=now, on=now.date())

    return make


@pytest.fixture
def unit_words(now: datetime, today: date, db: None) -> Callable[..., UnitWords]:
    """unit_words(unit) → its reason, opinion and seal, as it submits them."""

    def make(by: Unit | None = None, **changes: object) -> UnitWords:
        seal = save(ContentFile(photo_jpeg(), name="章.jpg"), bureau_code="500103", at=now)
        words = UnitWords(
            name=by.name if by else "渝中区医疗保障局",
            code=by.credit_code if by else "",
            reason=WHY,
            opinion=OPINION,
            seal=seal,
            sealed_on=today,
            handled_by="丁联系",
        )
        return replace(words, **changes)

    return make


def named(seq: int = 1, **changes: str) -> Named:
    """The seq-th fictional person, as others name them."""
    return replace(
        Named(name=f"李秀英{'一二三四五六七八九十'[seq % 10]}", phone=f"138001380{seq:02d}"), **changes
    )


def key_in(page: str) -> str:
    """The key by which the form on this page is known when it is sent again."""
    return page.split('name="submission"')[1].split('value="')[1].split('"', maxsplit=1)[0]


def secret_sent(call: Nomination | Invitation) -> str:
    """The secret in the newest letter to the person."""
    letters = Letter.objects.filter(about=call.ledger_subject).filter(private__isnull=False)
    return letters.order_by("-pk")[0].private.split("查询码")[1].split("，")[0]


@pytest.fixture
def nominated(
    unit: Callable[..., Unit], unit_words: Callable[..., UnitWords], now: datetime
) -> Callable[..., Nomination]:
    """nominated(batch, 3) → the third fictional person, recommended by the unit's own login."""

    def make(batch: Batch, seq: int = 1, **changes: object) -> Nomination:
        by = unit(batch.bureau, **changes.pop("unit", {}))
        return nominate(batch, by, named(seq), unit_words(by, **changes), by=BY_UNIT, at=now)

    return make


@pytest.fixture
def drafted(
    unit_words: Callable[..., UnitWords], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Invitation]:
    """drafted(batch, 3) → an invitation of the third fictional person, not signed yet."""

    def make(batch: Batch, seq: int = 1, **changes: object) -> Invitation:
        return draft_invitation(batch, named(seq), unit_words(**changes), by=actor(batch.bureau), at=now)

    return make


@pytest.fixture
def invited(
    drafted: Callable[..., Invitation], actor: Callable[..., Actor], now: datetime
) -> Callable[..., Invitation]:
    """The same, signed by the leader: the person has been asked."""

    def make(batch: Batch, seq: int = 1, **changes: object) -> Invitation:
        invitation = drafted(batch, seq, **changes)
        sign_invitation(invitation, by=actor(batch.bureau, "leader"), at=now)
        return invitation

    return make


@pytest.fixture
def offered(filled: Callable[..., Filled], now: datetime) -> Callable[..., PoolReceipt]:
    """offered(bureau, 3) → the third fictional person in the pool, with the receipt."""

    def make(bureau: Bureau, seq: int = 1, **changes: object) -> PoolReceipt:
        return offer_oneself(bureau, filled(seq, **{"channel": "self", **changes}), by=APPLICANT, at=now)

    return make


@pytest.fixture
def agreed(filled: Callable[..., Filled], now: datetime) -> Callable[..., Application]:
    """agreed(nomination, 3) → the application of whoever was named, filled in and signed by themselves."""

    def make(call: Nomination, seq: int = 1, **changes: object) -> Application:
        answer = Answer(filled=filled(seq, **changes))
        return confirm_nomination(call, answer, by=APPLICANT, at=now).application

    return make


@pytest.fixture
def refused(
    noticed: Callable[..., Batch],
    apply: Callable[..., Application],
    yuzhong: Bureau,
    actor: Callable[..., Actor],
    now: datetime,
) -> Application:
    """Proposed by 渝中's liaison, confirmed by its reviewer; leader and clerk had no hand in it."""
    application, clerk = apply(noticed(yuzhong), 1), actor(yuzhong)
    said = {"citizen": ("fails", "护照为外国", "护照复印件")}
    actions.record_findings(application, said, by=clerk, at=now)
    actions.propose_refusal(application, reason="不是中国公民", by=clerk, at=now)
    actions.confirm_refusal(application, reason="不是中国公民", by=actor(yuzhong, "reviewer"), at=now)
    return application


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
    """choosing(bureau, ["insured", "expert"]) → a batch in 比选 with these candidates, all proposed, minutes written.

    They are the fictional people from the `first` on.
    """

    def make(bureau: Bureau, categories: list[str], *, first: int = 1, **changes: object) -> Batch:
        batch = noticed(bureau, **changes)
        for seq, category in enumerate(categories, first):
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
