"""Where a notice was published besides the system's own page: what may be recorded, and how it is told (HL-2.2a, CQ-5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.models import Batch, NameNotice, Posting
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import BatchState


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What an officer says of one publication; `link` may be empty: a newspaper has none."""

    medium: str
    place: str
    posted_on: date
    link: str = ""


def shut(batch: Batch, policy: Policy) -> list[Ruling]:
    """What is filed stays as it was filed."""
    if batch.state != BatchState.CLOSED:
        return []
    said = _("本批次已经归档，不再登记发布渠道。")
    return [Blocker(said, cite(policy, "notice.public"), _("已登记的留在归档包里。"))]


def recordable(batch: Batch, names: NameNotice | None, policy: Policy) -> list[Ruling]:
    """Why no publication can be recorded now, whatever it is."""
    basis = cite(policy, "notice.public")
    found = shut(batch, policy)
    if names is None and batch.published_at is None:
        said = _("选聘公告还没有在本系统公开发布，不能登记在别处的发布。")
        found.append(Blocker(said, basis, _("请先发布公告。")))
    return found


def recording(
    batch: Batch, names: NameNotice | None, posted: Posted, policy: Policy, on: date
) -> list[Ruling]:
    """Why this publication cannot be recorded: nothing to publish yet, a day that cannot be, said before."""
    basis = cite(policy, "notice.public" if names is None else "publicity.required")
    found = recordable(batch, names, policy)
    if posted.posted_on > on:
        remedy = _("请在登出以后再登记。")
        found.append(Blocker(_("发布日期在今天以后。"), basis, remedy))
    found += [
        Blocker(said, basis, _("请核对发布日期。")) for said in _outside(batch, names, posted.posted_on)
    ]
    if not posted.place.strip():
        found.append(
            Blocker(_("没有写明在哪里发布。"), basis, _("请写网站、公众号、报纸的名称或公告栏的地点。"))
        )
    if posted.link and not is_link(posted.link):
        said = _("网址“%s”打不开：要以 http:// 或 https:// 开头。") % posted.link
        found.append(Blocker(said, basis, _("请从浏览器的地址栏复制；没有网址的不填。")))
    same = {
        "names": names,
        "medium": posted.medium,
        "place": posted.place.strip(),
        "posted_on": posted.posted_on,
    }
    if batch.postings.standing().filter(**same).exists():
        said = _("同一天在同一处的发布已经登记过。")
        found.append(Blocker(said, basis, _("不用再登；登错的，请先划去再重新登记。")))
    return found


def _outside(batch: Batch, names: NameNotice | None, day: date) -> list[str]:
    """A list of names is out from the day it was frozen to its last; a call, from the day its batch was begun."""
    if names is None:
        begun = localdate(batch.created_at)
        return [] if day >= begun else [_("%s这个批次还没有提出。") % chinese_date(day)]
    if names.starts_on <= day <= names.shown_until:
        return []
    facts = {"start": chinese_date(names.starts_on), "end": chinese_date(names.shown_until)}
    return [_("这份名单的公示期是%(start)s至%(end)s，只能在期内发布。") % facts]


def is_link(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def told(postings: Iterable[Posting]) -> list[str]:
    """One phrase each, for page and print: 报纸《重庆日报》第4版（2026年11月21日）."""
    return [f"{p.get_medium_display()}：{p.place}（{chinese_date(p.posted_on)}）" for p in postings]
