#!/usr/bin/env python3
"""核验众目台账导出文件。只用 Python 标准库（3.9 及以上），不需要任何密钥，也不需要本系统。

    python3 verify.py 导出文件 --public-key 公钥 [--anchor 链头文件 …]

公钥为 base64 文字，或内容为公钥的文件；链头文件是服务器每日写到库外文件夹的 heads-….json。
退出码：0 完好；1 有问题，或没有外部锚点而无法判断尾部是否被截断；2 文件或公钥读不了。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, NoReturn, TextIO  # noqa: UP035  Python 3.9

Fields = Dict[str, Any]  # noqa: UP006  Python 3.9
Heads = Dict[str, List[Fields]]  # noqa: UP006  Python 3.9

FORMAT, UNLISTED_FORMAT = "zhongmu-ledger-2", "zhongmu-ledger-1"  # the first had no signed list of its chains
HEAD_PREFIX = b"zhongmu-ledger-head-1\n"
HEADER_PREFIX = b"zhongmu-ledger-export-2\n"
ENTRY = ("chain", "seq", "at", "role", "account", "pseudonym", "action", "subject", "facts", "prev")
HEAD = ("chain", "seq", "digest", "signed_at", "algorithm", "reason")
HEADER = ("format", "at", "scope", "public_key")
ZERO = "0" * 64
CHANGED, INSERTED, REMOVED, REORDERED, CUT = "改动", "插入", "删除", "调换顺序", "尾部被截断"
FORGED = "链头签名无效"
NO_ANCHOR = "尾部无外部锚点，无法判断是否被截断"
UNLISTED = "这份导出是旧格式，没有签名的链清单，无法判断是否少了整条链；请用现在的版本重新导出。"
FORGED_LIST = "导出文件的链清单签名无效：清单被改动过，或不是这把公钥签的。"
NO_KEY = "没有这样的公钥：应为 32 字节 Ed25519 公钥的 base64，或内容如此的文件。"


class BadInput(Exception):
    """What was given cannot be read at all: exit code 2."""


class Wrong(Exception):
    """The export is not as this server signed it: exit code 1."""


class Bad(Wrong):
    """The first bad entry of a chain."""

    def __init__(self, chain: str, seq: int, what: str, note: str = "") -> None:
        super().__init__(f"{chain} 第 {seq} 号：{what}" + (f"（{note}）" if note else ""))


# ── SM3 (GB/T 32905) ─────────────────────────────────────────────────────────
WORD = 0xFFFFFFFF
SM3_START = "7380166f 4914b2b9 172442d7 da8a0600 a96f30bc 163138aa e38dee4d b0fb0e4e"


def _turn(x: int, n: int) -> int:
    n %= 32
    return ((x << n) | (x >> (32 - n))) & WORD


def _sm3_words(block: bytes) -> list[int]:
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = words[j - 16] ^ words[j - 9] ^ _turn(words[j - 3], 15)
        words.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(words[j - 13], 7) ^ words[j - 6])
    return words


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    a, b, c, d, e, f, g, h = state
    words = _sm3_words(block)
    for j in range(64):
        early = j < 16  # noqa: PLR2004  the standard's first 16 rounds
        ss1 = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if early else 0x7A879D8A, j)) & WORD, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & WORD & g)
        tt1 = (ff + d + (ss1 ^ _turn(a, 12)) + (words[j] ^ words[j + 4])) & WORD
        tt2 = (gg + h + ss1 + words[j]) & WORD
        a, b, c, d, e, f, g, h = (
            tt1,
            a,
            _turn(b, 9),
            c,
            tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17),
            e,
            _turn(f, 19),
            g,
        )
    return [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]  # noqa: B905  Python 3.9


def sm3(message: bytes) -> str:
    state = [int(word, 16) for word in SM3_START.split()]
    padded = message + b"\x80" + b"\0" * ((55 - len(message)) % 64) + (8 * len(message)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        state = _sm3_block(state, padded[start : start + 64])
    return "".join(f"{word:08x}" for word in state)


def digest(message: bytes, algorithm: str) -> str:
    if algorithm == "sha256":
        return hashlib.sha256(message).hexdigest()
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", message).hexdigest()
    return sm3(message)


# ── Ed25519 (RFC 8032) ───────────────────────────────────────────────────────
Point = tuple[int, int, int, int]  # extended coordinates

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(raw: bytes) -> Point | None:
    number = int.from_bytes(raw, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n: int, p: Point) -> Point:
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = _add(total, p)
        p, n = _add(p, p), n >> 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _x_of(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` was made with the private half of `public`."""
    key, commitment = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commitment is None or s >= ORDER:  # noqa: PLR2004  bytes of a signature
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(commitment, _times(k, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# ── Reading ──────────────────────────────────────────────────────────────────
def canonical(fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(line: bytes) -> Fields | None:
    """A line's fields, or None when it is no line of ours to the byte."""
    try:
        fields = json.loads(line)
        whole = isinstance(fields, dict) and canonical(fields) + b"\n" == line
    except (ValueError, RecursionError):
        return None
    return fields if whole and _shaped(fields) else None


def _shaped(fields: Fields) -> bool:
    listed = ("chains", "signature") if fields.get("format") == FORMAT else ()
    wanted = {
        "header": (*HEADER, *listed),
        "entry": (*ENTRY, "digest", "tag"),
        "head": (*HEAD, "signature"),
    }.get(str(fields.get("kind")))
    texts = {"chain", "digest", "prev", "tag", "signature", "algorithm"} & fields.keys()
    return (
        wanted is not None
        and set(fields) == {"kind", *wanted}
        and ("seq" not in fields or type(fields["seq"]) is int)
        and _is_list_of_chains(fields.get("chains", {}))
        and all(isinstance(fields[name], str) and fields[name].isprintable() for name in texts)
        and fields.get("algorithm", "sm3") in ("sha256", "sm3")
    )


def _is_list_of_chains(chains: object) -> bool:
    return isinstance(chains, dict) and all(
        code.isprintable() and type(seq) is int for code, seq in chains.items()
    )


def lines_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as lines:
            yield from lines
    except OSError as why:
        raise BadInput(f"读不了 {path}：{why.strerror}。") from None


def read_public_key(given: str) -> bytes:
    path = Path(given)
    try:
        text = path.read_text(encoding="ascii") if len(given) < 1024 and path.is_file() else given  # noqa: PLR2004
        raw = base64.b64decode(text.strip(), validate=True)
    except (OSError, ValueError):
        raw = b""
    if len(raw) != 32 or _point(raw) is None:  # noqa: PLR2004  bytes of a key
        raise BadInput(NO_KEY)
    return raw


def _is_signed(fields: Fields, names: tuple[str, ...], prefix: bytes, public: bytes) -> bool:
    try:
        signature = base64.b64decode(fields["signature"], validate=True)
    except ValueError:
        signature = b""
    return signed_by(public, prefix + canonical({name: fields[name] for name in names}), signature)


def check_head(head: Fields, public: bytes, source: str) -> None:
    if not _is_signed(head, HEAD, HEAD_PREFIX, public):
        raise Bad(head["chain"], head["seq"], FORGED, source)


def check_header(header: Fields, public: bytes) -> None:
    """That the list of chains is the one the server signed; an export of the first format has none."""
    if header["format"] == FORMAT and not _is_signed(header, (*HEADER, "chains"), HEADER_PREFIX, public):
        raise Wrong(FORGED_LIST)


def read_anchors(paths: list[str], public: bytes) -> Heads:
    """Every head of the anchor files by chain; the signature of each is checked."""
    heads: Heads = {}
    for path in paths:
        for number, line in enumerate(lines_of(Path(path)), 1):
            head = parse(line)
            if head is None or head["kind"] != "head":
                raise BadInput(f"{path} 第 {number} 行不是链头；请给出服务器写出的 heads-….json。")
            check_head(head, public, path)
            heads.setdefault(head["chain"], []).append(head)
    return heads


def read_export_heads(path: Path) -> tuple[Heads, Fields]:
    """The signed heads at the end of the export, and its header; BadInput when it is no export."""
    heads: Heads = {}
    header: Fields = {}
    seen: set[bytes] = set()  # the same head a thousand times is checked once
    for number, line in enumerate(lines_of(path), 1):
        fields = parse(line) if number == 1 or b'"kind":"head"' in line else None
        if number == 1:
            if (
                fields is None
                or fields["kind"] != "header"
                or fields["format"] not in (FORMAT, UNLISTED_FORMAT)
            ):
                raise BadInput(f"{path} 不是众目台账的导出文件。")
            header = fields
        elif fields is not None and fields["kind"] == "head" and line not in seen:
            seen.add(line)
            heads.setdefault(fields["chain"], []).append(fields)
    if not header:
        raise BadInput(f"{path} 是空文件。")
    return heads, header


# ── Judging ──────────────────────────────────────────────────────────────────
def digest_as(entry: Fields, seq: int, algorithm: str) -> str:
    return digest(canonical({**{name: entry[name] for name in ENTRY}, "seq": seq}), algorithm)


class Chain:
    """One chain as it is read: the number and digest last seen to be good."""

    def __init__(self, code: str, heads: list[Fields]) -> None:
        self.code, self.heads = code, sorted(heads, key=lambda head: head["seq"])
        self.algorithm = str(self.heads[0]["algorithm"]) if heads else ""
        self.signed = bool(heads)
        self.seq, self.digest, self.proved = 0, ZERO, 0

    def take(self, entry: Fields, later: Iterator[Fields]) -> None:
        """Accept the next entry or raise Bad; `later` are the entries after it, read only to tell what happened."""
        expected = self.seq + 1
        if not self.algorithm:  # no head names it, which is a finding of its own at the end
            self.algorithm = "sm3" if digest_as(entry, entry["seq"], "sm3") == entry["digest"] else "sha256"
        if entry["seq"] < expected:
            raise Bad(self.code, entry["seq"], INSERTED, "同一序号出现两次")
        if entry["seq"] > expected:
            self._missing(expected, later)
        if digest_as(entry, expected, self.algorithm) != entry["digest"]:
            self._renumbered(entry, later)
        if entry["prev"] != self.digest:
            raise Bad(self.code, max(self.seq, 1), CHANGED, "后一条记录的前摘要与它不符")
        self.seq, self.digest = expected, entry["digest"]
        while self.heads and self.heads[0]["seq"] == self.seq:
            self._compare(self.heads.pop(0))

    def finish(self) -> None:
        if self.heads:
            raise Bad(self.code, self.seq + 1, CUT, f"已签名的链头在第 {self.heads[0]['seq']} 号")
        if self.proved and self.seq > self.proved:
            raise Bad(self.code, self.proved + 1, INSERTED, "在最后一个已签名的链头之后")

    def _compare(self, head: Fields) -> None:
        if head["digest"] != self.digest:
            first = self.proved + 1
            note = f"第 {first} 至 {self.seq} 号之间被改写，与已签名的链头不符"
            raise Bad(self.code, first, CHANGED, note)
        self.proved = self.seq

    def _missing(self, expected: int, later: Iterator[Fields]) -> NoReturn:
        # Reading on costs the whole file: not for a chain nobody signed, of which a forger can make a million.
        moved = self.signed and any(self._was(entry, expected) for entry in later)
        raise Bad(self.code, expected, REORDERED if moved else REMOVED)

    def _renumbered(self, entry: Fields, later: Iterator[Fields]) -> NoReturn:
        """The digest is wrong: the content was changed, or the number was, to hide a gap or a newcomer."""
        seq = entry["seq"]
        if digest_as(entry, seq + 1, self.algorithm) == entry["digest"]:
            self._missing(seq, later)
        if seq > 1 and digest_as(entry, seq - 1, self.algorithm) == entry["digest"]:
            raise Bad(self.code, seq - 1, INSERTED, "其后的记录被重新编号")
        raise Bad(self.code, seq, CHANGED)

    def _was(self, entry: Fields, seq: int) -> bool:
        return bool(entry["chain"] == self.code) and (
            bool(entry["seq"] == seq) or digest_as(entry, seq, self.algorithm) == entry["digest"]
        )


class Judge:
    """Reads an export once, holding one line and the heads; `bad` collects the first bad entry of each chain."""

    def __init__(self, path: Path, heads: Heads) -> None:
        self.path, self.heads = path, heads
        self.chains: Dict[str, Chain] = {}  # noqa: UP006  Python 3.9
        self.bad: Dict[str, Bad] = {}  # noqa: UP006  Python 3.9
        self.last = ""

    def read(self) -> None:
        unread = 0
        for number, line in enumerate(lines_of(self.path), 1):
            fields = parse(line)
            if fields is None:
                unread = unread or number
                self._unreadable(number)
            elif fields["kind"] == "entry":
                self._entry(fields, number)
        for chain in self.chains.values():
            self._try(chain, chain.finish)
        for code in self.heads.keys() - self.chains.keys():
            self.bad[code] = Bad(code, 1, CUT, "整条链不在导出文件里")

    def _entry(self, entry: Fields, number: int) -> None:
        self.last = code = entry["chain"]
        chain = self.chains.setdefault(code, Chain(code, self.heads.get(code, [])))
        self._try(chain, lambda: chain.take(entry, self._later(number)))

    def _unreadable(self, number: int) -> None:
        chain = self.chains.get(self.last) or Chain(self.last or "?", [])
        self.bad.setdefault(chain.code, Bad(chain.code, chain.seq + 1, CHANGED, f"文件第 {number} 行读不通"))

    def _try(self, chain: Chain, step: Any) -> None:
        if chain.code not in self.bad:
            try:
                step()
            except Bad as bad:
                self.bad[chain.code] = bad

    def _later(self, number: int) -> Iterator[Fields]:
        for place, line in enumerate(lines_of(self.path), 1):
            fields = parse(line) if place > number else None
            if fields is not None and fields["kind"] == "entry":
                yield fields


def judge(path: Path, public: bytes, anchors: list[str], out: TextIO) -> int:
    own, header = read_export_heads(path)
    check_header(header, public)
    anchored = read_anchors(anchors, public)
    for head in (head for heads in own.values() for head in heads):
        check_head(head, public, str(path))
    beyond = anchored.keys() - own.keys() if header["scope"] == "chosen" else set()
    heads = {
        code: own.get(code, []) + anchored.get(code, []) for code in own.keys() | anchored.keys() - beyond
    }
    reading = Judge(path, heads)
    reading.read()
    for code in reading.chains.keys() - own.keys():
        chain = reading.chains[code]
        reading.bad.setdefault(code, Bad(code, chain.seq + 1, CUT, "导出文件里没有它的链头"))
    if header["format"] == FORMAT:
        compare_list(reading, header["chains"])
    else:
        out.write(f"{UNLISTED}\n")
    for code in sorted(beyond):
        out.write(f"{code} 有外部锚点，但不在这份只含所选各链的导出里；若应在其中，请重新索取。\n")
    found = report(reading, anchored, out)
    return found if header["format"] == FORMAT else 1


def compare_list(reading: Judge, listed: Dict[str, int]) -> None:  # noqa: UP006  Python 3.9
    """Every chain the server signed as exported is here, to the number it signed, and no other."""
    for code, seq in listed.items():
        chain = reading.chains.get(code)
        if chain is None:
            reading.bad.setdefault(code, Bad(code, 1, CUT, "链清单里有它，整条链不在导出文件里"))
        elif chain.seq < seq:
            reading.bad.setdefault(code, Bad(code, chain.seq + 1, CUT, f"链清单写到第 {seq} 号"))
        elif chain.seq > seq:
            reading.bad.setdefault(code, Bad(code, seq + 1, INSERTED, f"链清单写到第 {seq} 号"))
    for code in reading.chains.keys() - listed.keys():
        reading.bad.setdefault(code, Bad(code, 1, INSERTED, "整条链不在已签名的链清单里"))


def report(reading: Judge, anchored: Heads, out: TextIO) -> int:
    out.writelines(f"{reading.bad[code]}\n" for code in sorted(reading.bad))
    loose = sorted(reading.chains.keys() - anchored.keys() - reading.bad.keys())
    out.writelines(f"{code} 共 {reading.chains[code].seq} 条：{NO_ANCHOR}\n" for code in loose)
    for code in sorted(reading.chains.keys() & anchored.keys() - reading.bad.keys()):
        upto = max(head["seq"] for head in anchored[code])
        out.write(f"{code} 共 {reading.chains[code].seq} 条：完好，外部锚点到第 {upto} 号\n")
    return 1 if reading.bad or loose else 0


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("export", metavar="EXPORT")
    parser.add_argument("--public-key", required=True, metavar="K")
    parser.add_argument("--anchor", action="append", default=[], metavar="HEADS")
    given = parser.parse_args(arguments)
    try:
        return judge(Path(given.export), read_public_key(given.public_key), given.anchor, out)
    except Wrong as wrong:
        out.write(f"{wrong}\n")
        return 1
    except BadInput as why:
        out.write(f"{why}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
