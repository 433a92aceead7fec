"""Ours and the usual pipeline as a picture: how often they hit, and how long they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.report import SIDES, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CJK_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)
COLOURS = {"ours": "#1f6feb", "usual": "#9aa4b2"}
PANELS = {"hits": ("hit@1", "hit@4"), "times": ("ms_p50", "ms_p95", "ms_p99")}
WIDTH = 0.38  # of a bar; 1 is the distance of two groups


def draw(results: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Writes the picture of what the benchmark `beside` measured; Chinese words where a font has them.

    Raises:
        SystemExit: it was not measured.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    beside = next((result for result in results if "ours" in result), None)
    if beside is None:
        raise SystemExit(sentences().say("plot.nothing"))
    font = _font()
    language = "zh" if font else "en"
    with rc_context({"font.family": [font] if font else ["DejaVu Sans"], "axes.unicode_minus": False}):
        figure = Figure(figsize=(9, 4), layout="constrained")
        for place, panel in enumerate(PANELS, 1):
            axes = figure.add_subplot(1, len(PANELS), place)
            _bars(axes, beside, panel, language)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=len(SIDES), frameon=False)
        words = {"questions": beside["questions"], "with_cites": beside["with_cites"]}
        figure.suptitle(sentences().say(f"plot.{language}.title", **words))
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=160, format="png")


def _bars(axes: Axes, beside: Mapping[str, Any], panel: str, language: str) -> None:
    say = sentences().say
    names = PANELS[panel]
    for number, side in enumerate(SIDES):
        values = [beside[side][name] for name in names]
        places = [place + (number - 0.5) * WIDTH for place in range(len(names))]
        bars = axes.bar(places, values, WIDTH, color=COLOURS[side], label=say(f"plot.{language}.{side}"))
        axes.bar_label(bars, labels=[f"{value:g}" for value in values], padding=2, fontsize=9)
    axes.set_xticks(range(len(names)), [say(f"plot.{language}.{name}") for name in names])
    axes.set_title(say(f"plot.{language}.{panel}"), fontsize=11)
    axes.margins(y=0.15)
    axes.spines[["top", "right"]].set_visible(False)


def _font() -> str:
    """A font of this machine that has Chinese; empty where there is none."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return next((name for name in CJK_FONTS if name in known), "")
