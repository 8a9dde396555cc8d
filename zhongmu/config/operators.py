"""What an operator does from the command line. Each function prints for a person and returns the exit code."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from zhongmu.bureaus.actions import add_member
from zhongmu.bureaus.models import Bureau, Role
from zhongmu.bureaus.tree import TREES, TreeError, load_tree
from zhongmu.config import backups
from zhongmu.config.daily import run_day
from zhongmu.intake.fetching import fetch_all
from zhongmu.ledger.actors import Actor
from zhongmu.people.actions import secret_code
from zhongmu.people.models import Account
from zhongmu.seals import commands as key_commands
from zhongmu.seals.recovery import WrongLine

BAD_INPUT = 2


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return BAD_INPUT


def load_bureaus(path: Path) -> int:
    try:
        count = load_tree(path, by=Actor.system(), at=timezone.now())
    except TreeError as error:
        return _refuse(str(error))
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        return _refuse(
            f"{path.name} 里有一项写法不对（{error}），没有导入。请对照 docs/operators.md 的样例。"
        )
    _say(f"已导入 {count} 个机构。")
    return 0


def keys(name: str, arguments: argparse.Namespace) -> int:
    if name == "create" and arguments.if_missing and Path(settings.KEYS_FILE).exists():
        _say("· 密钥已就位")
        return 0
    if name == "restore":
        try:
            return key_commands.restore(arguments.file, sys.stdout)
        except WrongLine as error:
            return _refuse(str(error))
    getattr(key_commands, name)(sys.stdout)
    return 0


def _first_tree(code: str) -> Path | None:
    return next((p for p in sorted(TREES.glob("*.toml")) if f'code = "{code}"' in p.read_text("utf-8")), None)


def init(arguments: argparse.Namespace) -> int:
    """Make the first bureau and its administrators with one-time passwords, printed once. Again changes nothing."""
    tree = arguments.tree or _first_tree(arguments.bureau)
    if Account.objects.filter(username=f"system-{arguments.bureau}").exists():
        _say(f"{arguments.bureau} 已经有管理员，没有改动。忘记密码请由另一名系统管理员重置。")
        return 0
    if tree is None:
        return _refuse(f"内置的机构树里没有 {arguments.bureau}。请用 --tree 指定机构树文件。")
    with transaction.atomic():
        if load_bureaus(tree):
            return BAD_INPUT
        bureau = Bureau.objects.filter(code=arguments.bureau).first()
        if bureau is None:
            transaction.set_rollback(True)
            return _refuse(f"{tree.name} 里没有代码为 {arguments.bureau} 的机构，没有导入。请核对 --bureau。")
        made = _administrators(bureau)
    _say(f"{bureau.name} 的管理员（口令只显示这一次，首次登录后请修改并绑定动态口令）：")
    for account, password in made:
        _say(f"  {account.display_name}　登录名 {account.username}　口令 {password}")
    return 0


def _administrators(bureau: Bureau) -> list[tuple[Account, str]]:
    """Three kinds of administrator, kept apart, and a second for the system, who resets the first one's password."""
    made, now = [], timezone.now()
    for role, suffix in ((Role.SYSTEM, ""), (Role.SYSTEM, "-2"), (Role.SECURITY, ""), (Role.AUDIT, "")):
        password = secret_code(16)
        name = f"{role.value}-{bureau.code}{suffix}"
        account = Account.objects.create_user(name, password, display_name=str(role.label))
        add_member(bureau, account, role, by=Actor.system(), at=now, on=timezone.localdate(now))
        made.append((account, password))
    return made


def backup(arguments: argparse.Namespace) -> int:
    try:
        manifest = backups.backup(arguments.dir, at=timezone.now())
    except backups.BackupError as error:
        return _refuse(str(error))
    _say(f"已备份到 {arguments.dir}：{manifest['files']} 个文件，台账 {manifest['rows']} 条。")
    _say("密钥不在其中：没有密钥，备份里封存的内容打不开。请另存恢复单（zhongmu keys sheet）。")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    try:
        manifest = backups.restore(arguments.dir, at=timezone.localtime())
    except backups.BackupError as error:
        return _refuse(str(error))
    _say(f"已从 {arguments.dir} 恢复：{manifest['files']} 个文件，台账 {manifest['rows']} 条。")
    _say("原有内容另存在旁边（…before-restore…）。请运行 zhongmu manage migrate 和 zhongmu ledger verify。")
    return 0


def mail(arguments: argparse.Namespace) -> int:
    """Read the mailboxes; 1 when one of them could not be read."""
    if not settings.MAILBOXES:
        return _refuse("没有设置 ZHONGMU_IMAP，不取邮件。写法见 docs/operators.md。")
    fetched = fetch_all(at=timezone.now(), code=arguments.bureau)
    if not fetched:
        return _refuse(f"ZHONGMU_IMAP 里没有 {arguments.bureau}。请核对机构代码。")
    for one in fetched:
        _say(f"{one.bureau}：新收 {one.messages} 封，读出报名表 {one.forms} 份。{one.problem}")
    return int(any(one.problem for one in fetched))


def tick(_arguments: argparse.Namespace) -> int:
    _say(run_day(at=timezone.now()))
    return 0
