"""The application form, the same on the public page, for a correction and for paper (CQ-F0–F21)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.bureaus.queries import districts_near, places_near
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_working
from zhongmu.people import codes
from zhongmu.people.cjk import chinese_date
from zhongmu.people.emails import normalise_email
from zhongmu.people.identity import check_resident_id
from zhongmu.people.names import normalise_name
from zhongmu.people.phones import normalise_phone
from zhongmu.people.readback import Part, for_script, parts_of
from zhongmu.people.sensitive import sensitive_in
from zhongmu.people.values import BadValue
from zhongmu.recruitment import channels
from zhongmu.recruitment.fields import KeptFile, Parsed, Words, pick
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Application, ReasonBy
from zhongmu.recruitment.submissions import SentOnce
from zhongmu.recruitment.uploads import kept_file, read_signature, token_of

_MOST_TYPED = 30  # characters of an identity number however it was typed
YES_NO = [("1", gettext_lazy("是")), ("0", gettext_lazy("否"))]


class ApplicationForm(SentOnce):
    """Bound to data that went through `uploads.keep_uploads`. `filled()` is what the action takes.

    `channel` is the only one on offer where the way somebody came decides it. `fixed` is what others have written
    into the form (a unit its opinion): shown, and taken as it stands whatever was sent. `photo_cut`: the photo that
    came along was cut by the server, and whose it is has not seen that yet.
    """

    name = Parsed(
        gettext_lazy("姓名"),
        80,
        normalise_name,
        fills="name",
        help_text=gettext_lazy("照身份证填写；间隔号用“·”"),
    )
    resident_id = Words(gettext_lazy("身份证号"), _MOST_TYPED, help_text=gettext_lazy("18位，末位是X的照填"))
    sex = pick(gettext_lazy("性别"), [(c, codes.SEX[c]) for c in ("1", "2")], cards=True)
    political = pick(gettext_lazy("政治面貌"), list(codes.POLITICAL.items()))
    ethnic = pick(gettext_lazy("民族"), list(codes.ETHNIC.items()))
    phone = Parsed(
        gettext_lazy("联系电话"),
        40,
        normalise_phone,
        fills="tel",
        help_text=gettext_lazy("手机，或区号-座机号"),
    )
    email = Parsed(
        gettext_lazy("电子邮箱"),
        254,
        normalise_email,
        fills="email",
        required=False,
        help_text=gettext_lazy("没有可以不填，有结果时会打电话或寄信"),
    )
    address = Words(gettext_lazy("家庭住址"), 200, fills="street-address")
    employed = pick(gettext_lazy("是否在职"), YES_NO, cards=True)  # type: ignore[arg-type]  # lazy labels
    not_working = pick(
        gettext_lazy("不在职的情况"),
        list(codes.NOT_WORKING.items()),
        required=False,
        help_text=gettext_lazy("不在职的可以选一项；在职的不用选。不印在报名表上"),
    )
    employer = Words(
        gettext_lazy("工作单位"),
        100,
        fills="organization",
        required=False,
        help_text=gettext_lazy("不在职的可填退休前单位或“无”"),
    )
    post = Words(gettext_lazy("职务"), 60, fills="organization-title", required=False)
    education = pick(gettext_lazy("学历"), list(codes.EDUCATION.items()), required=False)
    school = Words(gettext_lazy("毕业院校"), 80, required=False)
    major = Words(gettext_lazy("专业"), 60, required=False)
    credential = Words(
        gettext_lazy("资格证书"),
        100,
        required=False,
        help_text=gettext_lazy("名称和编号；没有可以不填，不影响报名，原件审查时再看"),
    )
    credential_ends_on = forms.DateField(
        label=gettext_lazy("证书有效期至"),
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": gettext_lazy("请按 2026-11-21 的样子填写日期。")},
        help_text=gettext_lazy("长期有效的不填"),
    )
    history = Words(
        gettext_lazy("工作经历"),
        1000,
        long=True,
        required=False,
        help_text=gettext_lazy("哪年到哪年、在哪里、做什么；可以不填"),
    )
    deputy_number = Words(
        gettext_lazy("代表证、委员证号"),
        40,
        required=False,
        help_text=gettext_lazy("人大代表、政协委员填写；没有可以不填"),
    )
    community = Words(gettext_lazy("所在街镇、社区"), 60, required=False)
    stands_for = Words(
        gettext_lazy("所代表的群体"),
        60,
        required=False,
        help_text=gettext_lazy("例如：退休职工、慢性病患者；可以不填"),
    )
    health = pick(
        gettext_lazy("健康状况"),
        list(codes.HEALTH.items()),
        cards=True,
        help_text=gettext_lazy("只选一项，不必写病名，也不要上传病历"),
    )
    health_note = Words(gettext_lazy("健康状况说明"), 60, required=False)
    reason = Words(gettext_lazy("聘任理由"), 5000, long=True)
    remark = Words(gettext_lazy("备注"), 2000, long=True, required=False)
    unit_name = Words(gettext_lazy("推荐、特邀单位"), 100, required=False)
    unit_opinion = Words(
        gettext_lazy("推荐、特邀单位意见"),
        500,
        long=True,
        required=False,
        help_text=gettext_lazy("推荐或特邀的由单位填写；公开报名、个人自荐的不填"),
    )
    photo = KeptFile(
        label=gettext_lazy("照片"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    photo_token = forms.CharField(required=False, widget=forms.HiddenInput)
    signature = forms.CharField(label=gettext_lazy("本人签字"), required=False, widget=forms.HiddenInput)
    signed_scan = KeptFile(
        label=gettext_lazy("手写签名的照片或扫描件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    signed_scan_token = forms.CharField(required=False, widget=forms.HiddenInput)
    declared = forms.BooleanField(
        label=gettext_lazy("我已逐条看过诚信声明，保证属实"),
        error_messages={"required": gettext_lazy("请看过诚信声明后勾选。")},
    )
    privacy_consent = forms.BooleanField(
        label=gettext_lazy("我已阅读并同意上面的个人信息处理告知"),
        error_messages={"required": gettext_lazy("没有同意个人信息处理告知，不能报名。请阅读后勾选。")},
    )
    health_consent = forms.BooleanField(
        label=gettext_lazy("我另行同意收集健康状况（敏感个人信息），只用于核对履职所需身体条件"),
        error_messages={"required": gettext_lazy("健康状况是敏感个人信息，须另行同意。请勾选。")},
    )
    name_consent = forms.BooleanField(
        required=False,
        label=gettext_lazy("我同意聘任名单公示时公开我的姓名和来源类别（可以不同意，不影响报名）"),
    )

    def __init__(
        self,
        *args: Any,
        bureau: Bureau,
        policy: Policy,
        today: date,
        paper: bool = False,
        channel: str = "",
        fixed: Mapping[str, str] | None = None,
        file_errors: Mapping[str, str] | None = None,
        photo_cut: bool = False,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.bureau, self.policy, self.today = bureau, policy, today
        self.photo_cut = photo_cut and not paper
        self.fixed, self.file_errors = fixed or {}, file_errors or {}
        offered = [(channel, policy.label("channels", channel))] if channel else self._channels(paper=paper)
        self.fields["channel"] = pick(_("产生方式"), offered, cards=True)
        self.fields["category"] = pick(
            _("来源类别"),
            policy.choices("categories"),
            cards=True,
            help_text=_("有几种身份的，选最主要的一种"),
        )
        self._ask_beside()
        self.fields["signed_on"] = forms.DateField(
            label=_("签字日期"),
            required=False,
            widget=forms.DateInput,
            error_messages={"invalid": _("请按 2026-11-21 的样子填写日期。")},
        )
        self.order_fields(_ORDER)
        given = self.given()
        self.initial = {**self.initial, **given}
        for name in given:
            self.fields[name].disabled = True
        limits = {"least": policy["reason.min_length"], "most": policy["reason.max_length"]}
        self.fields["reason"].help_text = (
            _("写明适合承担社会监督员工作的具体理由，%(least)s至%(most)s字") % limits
        )

    def _ask_beside(self) -> None:
        """What Annex 2 has no cell for: the district, further categories, skills; all may be left out."""
        self.fields["region_code"] = pick(
            _("住址所在区县"),
            districts_near(self.bureau, self.today),
            required=False,
            help_text=_("在列表里的请选；住在别处的不用选，写在住址里就行"),
        )
        self.fields["other_categories"] = forms.MultipleChoiceField(
            label=_("同时具有的其他身份"),
            required=False,
            choices=self.policy.choices("categories"),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["skills"] = forms.MultipleChoiceField(
            label=_("专业技能"),
            required=False,
            choices=self.policy.choices("skills") if "skills" in self.policy.pack else [],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("可以多选，也可以不选；没有证书的一样可以报名"),
        )

    def _channels(self, *, paper: bool) -> list[tuple[str, str]]:
        """On line, what a notice calls for; on paper, every way that needs a form only (CQ-7.0)."""
        rows = channels.on_paper(self.policy) if paper else channels.on_line(self.policy)
        return [(row.code, row.label) for row in rows]

    def given(self) -> dict[str, str]:
        """What is not the sender's to change: what others wrote, and the channel where only one is on offer."""
        return {**self.fixed, **({"channel": self.one_channel} if self.one_channel else {})}

    @property
    def one_channel(self) -> str:
        """The only channel on offer, which is then not asked for."""
        choices = self.fields["channel"].choices  # type: ignore[attr-defined]
        return choices[0][0] if len(choices) == 1 else ""

    @property
    def tells_more(self) -> bool:
        """Whether anything stands in what may be left out, or is wrong there: then it is shown opened."""
        return any(self[name].value() or name in self.errors for name in MORE)

    @property
    def asks_unit(self) -> bool:
        offered = {code for code, _label in self.fields["channel"].choices}  # type: ignore[attr-defined]
        rows = (row for row in channels.rows(self.policy) if row.code in offered)
        return any(row["unit_opinion"] != "forbidden" for row in rows) or bool(self["unit_opinion"].value())

    def clean_resident_id(self) -> Any:
        try:
            return check_resident_id(self.cleaned_data["resident_id"], on=self.today)
        except BadValue as wrong:
            raise ValidationError(wrong.sentence) from wrong

    def identity_parts(self) -> list[Part]:
        """The identity number read back by part, as it stands in the box."""
        typed = str(self["resident_id"].value() or "")
        return parts_of(typed, places=places_near(self.bureau), on=self.today)

    def identity_words(self) -> str:
        """What a script needs to do the same, as JSON."""
        return json.dumps(for_script(places=places_near(self.bureau), on=self.today), ensure_ascii=False)

    def clean_credential_ends_on(self) -> date | None:
        """What ran out is said before it is sent; a form without it is as good (CQ-4.2)."""
        until: date | None = self.cleaned_data["credential_ends_on"]
        if until is not None and until < self.today:
            said = _("证书已于%s到期。请填有效的证书，或者两格都不填：没有证书不影响报名。")
            raise ValidationError(said % chinese_date(until))
        return until

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        least, most = self.policy["reason.min_length"], self.policy["reason.max_length"]
        if not least <= len(text) <= most:
            facts = {"least": least, "most": most, "count": len(text)}
            raise ValidationError(
                _("聘任理由须%(least)s至%(most)s字，现有%(count)s字。请补充或精简。") % facts
            )
        return text

    def clean_remark(self) -> str:
        text: str = self.cleaned_data["remark"]
        if len(text) > self.policy["remark.max"]:
            facts = {"most": self.policy["remark.max"], "count": len(text)}
            raise ValidationError(_("备注最多%(most)s字，现有%(count)s字。请精简后再提交。") % facts)
        if what := sensitive_in(text):
            raise ValidationError(_("备注里好像写了%s。备注会印在表上，请删去号码。") % what)
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, sentence in self.file_errors.items():
            if name in self.fields:
                self.add_error(name, sentence)
        self._clean_photo(said)
        self._clean_signature(said)
        self._clean_unit(said)
        return said

    def _clean_photo(self, said: dict[str, Any]) -> None:
        said["photo"] = kept_file(said.get("photo_token", ""), self.bureau)
        if said["photo"] is None and "photo" not in self.file_errors:
            self.add_error("photo", _("请上传近期免冠照片（jpg 或 png）。"))
        elif self.photo_cut:
            seen = _("照片按证书的比例裁成了下面的样子。看过没有问题的，重新提交就行；不合适的，请换一张。")
            self.add_error("photo", seen)

    def _clean_signature(self, said: dict[str, Any]) -> None:
        said["signed_scan"] = kept_file(said.get("signed_scan_token", ""), self.bureau)
        try:
            said["signature"] = read_signature(said.get("signature", ""))
        except BadValue as wrong:
            said["signature"] = None
            self.add_error("signed_scan", wrong.sentence)
            return
        if (
            said["signature"] is None
            and said["signed_scan"] is None
            and "signed_scan" not in self.file_errors
        ):
            self.add_error("signed_scan", _("还没有签名。请在框内签名，或上传手写签名的照片。"))
        if (said.get("signed_on") or self.today) > self.today:
            self.add_error("signed_on", _("签字日期不能晚于今天。"))

    def _clean_unit(self, said: dict[str, Any]) -> None:
        """CQ-F20: a unit's opinion where the channel calls for one, and nowhere else."""
        row = channels.channel(self.policy, said.get("channel", ""))
        if row is None:
            return
        wrong = channels.unit_words_wrong(
            row, unit_name=said.get("unit_name", ""), unit_opinion=said.get("unit_opinion", "")
        )
        for name, sentence in wrong.items():
            if name not in self.errors:
                self.add_error(name, sentence)

    def kept(self, name: str) -> StoredFile | None:
        """The file already kept for this field, to say so on the page."""
        token = self.data.get(f"{name}_token", "") or self.initial.get(f"{name}_token", "")
        return kept_file(token, self.bureau)

    def shown_photo(self) -> str:
        """The photo kept so far, as it will be printed; "" without one."""
        file = self.kept("photo")
        return f"data:image/jpeg;base64,{base64.b64encode(read_working(file)).decode()}" if file else ""

    def filled(self, *, arrived_on: date | None = None) -> Filled:
        """Of a form on paper, what is not dated counts as signed when it arrived."""
        said = self.cleaned_data
        main = said["category"]
        same = {name: said[name] for name in _AS_TYPED}
        return Filled(
            **same,
            resident=said["resident_id"],
            employed=said["employed"] == "1",
            other_categories=tuple(code for code in said["other_categories"] if code != main),
            skills=tuple(said["skills"]),
            signed_on=said.get("signed_on") or arrived_on or self.today,
        )


# Asked beside Annex 2; every one may stay empty.
MORE = ("skills", "credential", "credential_ends_on", "history", "deputy_number", "community", "stands_for")
# As on the page, so that the summary of errors reads from top to bottom.
_ORDER = [
    "submission",
    "channel",
    "name",
    "resident_id",
    "sex",
    "political",
    "ethnic",
    "photo",
    "photo_token",
    "phone",
    "email",
    "region_code",
    "address",
    "category",
    "other_categories",
    "employed",
    "not_working",
    "employer",
    "post",
    "education",
    "school",
    "major",
    "skills",
    "credential",
    "credential_ends_on",
    "history",
    "deputy_number",
    "community",
    "stands_for",
    "reason",
    "unit_name",
    "unit_opinion",
    "remark",
    "health",
    "health_note",
    "health_consent",
    "declared",
    "signature",
    "signed_scan",
    "signed_scan_token",
    "signed_on",
    "privacy_consent",
    "name_consent",
]
_AS_TYPED = [
    "name",
    "sex",
    "political",
    "ethnic",
    "health",
    "health_note",
    "phone",
    "email",
    "employer",
    "post",
    "not_working",
    "region_code",
    "address",
    "education",
    "school",
    "major",
    "credential",
    "credential_ends_on",
    "history",
    "deputy_number",
    "community",
    "stands_for",
    "channel",
    "category",
    "reason",
    "unit_name",
    "unit_opinion",
    "remark",
    "photo",
    "signature",
    "signed_scan",
    "privacy_consent",
    "health_consent",
    "name_consent",
]


def initial_of(application: Application) -> dict[str, Any]:
    """What the form was filled with, for a correction; signature and consents are given anew."""
    names = [
        n for n in _AS_TYPED if n not in {"photo", "signature", "signed_scan"} and not n.endswith("_consent")
    ]
    return {
        **{name: getattr(application, name) for name in names},
        "resident_id": application.resident_id,
        "employed": "1" if application.employed else "0",
        "other_categories": application.other_categories,
        "skills": application.skills,
        "name_consent": application.name_consent,
        "photo_token": token_of(application.photo),
    }


def settled_of(application: Application) -> dict[str, str]:
    """What a correction cannot change: what a unit wrote, and whom it named."""
    if not application.unit_seal_id:
        return {}
    names = [
        "name",
        "unit_name",
        "unit_opinion",
        *(["reason"] if application.reason_by == ReasonBy.UNIT else []),
    ]
    return {name: getattr(application, name) for name in names}
