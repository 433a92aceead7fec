"""Takes the README's picture from the real page.

    python -m scripts.take_screenshot docs/images/chat.png [--width 1280 --height 860]

Starts the web chat in a home of its own, asks a question, begins the form, and photographs the page in Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
SAID = (
    "牵头单位不是区内的行吗？",
    "开始填表",
    "同意",
    "稀土永磁材料",
    "1",
    "今天",
    "还没签",
    "成员单位最少要几家？",
)

ANSWERED = "n => document.querySelectorAll('.turn.person').length === n && !document.querySelector('.typing')"


def talk(page: Page, url: str) -> None:
    """Says the example conversation, one message after the other."""
    page.goto(url)
    for number, said in enumerate(SAID, 1):
        page.locator("#text").fill(said)
        page.locator("#text").press("Enter")
        page.wait_for_function(ANSWERED, arg=number)
        page.wait_for_timeout(400)
    page.locator(".turn.assistant details summary").last.click()
    page.wait_for_timeout(300)


def main() -> None:
    """Starts the server, talks, takes the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=860)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SHENBAO_HOME": home, "SHENBAO_TODAY": "2024-06-03"}
        command = [sys.executable, "-m", "bot.main", "serve", "--port", "0"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+?(?=（|\s)", server.stdout.readline())
            assert found, "the server did not start"
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=options.chromium, args=ARGUMENTS)
                page = browser.new_page(viewport={"width": options.width, "height": options.height})
                talk(page, found.group())
                page.screenshot(path=options.out)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
