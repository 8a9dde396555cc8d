"""docs/policies.md, made from the schema: `python -m zhongmu.policies.documentation`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhongmu.policies.kinds import KINDS, UNITS, Key
from zhongmu.policies.pack import SUGGESTED, UNCHECKED
from zhongmu.policies.schema import CHAPTERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
_HEAD = f"""# 制度文件怎么写

本页由 `python -m zhongmu.policies.documentation` 从参数表生成，请勿手改。完整例子见 [worked-pack.toml](worked-pack.toml)。

一份制度是一个 TOML 文件：开头写名称、机关、级别、状态和日期，接着逐条照录条文，再写参数。
放进 `ZHONGMU_POLICIES` 指的文件夹即可；先用 `zhongmu policies check 文件` 检查。有任何一处不对，系统拒绝启动，并说明文件、行号、错在哪里、怎么改。

## 开头

| 键 | 必写 | 含义 |
|---|---|---|
| `id` | 是 | 唯一代号，小写字母、数字和连字符 |
| `title` | 是 | 正式名称 |
| `aliases` | | 其他名称，只供检索 |
| `doc_no` | | 发文字号 |
| `issuer` | 是 | 发文机关 |
| `place` | 是 | 适用地方的全称；下级以上级的全称开头，如「黑龙江省哈尔滨市」 |
| `level` | 是 | `nation` 国家、`province` 省级（含直辖市）、`city` 市（地）级、`county` 县级 |
| `parent` | | 所继承的上级制度的 `id` |
| `status` | 是 | `in_force` 现行有效、`draft` 征求意见稿、`repealed` 已废止 |
| `issued_on`、`effective_from`、`repealed_on` | | 成文日、施行日、废止日，写成 `2024-11-26`；现行有效的必写施行日（确实没有取得的写「未取得」），征求意见稿不得写 |
| `adopted` | | 审议通过的会议 |
| `delegated_to` | | 本文件各参数默认下放给哪些级别 |
| `note` | | 本系统的说明，不是原文 |

## 条文 `[[articles]]`

`key` 条文代号（如 `"4.1"`）、`label` 显示名称（如「第四条（一）」）、`chapter` 原文章名、`number` 条序号、`printed` 原文印的序号、`text` 原文、`note` 本系统的说明。
原文照录，误字也照录；没有取得的写「未取得」，这样的条文不能被引用。

`[[basis]]` 依据：`doc_no`、`name`、`note`。`[[errata]]` 勘误：`article`、`printed` 原文误字、`read_as` 本系统的读法、`note`。

## 参数与来源

每个参数写成一节 `[parameters."键"]`，必写 `value` 和 `source`，可写 `unit`、`note`、`delegated_to`。

| 来源 | 还须写 | 显示 |
|---|---|---|
| `article` | `article` 条文代号、`quote` 所依据的原话（必须在这一条里逐字找得到） | 条文和原话 |
| `higher_law` | `law` 名称、`tag`（`F` 有出处、`M` 凭记忆、`I` 推断），可写 `law_article`、`quote` | 上位规定；`M`、`I` 加「{UNCHECKED}」，并须负责人确认 |
| `bureau_decision` | `decision` 决定的文号或名称 | 本机关决定 |
| `suggested` | 无 | 「{SUGGESTED}」，首次使用前须负责人确认 |

代码表的每一行写 `code`、`label`，可写 `article` 和 `quote`（同样核对原文），以及表里列出的列。
可省的参数不写，就是原文没有规定，系统不设这项限制。

## 继承

国家 → 省 → 市（地）→ 县。下级只能改上级在 `delegated_to` 中下放给本级的参数，其余照上级。不能继承同级或外地的制度：外地的做法可以写进自己的文件，来源写 `suggested`。
"""


def policies_page() -> str:
    parts = [_HEAD, "## 全部参数\n"]
    for title, keys in CHAPTERS:
        parts.append(f"### {title}\n")
        parts.append("| 键 | 名称 | 类型 | 可取的值 | 可省 | 软件怎么用 |\n|---|---|---|---|---|---|")
        parts.append("\n".join(_row(key) for key in keys) + "\n")
    return "\n".join(parts)


def _row(key: Key) -> str:
    values = "；".join(_values(key))
    cells = (f"`{key.name}`", key.title, KINDS[key.kind], values, "可省" if key.optional else "", key.does)
    return "| " + " | ".join(cells) + " |"


def _values(key: Key) -> Iterator[str]:
    if key.low is not None:
        yield f"{key.low}–{key.high}"
    if any(key.units):
        yield "单位 " + "、".join(f"`{unit}` {UNITS[unit]}" for unit in key.units)
    for value, words in key.choices.items():
        yield f"`{value}` {words}"
    if key.kind == "bool":
        yield f"`true` {key.yes_no[0]}；`false` {key.yes_no[1]}"
    for column in key.columns:
        choices = "、".join(f"`{value}` {words}" for value, words in column.choices.items())
        said = f"：{choices}" if choices else "（照录原文）" if column.verbatim else ""
        yield f"列 `{column.name}` {column.title}（{KINDS[column.kind]}）{said}"


if __name__ == "__main__":  # pragma: no cover  the test compares policies_page() with the file
    (DOCS / "policies.md").write_text(policies_page(), encoding="utf-8")
