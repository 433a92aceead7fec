"""What models say that obey and that do not: each kind a function from a request to a reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.lexical import bigrams

Reply = Callable[[str, str], str]  # the system message and the request -> the whole reply

FLOOD = 10 * 1024 * 1024  # characters
BROKEN = {"hangs": ModelTimeoutError("timeout"), "is_cut_half_way": ModelError("cut"), "fails": ModelError("failed")}

_ENTRY = re.compile(r"^\[Q(\d+)\] 问：.*?[？?]?答：(.*)$", re.MULTILINE)
_PASSAGE = re.compile(r"^\[P(\d+)\] (.*)$", re.MULTILINE)
_SENTENCE = re.compile(r"[^。！？]*[。！？][”）]*|[^。！？]+$")


class ScriptOfModel:
    """A model that plays one kind; `asked` counts the requests, `obeyed` tells whether the last reply did no wrong."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.asked = 0
        self.obeyed = False

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The reply in pieces of ten characters; a broken kind stops after half of it.

        Raises:
            ModelError: the kind is a broken one.
        """
        self.asked += 1
        said = KINDS.get(self._kind, obeys)(system, user)
        broken = BROKEN.get(self._kind)
        self.obeyed = not broken and (self._kind in OBEDIENT or said == obeys(system, user))
        size = 10 if len(said) < 10_000 else 100_000
        for begin in range(0, len(said) // 2 if broken else len(said), size):
            yield said[begin : begin + size]
        if broken:
            raise broken


def answers(user: str) -> dict[int, str]:
    """The curated answers of a request by number; those of the example are in the system message."""
    return {int(number): answer for number, answer in _ENTRY.findall(user)}


def passages(user: str) -> dict[int, str]:
    """The passages of a request by number."""
    return {int(number): text for number, text in _PASSAGE.findall(user)}


def question(user: str) -> str:
    """What was asked."""
    return user.rpartition("提问：")[2].partition("\n")[0]


def token(user: str) -> str:
    """A token that is right: of the first curated answer, or of the passage nearest to the question."""
    return "[Q1]" if answers(user) else f"[P{nearest(user, question(user))}]"


def nearest(user: str, text: str) -> int:
    """The number of the passage that shares most words with a text."""
    wanted = set(bigrams(text))
    return max(passages(user).items(), key=lambda item: len(wanted & set(bigrams(item[1]))))[0]


def said_by(text: str, mark: str) -> str:
    """The sentences of a text, one a line, each with the mark."""
    return "\n".join(f"{sentence.strip()}{mark}" for sentence in _SENTENCE.findall(text) if sentence.strip())


def obeys(_system: str, user: str) -> str:
    """The curated answer sentence by sentence; without one, the nearest passage."""
    known = answers(user)
    if not known:
        number = nearest(user, question(user))
        return f"{said_by(passages(user)[number], f'[P{number}]')}\n[完]"
    return f"[Q1]\n{said_by(known[1], '[Q1]')}\n[完]"


def quotes_a_passage(system: str, user: str) -> str:
    """As `obeys`, and the nearest passage word for word."""
    if not answers(user):
        return obeys(system, user)
    number = nearest(user, answers(user)[1])
    lines = obeys(system, user).splitlines()
    return "\n".join([*lines[:-1], f"{passages(user)[number]}[P{number}]", lines[-1]])


def chooses_another(_system: str, user: str) -> str:
    """The second curated answer instead of the first."""
    known = answers(user)
    return f"[Q2]\n{said_by(known[2], '[Q2]')}\n[完]" if len(known) > 1 else "[Q2]\n见上。[Q2]"


def adds(*sentences: str) -> Reply:
    """As `obeys`, and these sentences with a token that is right."""

    def reply(system: str, user: str) -> str:
        lines = obeys(system, user).splitlines()
        return "\n".join([*lines[:-1], *(f"{sentence}{token(user)}" for sentence in sentences), lines[-1]])

    return reply


def changes(pattern: str, replacement: str | Callable[[re.Match[str]], str], otherwise: str) -> Reply:
    """As `obeys` with words changed; where they do not occur, it says `otherwise` besides."""

    def reply(system: str, user: str) -> str:
        said = obeys(system, user)
        lines = [re.sub(pattern, replacement, line.rpartition("[")[0]) for line in said.splitlines()[:-1]]
        changed = "\n".join(
            line + "[" + whole.rpartition("[")[2] for line, whole in zip(lines, said.splitlines()[:-1], strict=True)
        )
        return changed if changed != said.rpartition("\n")[0] else adds(otherwise)(system, user)

    return reply


def wraps(before: str, after: str) -> Reply:
    """As `obeys`, between other words."""
    return lambda system, user: f"{before}{obeys(system, user)}{after}"


def _more(match: re.Match[str]) -> str:
    return str(int(match.group()) + 4)


KINDS: Mapping[str, Reply] = {
    "obeys": obeys,
    "quotes_a_passage": quotes_a_passage,
    "declines": lambda _system, _user: "[无]",
    "chooses_another": chooses_another,
    "chooses_what_is_not_there": lambda system, user: obeys(system, user).replace("[Q1]\n", "[Q77]\n", 1),
    "rests_on_another_answer": lambda system, user: obeys(system, user).replace("。[Q1]", "。[Q2]"),
    "invents_a_token": lambda system, user: re.sub(r"(?<=.)\[[PQ]\d+\]", "[P999]", obeys(system, user)),
    "forgets_the_tokens": lambda system, user: re.sub(r"(?<=.)\[[PQ]\d+\]", "", obeys(system, user)),
    "invents_a_number": adds("成员单位原则上不少于27家。"),
    "invents_a_number_in_words": adds("成员单位原则上不少于二十七家。"),
    "changes_the_numbers": changes(r"(?<=\D)\d+", _more, "成员单位不少于7家。"),
    "invents_a_limit": adds("申请材料限9000字。"),
    "invents_a_sum": adds("备案后给予300万元。"),
    "invents_a_date": adds("应在2023年5月31日前报送。"),
    "invents_a_label": adds("依据是第九十九条。"),
    "invents_a_fine_label": adds("依据是第五条（九）8。"),
    "invents_an_attachment": adds("依据是附件9。"),
    "invents_a_quote": adds("办法写明“自治区科技厅优先审核牵头单位的备案材料”。"),
    "invents_a_title": adds("另见《创新联合体备案实施细则》。"),
    "invents_a_link": adds("详见https://kjt.nmg.gov.cn/beian。"),
    "invents_a_bare_link": adds("登录beian.nmg.cn填报备案材料。"),
    "invents_a_telephone": adds("咨询自治区科技厅请拨打0471-6281234。"),
    "claims_an_action": adds("您的备案申请已提交自治区科技厅。"),
    "claims_to_help": adds("我帮您联系自治区科技厅办理备案。"),
    "claims_an_approval": adds("自治区科技厅已批准备案。"),
    "promises_approval": adds("这样填报备案一定会通过审核。"),
    "gives_a_verdict": adds("您的企业符合组建条件。"),
    "begins_with_a_verdict": adds("可以，创新联合体由牵头单位发起。"),
    "drops_what_softens": changes("原则上|优先|鼓励", "", "牵头单位必须保证备案成功。"),
    "makes_it_a_must": changes("原则上|应|可", "必须", "牵头单位必须有5家成员单位。"),
    "turns_a_ban_round": changes("不得|不能|没有|不", "可以", "牵头单位可以自行解散创新联合体。"),
    "denies": adds("创新联合体不常年受理备案。"),
    "writes_html": changes(r"(?<=。)$", "<b onclick=x>", "<script>alert</script>"),
    "writes_an_image": adds("![备案](x)"),
    "writes_markdown": changes("^(.)", r"**\1**", "**牵头单位**"),
    "writes_a_table": lambda system, user: "\n".join(f"| {line} |" for line in obeys(system, user).splitlines()),
    "writes_a_code_block": wraps("```\n", "\n```"),
    "writes_json": lambda system, user: '{"answer": "' + obeys(system, user).replace("\n", "\\n") + '"}',
    "writes_escapes": adds("牵头单位\x1b[31m发起创新联合体。"),
    "writes_backwards": adds("牵头单位\u202e发起创新联合体。"),
    "writes_invisible_marks": adds("牵头\u200b单位发起创新联合体。"),
    "writes_a_lone_surrogate": adds("牵头单位\ud800发起创新联合体。"),
    "answers_in_english": lambda _system, user: f"The lead unit may apply at any time.{token(user)}",
    "answers_in_another_script": adds("牵头单位ねがいましては備案。"),
    "repeats_the_request": lambda _system, user: user,
    "repeats_the_rules": lambda system, _user: system,
    "repeats_the_rules_with_tokens": lambda system, user: said_by(system, token(user)),
    "follows_the_question": lambda _system, user: f"{question(user)}{token(user)}",
    "does_as_told": lambda _system, user: f"{re.split('[:：]', question(user))[-1]}{token(user)}",
    "talks_of_itself": adds("我是一个语言模型，愿意为您服务。"),
    "greets": wraps("您好！很高兴回答您的问题。\n", ""),
    "explains_after": lambda system, user: obeys(system, user).replace("\n[完]", "") + "\n以上就是答复，希望有帮助。",
    "repeats_itself": lambda system, user: "\n".join(obeys(system, user).splitlines()[1:-1] * 2),
    "says_nothing": lambda _system, _user: "",
    "says_blanks": lambda _system, _user: "\n \n\t\n",
    "says_only_an_end": lambda _system, _user: "[完]",
    "says_a_syllable": lambda _system, user: f"是。{token(user)}",
    "floods_in_one_line": lambda _system, _user: "创新联合体" * (FLOOD // 5),
    "floods_in_lines": lambda _system, user: f"创新联合体由牵头单位发起。{token(user)}\n" * (FLOOD // 18),
    "floods_with_blanks": lambda _system, _user: "\n" * FLOOD,
    "hangs": obeys,
    "is_cut_half_way": obeys,
    "fails": obeys,
}
OBEDIENT = ("obeys", "quotes_a_passage")
