"""만들어진 사이트를 이 기계의 서버로 열고 진짜 Chromium 으로 봅니다.

``--since 커밋``: Chromium 으로 쪽마다 여는 시험은 그 뒤로 바뀐 쪽과, 늘 보는 쪽과, 돌아가며 고르는
삼 분의 일만 합니다. HTML 을 읽는 시험은 언제나 모든 쪽을 봅니다.
"""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from functools import partial

import pytest
from bs4 import BeautifulSoup
from built import BASE, HTML, chosen
from playwright.sync_api import sync_playwright

# 헤드리스 Chromium 이 스스로 하는 바깥 연결을 끕니다.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(config, items):
    since = config.getoption("--since")
    if since is None:
        return
    asked = {
        item: item.callspec.params.get("opened") for item in items if hasattr(item, "callspec")
    }
    pages = chosen(sorted({page for page in asked.values() if page}), since)
    left = [item for item in items if asked.get(item) and asked[item] not in pages]
    items[:] = [item for item in items if item not in set(left)]
    config.hook.pytest_deselected(items=left)


class Pages(http.server.SimpleHTTPRequestHandler):
    """사이트가 실제로 놓일 곳처럼 엽니다: 저장소 이름 아래에, 없는 쪽에는 404.html 로."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(BASE))

    def send_error(self, code, message=None, explain=None) -> None:
        body = (HTML / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        """요청 기록을 적지 않습니다."""


@pytest.fixture(scope="session")
def address():
    handler = partial(Pages, directory=str(HTML))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "Chromium 을 찾지 못했습니다. 데비안은 apt install chromium, 다른 곳은 CHROMIUM "
            "환경 변수에 실행 파일의 위치를 적어 주세요."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def soup():
    """쪽 하나를 읽은 나무."""

    def read(name: str) -> BeautifulSoup:
        return BeautifulSoup((HTML / name).read_text(encoding="utf-8"), "lxml")

    return read
