"""The web channel over HTTP, with the real assistant: API, pages, uploads, downloads, and what is refused."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from docx import Document
from starlette.testclient import TestClient

from bot.app import App, build
from bot.channels.web.app import create_app
from bot.channels.web.security import COOKIE, LARGEST_BODY, LARGEST_UPLOAD, page_token
from bot.errors import StoreUnavailableError
from bot.messages import Incoming
from bot.settings import Settings
from retrieval.errors import IndexMissingError
from tests.form_filler.eligibility_samples import sample
from tests.form_filler.registration import LEAD, complete

BASE = "http://shenbao.test"
HERE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = HERE | {"Accept": "application/json"}
SECRET = "150202198506060020"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    built = build(Settings(home=tmp_path_factory.mktemp("home"), today=date(2026, 11, 23), embedder="hashing"))
    yield built
    built.store.close()


@pytest.fixture
def client(app: App) -> Iterator[TestClient]:
    with TestClient(create_app(app), base_url=BASE, follow_redirects=False) as client:
        yield client


def say(client: TestClient, text: str = "", message: str = "", **fields: str) -> Any:
    """Sends a message as the page's script does, and gives what the script gets."""
    data = {"text": text, "message": message or f"m-{text}-{fields}"[:100], **fields}
    answer = client.post("/messages", data=data, headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    return answer.json()


def open_form(client: TestClient) -> None:
    """Opens the registration form and agrees to what is asked first."""
    client.get("/")
    say(client, choice="start:registration")
    say(client, choice="agree")


class TestApi:
    def test_an_answer_cites_the_source_and_warns_that_the_measure_has_expired(self, client: TestClient) -> None:
        answer = client.post("/api/ask", json={"q": "成员单位最少要几家？"})
        assert answer.status_code == 200
        body = answer.json()
        assert body["outcome"] == "answered"
        assert body["citations"][0]["label"] == "第五条（二）5"
        assert "2025年4月30日" in body["notices"][0]

    def test_a_conversation_speaks_the_line_protocol_and_a_repeated_message_changes_nothing(
        self, client: TestClient
    ) -> None:
        url = "/api/conversations/u1/messages"
        first = client.post(url, json={"message": "m1", "text": "开始填表"}).json()
        again = client.post(url, json={"message": "m1", "text": "别的话"}).json()
        assert set(first) == {"conversation", "message", "replies", "form", "ticket"}
        assert (first["conversation"], first["message"]) == ("u1", "m1")
        assert first["form"]["id"] == "registration"
        assert set(first["replies"][0]) == {"text", "choices", "citations", "files"}
        assert again == first

    def test_a_web_conversation_cannot_be_reached_by_its_id(self, client: TestClient, app: App) -> None:
        open_form(client)
        visitor = client.cookies[COOKIE]
        for guess in (visitor, f"web:{visitor}"):
            seen = client.post(f"/api/conversations/{guess}/messages", json={"message": "x", "text": "预览"}).json()
            assert seen["form"] is None
        assert app.assistant.view(f"web:{visitor}").preview is not None

    def test_a_check_reports_every_condition(self, client: TestClient) -> None:
        body = client.post("/api/check", json=sample()).json()
        assert body["verdict"] == "eligible"
        assert len(body["checks"]) == 12

    def test_wrong_facts_are_refused_with_the_place_and_a_sentence(self, client: TestClient) -> None:
        answer = client.post("/api/check", json={"member_total": "三"})
        assert answer.status_code == 422
        assert "三" in answer.json()["error"]
        assert answer.json()["place"] == "member_total"

    def test_a_form_s_schema_validation_and_draft(self, client: TestClient) -> None:
        assert "consortium_name" in client.get("/api/forms/registration/schema").json()["properties"]
        checked = client.post("/api/forms/registration/validate", json=complete()).json()
        assert (checked["valid"], checked["errors"], checked["missing"]) == (True, [], [])
        assert checked["values"] == complete()
        draft = client.post("/api/forms/registration/draft", json=complete())
        assert draft.status_code == 200
        text = "\n".join(cell.text for table in Document(io.BytesIO(draft.content)).tables for cell in table._cells)
        assert LEAD in text

    def test_a_draft_of_wrong_values_is_refused_naming_the_field(self, client: TestClient) -> None:
        wrong = client.post("/api/forms/registration/draft", json={"contact": {"phone": "123"}})
        assert wrong.status_code == 422
        assert [one["path"] for one in wrong.json()["errors"]] == ["contact.phone"]
        assert "123" in wrong.json()["error"]

    def test_no_file_stays_behind_a_draft(self, client: TestClient, app: App) -> None:
        before = set(app.settings.drafts_folder.iterdir())
        client.post("/api/forms/registration/draft", json=complete())
        assert set(app.settings.drafts_folder.iterdir()) == before

    def test_an_unknown_form_or_address_is_said_to_be_unknown(self, client: TestClient) -> None:
        for method, path in (("GET", "/api/forms/x/schema"), ("POST", "/api/forms/x/draft"), ("GET", "/api/none")):
            answer = client.request(method, path, json={} if method == "POST" else None)
            assert answer.status_code == 404
            assert is_one_sentence(answer.json()["error"])

    def test_the_description_lists_every_route_and_the_page_of_it_loads_nothing_from_elsewhere(
        self, client: TestClient
    ) -> None:
        paths = client.get("/api/openapi.json").json()["paths"]
        page = client.get("/api/docs").text
        assert "/api/conversations/{id}/messages" in paths
        assert all(path in page for path in paths)
        assert not re.search(r"(src|href)=\"(https?:)?//", page)

    def test_the_figures_count_messages_and_outcomes_but_hold_no_words(self, client: TestClient) -> None:
        client.post("/api/ask", json={"q": "成员单位最少要几家？"})
        client.post("/api/conversations/u2/messages", json={"message": "m1", "text": SECRET})
        figures = client.get("/metrics").text
        assert 'shenbao_answers_total{outcome="answered"} 1.0' in figures
        assert 'shenbao_messages_total{channel="api"} 1.0' in figures
        assert 'shenbao_reply_seconds_count{channel="api"} 1.0' in figures
        assert SECRET not in figures

    def test_it_is_healthy_and_ready(self, client: TestClient) -> None:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready"}


class TestBadBodies:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"\xff\xfe",
            b'{"q": NaN}',
            b'{"q": 1e999}',
            b'{"q": "a", "q": "b"}',
            b"[" * 100_000,
            b'{"q": ' + b"9" * 10_000 + b"}",
        ],
        ids=["nothing", "cut", "not utf-8", "NaN", "infinite", "twice", "deep", "huge"],
    )
    @pytest.mark.parametrize(
        "path", ["ask", "check", "forms/registration/validate", "forms/registration/draft", "conversations/u/messages"]
    )
    def test_what_is_no_strict_json_gets_400_and_a_sentence(self, client: TestClient, path: str, body: bytes) -> None:
        answer = client.post(f"/api/{path}", content=body)
        assert answer.status_code == 400
        assert is_one_sentence(answer.json()["error"])

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("ask", '["q"]'),
            ("ask", "{}"),
            ("ask", '{"q": 1}'),
            ("ask", '{"q": "a", "x": 1}'),
            ("ask", '{"q": "\\ud800"}'),
            ("ask", '{"q": "a", "\\ud800": 1}'),
            ("conversations/u/messages", '{"message": "\\ud800", "text": "a"}'),
            ("conversations/u/messages", '{"message": "m", "text": "\\udfff"}'),
            ("conversations/u/messages", '{"message": "m", "choice": "\\ud800"}'),
            ("conversations/u/messages", '{"text": "a"}'),
            ("conversations/u/messages", '{"message": "", "text": "a"}'),
            ("conversations/u/messages", '{"message": "m"}'),
            ("conversations/u/messages", '{"message": "m", "file": "/etc/passwd"}'),
            ("conversations/u/messages", '{"message": "m", "text": "a", "conversation": "v"}'),
            ("conversations/u/messages", json.dumps({"message": "m" * 1000, "text": "a"})),
            ("check", '"\\ud800"'),
            ("check", '{"lead_unit": "\\ud800"}'),
            ("forms/registration/draft", '{"lead_unit": "\\ud800"}'),
            ("forms/registration/draft", '{"\\ud800": 1}'),
        ],
    )
    def test_a_wrong_body_gets_422_and_a_sentence(self, client: TestClient, path: str, body: str) -> None:
        answer = client.post(f"/api/{path}", content=body)
        assert answer.status_code == 422
        assert is_one_sentence(answer.json()["error"])

    @pytest.mark.parametrize("text", ["问" * 34_000, "a\x00b\x0b\x1b[31m", "\u202e\U000e0041𠮷", "  \n ", "<b>{{7*7}}"])
    def test_strange_text_is_answered_everywhere(self, client: TestClient, text: str) -> None:
        assert client.post("/api/ask", json={"q": text}).status_code == 200
        url = "/api/conversations/strange/messages"
        assert client.post(url, json={"message": text[:20], "text": text}).status_code == 200
        client.get("/")
        say(client, text, message="m")
        assert client.get("/").status_code == 200

    def test_a_body_over_the_limit_gets_413_whatever_length_it_claims(self, client: TestClient) -> None:
        large = b'{"q": "' + b"a" * LARGEST_BODY + b'"}'
        chunks = (large[place : place + 65536] for place in range(0, len(large), 65536))
        for answer in (client.post("/api/ask", content=large), client.post("/api/ask", content=chunks)):
            assert answer.status_code == 413
            assert "1 MB" in answer.json()["error"]

    def test_a_wrong_method_is_named(self, client: TestClient) -> None:
        answer = client.get("/api/ask")
        assert (answer.status_code, "GET" in answer.json()["error"]) == (405, True)


class TestPages:
    def test_the_first_visit_greets_with_examples_and_the_validity_notice(self, client: TestClient) -> None:
        page = client.get("/").text
        assert "内蒙古自治区创新联合体备案管理办法（试行）" in page
        assert 'class="validity"' in page and "2025年4月30日" in page
        assert 'value="start:registration"' in page and 'value="start:eligibility"' in page
        assert page.count('name="ask"') >= 3
        assert 'id="panel"' in page and re.search(r'id="panel"[^>]* hidden', page)

    def test_no_validity_notice_while_the_measure_is_in_force(self, app: App) -> None:
        then = replace(app, settings=app.settings.model_copy(update={"today": date(2024, 6, 3)}))
        with TestClient(create_app(then), base_url=BASE) as client:
            assert 'class="validity"' not in client.get("/").text

    def test_a_message_is_answered_without_a_script_and_stands_there_after_a_reload(self, client: TestClient) -> None:
        client.get("/")
        answer = client.post("/messages", data={"text": "成员单位最少要几家？", "message": "1"}, headers=HERE)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        page = client.get("/").text
        assert '<p class="said">成员单位最少要几家？</p>' in page
        assert '<summary><span class="unseen">看原文：</span>第五条（二）5</summary>' in page
        assert "5.成员单位原则上不少于3家。" in page
        assert 'id="welcome"' not in page

    def test_a_repeated_message_id_is_applied_once(self, client: TestClient) -> None:
        client.get("/")
        first = say(client, "成员单位最少要几家？", message="same")
        assert say(client, "成员单位最少要几家？", message="same") == first
        assert client.get("/").text.count('<p class="said">') == 2  # the one message, and the script's template

    def test_only_the_latest_turn_offers_choices_and_a_choice_is_read_by_its_label(self, client: TestClient) -> None:
        open_form(client)
        page = client.get("/").text
        assert page.count('class="choices"') == 1
        assert '<p class="said">开始填表</p>' in page
        assert "start:registration</p>" not in page

    def test_the_panel_shows_masked_values_and_a_row_asks_for_a_change(self, client: TestClient) -> None:
        open_form(client)
        say(client, "修改联系人联系电话")
        panel = say(client, "13800000001")["panel"]
        assert "138****0001" in panel and "13800000001" not in panel
        assert 'value="修改联系人联系电话"' in panel
        assert re.search(r'<progress max="\d+" value="1"', panel)

    def test_every_row_of_the_panel_leads_to_its_field(self, client: TestClient) -> None:
        open_form(client)
        rows = re.findall(r'name="ask" value="([^"]+)" class="row', client.get("/").text)
        assert len(rows) > 20
        for number, row in enumerate(rows):
            panel = say(client, message=f"row{number}", ask=row)["panel"]
            assert f'value="{row}" class="row current"' in panel

    def test_what_was_typed_is_shown_as_typed_never_as_markup(self, client: TestClient) -> None:
        client.get("/")
        typed = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
        assert say(client, typed)["said"] == typed
        page = client.get("/").text
        assert "<img src=x" not in page and "&lt;img src=x" in page and "{{7*7}}" in page

    def test_line_ends_come_in_as_typed(self, client: TestClient) -> None:
        client.get("/")
        assert say(client, "第一行\r\n第二行")["said"] == "第一行\n第二行"

    def test_nothing_about_the_person_stands_in_an_address_or_title(self, client: TestClient) -> None:
        open_form(client)
        answer = client.post("/messages", data={"text": SECRET, "message": "9"}, headers=HERE)
        assert answer.headers["location"] == "/"
        assert client.cookies[COOKIE] not in client.get("/").text


class TestClosed:
    def test_every_response_carries_the_headers(self, client: TestClient) -> None:
        paths = ("/", "/api/docs", "/static/chat.js", "/none", "/api/none", "/healthz", "/files/x")
        for headers in (client.get(path).headers for path in paths):
            assert "default-src 'self'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"

    def test_pages_hold_no_inline_script_or_style(self, client: TestClient) -> None:
        open_form(client)
        for path in ("/", "/api/docs", "/none"):
            page = client.get(path).text
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", page)

    def test_the_cookie_is_random_hidden_from_scripts_and_not_sent_by_other_sites(self, client: TestClient) -> None:
        cookie = client.get("/").headers["set-cookie"]
        assert re.match(rf"{COOKIE}=[A-Za-z0-9_-]{{32}};", cookie)
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
        assert "Secure" not in cookie
        client.cookies.clear()
        assert "Secure" in client.get("https://shenbao.test/").headers["set-cookie"]

    @pytest.mark.parametrize("path", ["/messages", "/uploads"])
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "null"},
            {"Origin": "https://evil.test"},
            {"Origin": f"{BASE}.evil.test"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
        ],
    )
    def test_a_post_that_is_not_from_the_page_changes_nothing(
        self, client: TestClient, app: App, path: str, headers: dict[str, str]
    ) -> None:
        client.get("/")
        answer = client.post(path, data={"text": "开始填表", "message": "1", "token": "0" * 32}, headers=headers)
        assert answer.status_code == 403
        assert app.assistant.view(f"web:{client.cookies[COOKIE]}").history == ()

    @pytest.mark.parametrize("headers", [HERE, {"Origin": BASE}, {"Origin": "null"}, {}])
    def test_the_page_s_own_post_goes_through_also_when_the_browser_names_no_origin(
        self, client: TestClient, headers: dict[str, str]
    ) -> None:
        client.get("/")
        token = page_token(client.cookies[COOKIE])
        assert client.get("/").text.count(token) == 2
        answer = client.post("/messages", data={"text": "你好", "message": "1", "token": token}, headers=headers)
        assert answer.status_code == 303

    def test_another_site_s_page_cannot_use_the_api(self, client: TestClient) -> None:
        for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = client.post("/api/conversations/u/messages", json={"message": "m", "text": "a"}, headers=headers)
            assert answer.status_code == 403


class TestFiles:
    def test_a_draft_can_be_downloaded_in_its_conversation_only(self, client: TestClient, app: App) -> None:
        open_form(client)
        link = _draft_link(client)
        got = client.get(link)
        assert got.status_code == 200
        assert got.content.startswith(b"PK")
        title = quote(f"{app.forms['registration'].title}.docx")
        assert got.headers["content-disposition"] == f"attachment; filename=\"draft.docx\"; filename*=UTF-8''{title}"
        assert got.headers["cache-control"] == "no-store"
        with TestClient(create_app(app), base_url=BASE) as other:
            assert other.get(link).status_code == 404
            open_form(other)
            own = _draft_link(other)  # the very same file: equal drafts are one on disk
            assert other.get(link).status_code == 404
            assert other.get(own).content == got.content

    def test_a_deleted_draft_is_said_to_be_gone(self, client: TestClient, app: App) -> None:
        open_form(client)
        link = _draft_link(client)
        for path in app.settings.drafts_folder.rglob("*.*"):
            path.unlink()
        assert client.get(link).status_code == 404
        assert "这个文件已经不在了" in client.get("/").text

    @pytest.mark.parametrize("token", ["x", "..%2f..%2fshenbao.db", "shenbao.db", "%00"])
    def test_nothing_else_can_be_downloaded(self, client: TestClient, token: str) -> None:
        client.get("/")
        assert client.get(f"/files/{token}").status_code == 404

    def test_an_uploaded_list_is_read_and_not_kept(self, client: TestClient, app: App) -> None:
        open_form(client)
        say(client, "修改科研团队")
        rows = "姓名,年龄,职称,职务,从事专业,工作单位\n王五,45,教授,系主任,材料学,示例大学\n"
        answer = _upload(client, "名单.CSV", rows.encode())
        assert answer.status_code == 200, answer.text
        assert "王五" in answer.json()["replies"]
        assert answer.json()["said"] == "上传了一个 csv 文件"
        assert list(app.settings.uploads_folder.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "content", "status"),
        [
            ("", b"", 400),
            ("a.xlsx", b"", 400),
            ("a.xlsm", b"PK\x03\x04", 415),
            ("a.docx.exe", b"PK\x03\x04", 415),
            ("a.docx", b"MZ", 415),
            ("身份证.jpg", b"\xff\xd8", 415),
            ("../../a.pdf", b"%PDF", 415),
            ("a.csv", b"a" * (LARGEST_UPLOAD + 1), 413),
            ("a.csv", b"a" * (LARGEST_UPLOAD + 200_000), 413),
        ],
    )
    def test_other_files_are_refused_politely_and_not_kept(
        self, client: TestClient, app: App, name: str, content: bytes, status: int
    ) -> None:
        client.get("/")
        answer = _upload(client, name, content)
        assert answer.status_code == status
        assert is_one_sentence(answer.json()["error"]), answer.text
        assert list(app.settings.uploads_folder.iterdir()) == []

    def test_a_refused_file_without_a_script_gets_a_page_with_a_way_back(self, client: TestClient) -> None:
        client.get("/")
        answer = client.post("/uploads", files={"file": ("a.exe", b"MZ")}, data={"message": "1"}, headers=HERE)
        assert answer.status_code == 415
        assert "a.exe" in answer.text and 'href="/"' in answer.text


class _Down:
    """An assistant whose store is away."""

    def reply(self, incoming: Incoming) -> Any:
        raise StoreUnavailableError(f"{incoming.text}")

    def view(self, conversation: str) -> Any:
        raise StoreUnavailableError(conversation)


class _Broken:
    """An assistant and answerer with a fault in it; the message holds what was typed."""

    def reply(self, incoming: Incoming) -> Any:
        raise ZeroDivisionError(incoming.text)

    def answer(self, question: str) -> Any:
        raise ZeroDivisionError(question)


class _NoIndex:
    """An answerer whose index is away."""

    def answer(self, question: str) -> Any:
        raise IndexMissingError(question)


def _with(app: App, **parts: Any) -> TestClient:
    return TestClient(create_app(replace(app, **parts)), base_url=BASE)


class TestFailures:
    def test_a_store_that_is_down_means_503_and_send_again(self, app: App) -> None:
        with _with(app, assistant=_Down()) as client:
            answer = client.post("/api/conversations/u/messages", json={"message": "m", "text": "a"})
            assert (answer.status_code, answer.json()["error"]) == (503, "暂时无法保存，请稍后重发")
            assert client.post("/messages", data={"text": "a"}, headers=SCRIPT).status_code == 503
            page = client.get("/")
            assert (page.status_code, "暂时无法保存" in page.text) == (503, True)

    def test_without_a_script_the_words_are_kept_to_be_sent_again_under_the_same_id(self, app: App) -> None:
        with _with(app, assistant=_Down()) as client:
            answer = client.post("/messages", data={"text": "<我的\n话>", "message": "id7"}, headers=HERE)
        assert answer.status_code == 503
        assert "&lt;我的\n话&gt;</textarea>" in answer.text
        assert 'name="message" value="id7"' in answer.text

    def test_an_unforeseen_error_shows_and_logs_nothing_of_what_was_typed(
        self, app: App, caplog: pytest.LogCaptureFixture
    ) -> None:
        with _with(app, assistant=_Broken(), answerer=_Broken()) as client:
            answers = [
                client.post("/api/ask", json={"q": SECRET}),
                client.post("/messages", data={"text": SECRET}, headers=HERE),
            ]
            assert 'kind="ZeroDivisionError"' in client.get("/metrics").text
        for answer in answers:
            assert answer.status_code == 500
            assert "Traceback" not in answer.text and SECRET not in answer.text
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert "ZeroDivisionError at test_web_api.py" in caplog.text
        assert SECRET not in caplog.text

    def test_it_is_not_ready_without_store_or_index_yet_alive(self, app: App) -> None:
        with _with(app, answerer=_NoIndex()) as client:
            assert client.get("/readyz").status_code == 503
            assert client.get("/healthz").status_code == 200
            answer = client.post("/api/ask", json={"q": "成员单位最少要几家？"})
            assert (answer.status_code, "知识库" in answer.json()["error"]) == (503, True)


def is_one_sentence(text: str) -> bool:
    """Chinese, one line, no exception's name."""
    return bool(re.search(r"[一-鿿]", text)) and "\n" not in text and "Error" not in text


def _draft_link(client: TestClient) -> str:
    say(client, "预览", message="p1")
    for number in range(60):
        replies = say(client, "跳过", message=f"skip{number}")["replies"]
        if 'value="confirm"' in replies:
            break
    replies = say(client, choice="confirm")["replies"]
    found = re.search(r'href="(/files/[0-9a-f]{32})" download="[^"]+\.docx"', replies)
    assert found, replies
    return found[1]


def _upload(client: TestClient, name: str, content: bytes) -> Any:
    files = {"file": (name, content)} if name else None
    data = {"message": "up"}
    if files is None:
        return client.post("/uploads", data=data, headers=SCRIPT)
    return client.post("/uploads", files=files, data=data, headers=SCRIPT)
