"""The `zhongmu` command. Exit codes: 0 good, 1 a check failed, 2 bad input, 3 infeasible."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

Run = Callable[[argparse.Namespace], int]
BAD_INPUT = 2
LAST_PORT = 65535


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"命令没有写对（{message}）。请运行 {self.prog} -h 查看用法。\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command. What the operator can mend ends in one sentence and exit code 2, never in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongmu.config.settings")
    arguments = _parser().parse_args(argv)
    run: Run = arguments.run
    try:
        if not getattr(arguments, "bare", False):
            import django  # only commands that need the database pay for it

            django.setup()
        return run(arguments)
    except Exception as error:
        from zhongmu.config.mistakes import in_words  # knows every library's errors; loaded only for one

        if (sentence := in_words(error)) is None:
            raise
        print(sentence, file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="zhongmu", description="众目：医疗保障基金社会监督员平台")
    top = parser.add_subparsers(required=True, metavar="命令")
    _policies(top.add_parser("policies", help="检查、列出、查看、比较制度文件"))
    _slate(top.add_parser("slate", help="择优：守住名额，选出合计最高的名单，附证明"))
    _clauses(top.add_parser("clauses", help="124 条要求各在哪里、由哪个测试证明"))
    _ledger(top.add_parser("ledger", help="核验、导出台账"))
    _bureaus(top.add_parser("bureaus", help="导入机构树"))
    _keys(top.add_parser("keys", help="生成、轮换密钥，打印恢复单"))
    _keeping(top)
    _serving(top)
    return parser


def _policies(parser: argparse.ArgumentParser) -> None:
    from zhongmu.policies import commands  # no database behind it

    sub = parser.add_subparsers(required=True, metavar="做什么")
    check = sub.add_parser("check", help="检查一个制度文件，不改动任何东西")
    check.add_argument("file", type=Path)
    check.set_defaults(run=lambda a: commands.check(a.file, out=print))
    sub.add_parser("list", help="列出制度库").set_defaults(run=lambda _a: commands.list_(out=print))
    show = sub.add_parser("show", help="逐条查看一个制度文件")
    show.add_argument("id")
    show.set_defaults(run=lambda a: commands.show(a.id, out=print))
    diff = sub.add_parser("diff", help="逐项比较两个制度文件")
    diff.add_argument("a")
    diff.add_argument("b")
    diff.set_defaults(run=lambda a: commands.diff(a.a, a.b, out=print))


SHEETS = {
    "people": "人员表",
    "quotas": "名额表",
    "settings": "设置",
    "already": "已经入选的人",
    "pairs": "不能同时入选的两人",
}


def _slate(parser: argparse.ArgumentParser) -> None:
    """`slate --people …` makes a choice, `slate verify DIR …` proves one anew: what the first needs, the second has."""

    def given(a: argparse.Namespace) -> dict[str, Path]:
        return {part: path for part in SHEETS if (path := getattr(a, part)) is not None}

    def choose(a: argparse.Namespace) -> int:
        from zhongmu.slates.stopping import stopping  # none but this command stops so

        missing = [f"--{name}" for name in ("people", "quotas", "seats", "out") if getattr(a, name) is None]
        if missing:
            parser.error(f"还缺 {'、'.join(missing)}")
        with stopping() as stop:
            from zhongmu.slates import commands  # loads the solvers, which takes a while

            return commands.choose(given(a), a.seats, a.seed, a.out, stop=stop)

    def verify(a: argparse.Namespace) -> int:
        from zhongmu.slates.verify import verify  # loads the solvers

        return verify(a.dir, given(a), a.solver)

    _sheets(parser)
    parser.add_argument("--seats", type=_count, help="选多少人")
    parser.add_argument("--seed", help="同分抽签的种子；不给就由编号和人数算出")
    parser.add_argument("--out", type=Path, help="结果文件夹")
    parser.set_defaults(run=choose, bare=True)
    again = parser.add_subparsers(metavar="verify").add_parser(
        "verify", help="用另一个求解器重新证明一次择优"
    )
    again.add_argument("dir", type=Path, help="结果文件夹")
    _sheets(again)
    again.add_argument("--solver", choices=("highs", "cbc"), default="cbc", help="用哪个求解器")
    again.set_defaults(run=verify)


def _sheets(parser: argparse.ArgumentParser) -> None:
    for part, words in SHEETS.items():
        kind = "TOML" if part == "settings" else "CSV"
        parser.add_argument(f"--{part}", type=Path, help=f"{words}（{kind}）")


def _clauses(parser: argparse.ArgumentParser) -> None:
    from zhongmu.clauses import commands  # no database behind it

    parser.add_argument("--check", action="store_true", help="缺证明、记录过期或条号不明时退出码 1")
    parser.set_defaults(run=lambda a: commands.clauses(check=a.check, out=print), bare=True)


def _ledger(parser: argparse.ArgumentParser) -> None:
    def run(name: str) -> Run:
        def call(a: argparse.Namespace) -> int:
            from django.utils import timezone  # after django.setup

            from zhongmu.ledger import commands

            at = timezone.now()
            calls: dict[str, Callable[[], int]] = {
                "verify": lambda: commands.verify(sys.stdout),
                "export": lambda: commands.export(a.file, sys.stdout, at=at),
                "heads": lambda: commands.heads(sys.stdout, at=at),
                "public-key": lambda: commands.public_key(sys.stdout),
            }
            return calls[name]()

        return call

    sub = parser.add_subparsers(required=True, metavar="做什么")
    for name, text in (
        ("verify", "核验全部链"),
        ("export", "导出到文件"),
        ("heads", "签署链头并写出锚点"),
        ("public-key", "打印公钥"),
    ):
        one = sub.add_parser(name, help=text)
        one.set_defaults(run=run(name))
        if name == "export":
            one.add_argument("file", type=Path)


def _bureaus(parser: argparse.ArgumentParser) -> None:
    def load(a: argparse.Namespace) -> int:
        from zhongmu.config.operators import load_bureaus  # after django.setup

        return load_bureaus(a.file)

    sub = parser.add_subparsers(required=True, metavar="做什么")
    one = sub.add_parser("load", help="导入机构树并按日期绑定制度文件")
    one.add_argument("file", type=Path)
    one.set_defaults(run=load)


def _keys(parser: argparse.ArgumentParser) -> None:
    def run(name: str) -> Run:
        def call(a: argparse.Namespace) -> int:
            from zhongmu.config import operators  # after django.setup

            return operators.keys(name, a)

        return call

    sub = parser.add_subparsers(required=True, metavar="做什么")
    create = sub.add_parser("create", help="生成密钥文件")
    create.add_argument("--if-missing", action="store_true")
    create.set_defaults(run=run("create"))
    sub.add_parser("rotate", help="启用新一版封存密钥").set_defaults(run=run("rotate"))
    sub.add_parser("reseal", help="把已封存内容换到新密钥").set_defaults(run=run("reseal"))
    sub.add_parser("sheet", help="打印恢复单").set_defaults(run=run("sheet"))
    restore = sub.add_parser("restore", help="从抄录的恢复单恢复密钥文件")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run("restore"))


def _keeping(top: argparse._SubParsersAction[Parser]) -> None:
    def run(name: str) -> Run:
        def call(a: argparse.Namespace) -> int:
            from zhongmu.config import operators  # after django.setup

            return int(getattr(operators, name)(a))

        return call

    init = top.add_parser("init", help="建立第一个机构和四名管理员（不用演示数据）")
    init.add_argument("--tree", type=Path, help="机构树文件；不给则用内置的一处")
    init.add_argument("--bureau", required=True, help="第一个机构的代码")
    init.set_defaults(run=run("init"))
    for name, text in (("backup", "备份数据库和文件到文件夹（密钥另存）"), ("restore", "从备份文件夹恢复")):
        one = top.add_parser(name, help=text)
        one.add_argument("dir", type=Path)
        one.set_defaults(run=run(name))
    mail = top.add_parser("mail", help="收取各机构邮箱里的来件，只读不删")
    fetch = mail.add_subparsers(required=True, metavar="做什么").add_parser("fetch", help="收取新邮件")
    fetch.add_argument("--bureau", default="", help="只收这一个机构（代码）")
    fetch.set_defaults(run=run("mail"))
    top.add_parser("tick", help="每日一次：签署链头、提醒到期").set_defaults(run=run("tick"))


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("请写大于 0 的整数")
    return int(text)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port <= LAST_PORT:
        raise ValueError(text)
    return port


def _serving(top: argparse._SubParsersAction[Parser]) -> None:
    from zhongmu.config import serving  # starts processes; the server itself loads Django

    serve = top.add_parser("serve", help="启动服务")
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.set_defaults(run=lambda a: serving.serve(host=a.host, port=a.port), bare=True)
    demo = top.add_parser("demo", help="打开演示世界")
    demo.add_argument("--port", type=_port, default=8000)
    demo.set_defaults(run=lambda a: serving.demo(port=a.port), bare=True)
    manage = top.add_parser("manage", help="Django 管理命令")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=lambda a: serving.manage(a.rest), bare=True)


if __name__ == "__main__":
    sys.exit(main())
