"""The `shenbao` command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.failing import guarded

app = typer.Typer(
    name="shenbao",
    help="申报助手：读懂官方办法，答得有据，表填得对。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
measure_app = typer.Typer(help="知识库里的办法", no_args_is_help=True)
app.add_typer(measure_app, name="measure")


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="要问的问题")] = None,
    json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="从标准输入读 {id, q} 各一行，逐行输出答复")] = False,
) -> None:
    """问一个问题，得到有出处的答复。"""
    from bot.commands import ask as command

    command.run(text, json, jsonl)


@app.command()
def chat(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="按行收发 JSON，供其他程序调用")] = False,
    conversation: Annotated[str, typer.Option(help="对话的名称；同名的对话接着上次继续")] = "terminal",
) -> None:
    """在终端里对话：提问、自查、填表。"""
    from bot.commands import chat as command

    command.run_jsonl() if jsonl else command.run_terminal(conversation)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址（默认 127.0.0.1）")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="端口（默认 8000）")] = None,
) -> None:
    """启动网页对话和接口；设了 Telegram 令牌时一并启动 Telegram。"""
    from bot.commands import serve as command

    command.run(host, port)


@app.command()
def telegram() -> None:
    """启动 Telegram 机器人（长轮询）。"""
    from bot.commands import serve as command

    command.run_telegram()


@app.command()
def check(
    facts: Annotated[Path, typer.Argument(help="事实文件 FACTS.json")],
    json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
) -> None:
    """资格自查。退出码：0 符合，1 不符合，3 还要确认。"""
    from bot.commands import check as command

    raise typer.Exit(command.run(facts, json))


@app.command()
def draft(
    data: Annotated[Path, typer.Argument(help="表单数据 DATA.json")],
    out: Annotated[Path, typer.Option("-o", "--out", help="要生成的 docx")],
    pdf: Annotated[bool, typer.Option("--pdf", help="同时生成 PDF（需要 LibreOffice）")] = False,
    form: Annotated[str, typer.Option(help="哪一张表")] = "registration",
) -> None:
    """校验数据并生成官方表格的草稿。"""
    from bot.commands import draft as command

    command.run(data, out, pdf, form)


@app.command()
def index() -> None:
    """建立或更新所有办法的索引，只重算有变化的部分。"""
    from bot.commands import index as command

    command.run()


@app.command(name="eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="题目文件（JSON Lines）")],
    json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
    save: Annotated[Path | None, typer.Option(help="把这一次的结果存成文件，供以后比较")] = None,
    against: Annotated[Path | None, typer.Option(help="与以前存下的结果比：各项指标的差，哪些题变对、变错")] = None,
) -> None:
    """用一份题目文件检验答得对不对，错在哪里；Ctrl-C 中途停下，打印已经问完的。"""
    from bot.commands import evaluate as command

    command.run(file, command.Wanted(json, save, against))


@measure_app.command(name="list")
def list_measures() -> None:
    """列出已安装的办法。"""
    from bot.commands import measure as command

    command.list_all()


@measure_app.command(name="show")
def show_measure(slug: Annotated[str, typer.Argument(help="办法的名称")]) -> None:
    """显示一部办法的概况和目录。"""
    from bot.commands import measure as command

    command.show(slug)


@measure_app.command(name="check")
def check_measure(
    folder: Annotated[Path | None, typer.Argument(help="办法的文件夹；不给就检查所有已安装的")] = None,
) -> None:
    """检查办法的文件夹：出处、引文、表单、模板是否一致。"""
    from bot.commands import measure as command

    command.check(folder)


def run() -> None:
    """Entry point: everything a person can mend is one line on stderr and exit code 2."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(guarded(lambda: app(standalone_mode=False)))


if __name__ == "__main__":
    run()
