"""Bureaus, their members, and the values their leaders confirmed; what every storyline acts with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localdate

from zhongmu.bureaus.actions import acknowledge, decide, new_member
from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.tree import TREES, load_tree
from zhongmu.demo.story import BEGINNING, Days, Storyline
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account

CITY, YUZHONG, JIANGBEI = "500000", "500103", "500105"
PROVINCE, HARBIN, DAOLI = "230000", "230100", "230102"
# bureau → (role, suffix of the login name, display name)
MEMBERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    CITY: (("leader", "", "罗局示"), ("liaison", "", "梁示联"), ("audit", "", "宋审示")),
    YUZHONG: (
        ("liaison", "", "陈静"),
        ("clerk", "", "王芳"),
        ("reviewer", "", "林涛"),
        ("reviewer", "-2", "吴评示"),
        ("expert", "", "蔡评示"),
        ("leader", "", "周敏"),
        ("system", "", "郭系示"),
        ("system", "-2", "马系示"),
        ("security", "", "高安示"),
        ("audit", "", "何审示"),
    ),
    JIANGBEI: (
        ("liaison", "", "赵磊"),
        ("clerk", "", "唐办示"),
        ("reviewer", "", "邱审示"),
        ("expert", "", "向评示"),
        ("leader", "", "许负示"),
    ),
    PROVINCE: (("leader", "", "韩厅示"),),
    HARBIN: (
        ("liaison", "", "于联示"),
        ("clerk", "", "董办示"),
        ("reviewer", "", "程审示"),
        ("leader", "", "傅负示"),
    ),
    DAOLI: (("liaison", "", "沈联示"), ("leader", "", "曹负示")),
}


# Where a leader decided otherwise than suggested: bureau → parameter → value.
DECIDED: dict[str, dict[str, bool]] = {
    YUZHONG: {"selection.scored": True},
    JIANGBEI: {"selection.scored": True},
}


def login_name(code: str, role: str, suffix: str = "") -> str:
    return f"{role}-{code}{suffix}"


@dataclass
class World:
    """Everyone who can act. `shown` collects what the door tells visitors in clear."""

    days: Days
    bureaus: dict[str, Bureau] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def bureau(self, code: str) -> Bureau:
        return self.bureaus[code]

    def account(self, code: str, role: str) -> Account:
        return self.accounts[login_name(code, role)]

    def act(self, code: str, role: str) -> Actor:
        return Actor(role, account=self.account(code, role).pk)


def load_bureaus(world: World, *, at: datetime) -> None:
    """Both places with their whole trees; most bureaus have nobody in them yet, as 两江新区."""
    for tree in ("chongqing.toml", "heilongjiang.toml"):
        load_tree(TREES / tree, by=Actor.system(), at=at)
    world.bureaus = {bureau.code: bureau for bureau in Bureau.objects.filter(code__in=MEMBERS)}


def take_office(world: World, code: str) -> Storyline:
    """Members of one bureau get their accounts; the leader signs for the measure and confirms what it leaves open."""
    at = yield world.days.work(BEGINNING, 8, 30)
    bureau, on = world.bureau(code), localdate(at)
    for role, suffix, name in MEMBERS[code]:
        username = login_name(code, role, suffix)
        account, _password = new_member(
            bureau, username=username, display_name=name, role=role, by=Actor.system(), at=at, on=on
        )
        world.accounts[username] = account
    at = yield world.days.work(BEGINNING, 9)
    if login_name(code, "leader") in world.accounts:
        _confirm_everything(world, code, at)


def _confirm_everything(world: World, code: str, at: datetime) -> None:
    bureau, by, on = world.bureau(code), world.act(code, "leader"), localdate(at)
    policy = bureau.policy(on)
    acknowledge(bureau, pack_id=policy.pack.id, by=by, at=at)
    own = DECIDED.get(code, {})
    for parameter in policy.suggestions():
        value = own.get(parameter.key)
        decide(
            bureau,
            key=parameter.key,
            value=value,
            by=by,
            reason="局长办公会研究，按建议值试行（演示）",
            at=at,
            on=on,
        )
