"""The web chat in a real browser: with and without its script, by keyboard, on a phone, when sending fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.channels.web.app import create_app
from bot.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

Page = Any


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    built = build(Settings(home=tmp_path_factory.mktemp("home"), today=date(2026, 11, 23), embedder="hashing"))
    yield built
    built.store.close()


@pytest.fixture(scope="module")
def address(app: App) -> Iterator[str]:
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(app), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Any, address: str, **options: Any) -> Iterator[Page]:
    """A new visitor's page; scripts' errors, refused loads and foreign requests fail the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN"} | options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    page.on("request", lambda sent: None if sent.url.startswith(address) else faults.append(sent.url))
    page.goto(address)
    yield page
    assert faults == []
    context.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Page]:
    with visit(browser, address) as page:
        yield page


def send(page: Page, text: str) -> None:
    """Types a message, presses Enter and waits for the answer."""
    turns = page.locator(".person").count()
    page.fill("#text", text)
    page.keyboard.press("Enter")
    settled(page, turns + 1)


def choose(page: Page, value: str) -> None:
    """Clicks an offered choice and waits for the answer."""
    turns = page.locator(".person").count()
    page.locator(f"button[name=choice][value='{value}']:visible").last.click()
    settled(page, turns + 1)


def settled(page: Page, turns: int) -> None:
    """Waits until that many messages stand there and nothing is under way."""
    page.locator(".person").nth(turns - 1).wait_for()
    page.locator("body:not(.busy)").wait_for()


def open_form(page: Page) -> None:
    choose(page, "start:registration")
    choose(page, "agree")


def test_an_answer_unfolds_its_source_and_is_still_there_after_a_reload(page: Page) -> None:
    send(page, "成员单位最少要几家？")
    source = page.locator(".source", has_text="第五条（二）5").first
    assert not source.locator("blockquote").is_visible()
    source.locator("summary").click()
    assert source.locator("blockquote").inner_text() == "5.成员单位原则上不少于3家。"
    assert page.locator("#text").input_value() == ""
    page.reload()
    assert page.locator(".said").first.inner_text() == "成员单位最少要几家？"
    assert page.locator(".assistant").last.is_visible()


def test_the_form_s_progress_stands_beside_the_chat_and_a_row_asks_for_a_change(page: Page) -> None:
    assert page.locator("#panel").is_hidden()
    open_form(page)
    assert page.locator(".row.current").inner_text().startswith("创新联合体名称")
    page.locator(".row", has_text="联系人联系电话").click()
    settled(page, 3)
    assert page.locator(".row.current .name").inner_text() == "联系人联系电话"
    send(page, "13800000001")
    assert page.locator(".row", has_text="联系人联系电话").locator(".value").inner_text() == "138****0001"
    assert page.locator("progress").get_attribute("value") == "1"


def test_a_suggested_question_is_asked_by_a_click(page: Page) -> None:
    page.locator(".welcome .ask").first.click()
    settled(page, 1)
    assert page.locator(".welcome").count() == 0
    assert page.locator(".assistant").count() == 1


def test_enter_sends_shift_enter_breaks_the_line_and_composing_does_neither(page: Page) -> None:
    page.focus("#text")
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    assert page.locator("#text").input_value() == "第一行\n第二行"
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        page.locator("#text").dispatch_event("keydown", {"key": "Enter", **composing})
    assert page.locator(".person").count() == 0
    page.keyboard.press("Enter")
    settled(page, 1)
    assert page.locator(".said").first.inner_text() == "第一行\n第二行"


def test_a_failed_message_is_kept_and_retried_under_the_same_id(page: Page, address: str) -> None:
    sent: list[str] = []

    def lose_the_answer(route: Any) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()  # it arrives and is applied; only the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route(f"{address}/messages", lose_the_answer)
    page.fill("#text", "成员单位最少要几家？")
    page.keyboard.press("Enter")
    page.locator("#alert:visible").wait_for()
    assert page.locator("#text").input_value() == "成员单位最少要几家？"
    assert page.locator(".person").count() == 0
    page.get_by_role("button", name="重试").click()
    settled(page, 1)
    assert page.locator("#alert").is_hidden()
    assert page.locator("#text").input_value() == ""
    assert sent[0] == sent[1]
    page.reload()
    assert page.locator(".person").count() == 1


def test_a_list_can_be_uploaded_and_another_kind_of_file_is_refused(page: Page) -> None:
    open_form(page)
    send(page, "修改科研团队")
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    page.locator("#alert:visible").wait_for()
    assert "a.pdf" in page.locator("#alert").inner_text()
    assert page.locator("#retry").is_hidden()
    rows = "姓名,年龄,职称,职务,从事专业,工作单位\n王五,45,教授,系主任,材料学,示例大学\n"
    page.set_input_files("#file", {"name": "团队.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    settled(page, 4)
    assert "王五" in page.locator(".assistant").last.inner_text() + page.locator(".log").inner_text()


def test_the_draft_can_be_downloaded(page: Page) -> None:
    open_form(page)
    send(page, "预览")
    while page.locator("button[name=choice][value=confirm]").count() == 0:
        choose(page, "skip")
    choose(page, "confirm")
    with page.expect_download() as download:
        page.locator(".file").first.click()
    assert download.value.suggested_filename == "内蒙古自治区创新联合体备案申请登记表.docx"


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("成员单位最少要几家？")
    page.keyboard.press("Enter")
    settled(page, 1)
    assert page.evaluate("document.activeElement.id") == "text"
    source = page.locator(".source summary").first
    source.focus()
    outline = source.evaluate("element => getComputedStyle(element).outlineStyle")
    page.keyboard.press("Enter")
    assert page.locator(".source[open]").count() == 1
    assert outline != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_words_stand_out_and_nothing_runs_over_the_edge(browser: Any, address: str, width: int, scheme: str) -> None:
    with visit(browser, address, viewport={"width": width, "height": 740}, color_scheme=scheme) as page:
        assert page.evaluate(LOW_CONTRAST) == []
        send(page, "成员单位最少要几家？")
        page.locator(".source summary").first.click()
        assert page.evaluate(LOW_CONTRAST) == []
        open_form(page)
        if width < 900:
            page.locator(".progress summary").click()
        assert page.locator(".row").first.is_visible()
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(UNNAMED) == []


def test_it_works_without_its_script(browser: Any, address: str) -> None:
    with visit(browser, address, java_script_enabled=False) as page:
        page.locator("button[value='start:registration']").first.click()
        page.locator("button[value='agree']").click()
        page.fill("#text", "稀土")
        page.locator("#send").click()
        assert page.locator(".said").last.inner_text() == "稀土"
        assert page.locator(".choices").count() == 1
        page.locator(".row", has_text="联系人联系电话").click()
        page.fill("#text", "13800000001")
        page.locator("#send").click()
        assert "138****0001" in page.locator("#panel").inner_text()
        last = page.locator(".assistant").last.bounding_box()
        assert last["y"] + last["height"] < page.locator("#compose").bounding_box()["y"] + 1
        page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
        page.locator(".send-file").click()
        assert "a.pdf" in page.locator("main").inner_text()
        page.locator("a[href='/']").click()
        assert page.locator(".person").count() == 5


# Every visible text whose contrast with its background is under 4.5 to 1 (WCAG 2.2, 1.4.3).
LOW_CONTRAST = """() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, a } = parse(getComputedStyle(at).backgroundColor);
      if (a === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest(".unseen, template")) continue;
    const [one, other] = [light(parse(getComputedStyle(element).color).rgb), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) low.push(`${contrast.toFixed(2)} ${node.data.trim().slice(0, 20)}`);
  }
  return low;
}"""

# Every control without a name that assistive technology can say (WCAG 2.2, 4.1.2).
UNNAMED = """() => [...document.querySelectorAll("button, a, textarea, input:not([type=hidden]), summary, progress")]
  .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 80))"""
