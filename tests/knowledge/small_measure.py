"""A measure of three articles with a register of two open questions, small enough to read in a test."""

from __future__ import annotations

from pathlib import Path

SLUG = "small"
NO_RULING = "open-count"
WITH_RULING = "settled-name"
RULED_ON = "2026-03-01"

_HEADER = """\
slug: small
title: 示例办法
short_title: 《示例办法》
issuer: 示例厅
helpdesk: 示例厅
subject: 备案
source: source/示例办法.txt
validity: {from: 2023-05-01, in_words: 自2023年5月1日起施行, cites: [第三条], quote: 自2023年5月1日起施行}
"""
_SOURCE = """\
附件1
示例办法
第一条 成员单位原则上不少于3家。
第二条 牵头单位联合成员单位签署合作协议，备案时提交组建协议。
第三条 本办法自2023年5月1日起施行。
"""
_QUESTIONS = """\
- id: q-count
  standard: 牵头单位算在3家里吗？
  kind: ambiguous
  ambiguity: open-count
  answer: 办法没有写明。请向示例厅确认。
  cites: [第一条]
- id: q-count-safe
  standard: 怎样凑够3家最稳妥？
  kind: ambiguous
  ambiguity: open-count
  answer: 办法没有写明，按牵头单位之外另有3家准备，两种读法都满足；多邀请一家也可以。请向示例厅确认。
  cites: [第一条]
- id: q-name
  standard: 合作协议和组建协议是一份吗？
  kind: ambiguous
  ambiguity: settled-name
  answer: 办法写了两个名称，没有写是不是同一份。
  cites: [第二条]
- id: q-start
  standard: 什么时候施行？
  kind: answer
  answer: 自2023年5月1日起施行。
  cites: [第三条]
"""
_REGISTER = """\
# 没有写清楚的地方
- id: open-count
  about: 3家里算不算牵头单位？
  readings:
    - says: 没有写。
      cites: [第一条]
      quote: 成员单位原则上不少于3家
  meanwhile: 按牵头单位之外另有3家准备，两种读法都满足。多邀请一家也可以。
- id: settled-name
  about: 两个名称是不是同一份协议？
  readings:
    - says: 先签合作协议。
      cites: [第二条]
      quote: 签署合作协议
    - says: 备案时交组建协议。
      cites: [第二条]
      quote: 提交组建协议
  meanwhile: 签一份，题目写组建协议。
  ruling:
    date: 2026-03-01
    office: 示例厅
    text: 是同一份，签一份即可。
    until: 2026-12-31
"""


def small_measure(root: Path) -> Path:
    """Writes the folder under `root`."""
    folder = root / SLUG
    (folder / "source").mkdir(parents=True)
    (folder / "measure.yaml").write_text(_HEADER, "utf-8")
    (folder / "source" / "示例办法.txt").write_text(_SOURCE, "utf-8")
    (folder / "questions.yaml").write_text(_QUESTIONS, "utf-8")
    (folder / "ambiguities.yaml").write_text(_REGISTER, "utf-8")
    return folder
