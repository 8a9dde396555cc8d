"""What comes to 江北 by e-mail and as lists of people: registered, sent back, laid aside, sealed, faulty, imported."""

from __future__ import annotations

import io
from datetime import datetime
from email.message import EmailMessage

import xlsxwriter
from django.utils.timezone import localdate

from zhongmu.bureaus.policy import Policy
from zhongmu.demo.batches import PHONE, filled_by
from zhongmu.demo.people import LISTED, MAILED, Citizen, silhouette, stroke
from zhongmu.demo.staff import JIANGBEI, World
from zhongmu.demo.story import Storyline
from zhongmu.intake import actions
from zhongmu.intake.email.message import read_message
from zhongmu.intake.models import UPLOAD, Arrival, Sheet
from zhongmu.intake.sheets import importing
from zhongmu.intake.sheets.columns import columns_of
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import ApplicationFacts
from zhongmu.people import codes
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.models import Batch

TAKEN_BY = "唐办示"
DOCX = "报名表.docx"


def form_of(world: World, citizen: Citizen, *, at: datetime, signed: bool = True) -> bytes:
    """Annex 2 as this person filled it in with a word processor."""
    bureau, on = world.bureau(JIANGBEI), localdate(at)
    said = filled_by(citizen, bureau_code=JIANGBEI, at=at)
    facts = ApplicationFacts(
        title=f"{bureau.name}医疗保障基金社会监督员报名表",
        name=citizen.name,
        sex=codes.SEX[citizen.sex],
        political_status=codes.POLITICAL[citizen.political],
        ethnic_group=codes.ETHNIC[citizen.ethnic],
        id_number=citizen.resident.number,
        health=codes.HEALTH[said.health],
        phone=citizen.phone,
        employed="是" if said.employed else "否",
        email=f"citizen-{citizen.number}@example.invalid",
        employer_and_post=citizen.employer,
        home_address=citizen.address,
        education=codes.EDUCATION[citizen.education],
        school_and_major=said.school,
        reason=said.reason,
        unit_opinion="",
        remark="",
        photo=silhouette(citizen.number),
        signature=stroke(citizen.number) if signed else None,
        signed_on=on if signed else None,
        declaration=statement_for(bureau, bureau.policy(on)).lines,
    )
    return application_docx(facts)


def message(subject: str, text: str, *, number: int, form: bytes | None = None) -> bytes:
    """An .eml as a mail program saves it."""
    mail = EmailMessage()
    mail["From"] = f"citizen-{number}@example.invalid"
    mail["To"] = "jiangbei@example.invalid"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{number}@example.invalid>"
    mail.set_content(text)
    if form:
        mail.add_attachment(form, maintype="application", subtype="octet-stream", filename=DOCX)
    return mail.as_bytes()


def taken_in(world: World, content: bytes, *, at: datetime) -> Arrival:
    """The clerk uploads what came to the bureau's address that day."""
    on = localdate(at)
    made = actions.take_in(
        world.bureau(JIANGBEI),
        read_message(content),
        original=content,
        way=UPLOAD,
        arrived_on=on,
        by=world.act(JIANGBEI, "clerk"),
        at=at,
        on=on,
    )
    return made[0]


def mails(world: World, batch: Batch, *, start: int) -> Storyline:
    """Four messages: a form, a form without signature, a question, and a clue that nobody may read here any more."""
    at = yield world.days.work(start, 10)
    clerk, policy = world.act(JIANGBEI, "clerk"), batch.bureau.policy(localdate(at))
    whole = message("社会监督员报名", "请查收。", number=231, form=form_of(world, MAILED[0], at=at))
    unsigned = form_of(world, MAILED[1], at=at, signed=False)
    bare = message("报名", "报名表见附件。", number=232, form=unsigned)
    asked = message("咨询", "请问周末可以到窗口办理吗？", number=901)
    clue = message("反映情况", "示范路一家药店用医保卡卖日用品，请查（示例）。", number=902)
    good, lacking, question, told = (taken_in(world, one, at=at) for one in (whole, bare, asked, clue))
    filled = filled_by(MAILED[0], bureau_code=JIANGBEI, at=at)
    at = yield world.days.work(start, 15)
    actions.register_arrival(good, batch, filled, by=clerk, at=at, taken_by=TAKEN_BY)
    reason = f"报名表没有本人手写签名，请签名后重新发来，可电话咨询{PHONE}（示例）"
    actions.send_back(lacking, reason=reason, policy=policy, by=clerk, at=at)
    actions.lay_aside(question, reason="咨询办公时间，已电话答复（示例）", by=clerk, at=at)
    actions.seal(told, by=clerk, at=at)


def waiting_mail(world: World) -> Storyline:
    """Came yesterday, before the window opens."""
    at = yield world.days.work(-1, 10)
    form = form_of(world, MAILED[2], at=at)
    taken_in(world, message("补充选聘报名", "听说要补充选聘，先把报名表发来。", number=233, form=form), at=at)


def line_of(citizen: Citizen, policy: Policy, *, at: datetime) -> dict[str, str]:
    """One person of a list, in the words of its columns."""
    said = filled_by(citizen, bureau_code=JIANGBEI, at=at)
    return {
        "产生方式": policy.label("channels", "public"),
        "姓名": citizen.name,
        "性别": codes.SEX[citizen.sex],
        "政治面貌": codes.POLITICAL[citizen.political],
        "民族": codes.ETHNIC[citizen.ethnic],
        "身份证号": citizen.resident.number,
        "健康状况": codes.HEALTH[said.health],
        "联系电话": citizen.phone,
        "是否在职": "是" if said.employed else "否",
        "工作单位": citizen.employer,
        "家庭住址": citizen.address,
        "来源类别": policy.label("categories", citizen.category),
        "聘任理由": said.reason,
        "签字日期": said.signed_on.isoformat(),
    }


def workbook(policy: Policy, lines: list[dict[str, str]]) -> bytes:
    """The list as an office program saves it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("名单")
    for place, column in enumerate(columns_of(policy)):
        page.write_string(0, place, column.head)
        for row, line in enumerate(lines, 1):
            page.write_string(row, place, line.get(column.title, ""))
    book.close()
    return out.getvalue()


def lists(world: World, batch: Batch, *, start: int) -> Storyline:
    """A list with a bad cell, the same put right and imported, a copy dropped, and one left unimported."""
    at = yield world.days.work(start, 9)
    policy = batch.bureau.policy(localdate(at))
    lines = [line_of(citizen, policy, at=at) for citizen in LISTED]
    wrong = {**lines[0], "身份证号": lines[0]["身份证号"][:-1]}
    _listed(world, batch, "示范街道报名名单.xlsx", [wrong, *lines[1:3]], at=at)
    at = yield world.days.work(start, 11)
    right = _listed(world, batch, "示范街道报名名单（改）.xlsx", lines[:3], at=at)
    copied = _listed(world, batch, "示范街道报名名单（改）-副本.xlsx", lines[:3], at=at)
    _listed(world, batch, "样例街道报名名单.xlsx", lines[3:], at=at)
    clerk = world.act(JIANGBEI, "clerk")
    importing.drop_list(copied, reason="同一份名单传了两次（示例）", by=clerk, at=at)
    importing.import_list(right, policy=policy, by=clerk, at=at)
    yield from _rows_of(world, right, start=start)


def _listed(world: World, batch: Batch, name: str, lines: list[dict[str, str]], *, at: datetime) -> Sheet:
    policy, on = batch.bureau.policy(localdate(at)), localdate(at)
    content, by = workbook(policy, lines), world.act(JIANGBEI, "clerk")
    return importing.take_list(
        batch, name, content, channel="post", arrived_on=on, policy=policy, by=by, at=at
    )


def _rows_of(world: World, sheet: Sheet, *, start: int) -> Storyline:
    """One brought photo and signature, one does not apply after all, one never came."""
    at = yield world.days.work(start, 15)
    first, second, _third = sheet.rows.order_by("place")
    clerk = world.act(JIANGBEI, "clerk")
    filled = filled_by(LISTED[0], bureau_code=JIANGBEI, at=at)
    importing.register_row(first, filled, by=clerk, at=at, taken_by=TAKEN_BY)
    importing.drop_row(second, reason="本人电话说不报名了（示例）", by=clerk, at=at)
