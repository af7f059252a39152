"""Fetching: addresses, robots.txt, redirects, limits. With a local server and a made-up resolver."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reportedly.errors import FetchError
from reportedly.records import RawPage
from reportedly.settings import Settings
from reportedly.sources import FakeFetcher, Fetched, HttpFetcher, SourceOptions, SourceProblem, discover
from reportedly.sources.addresses import checked_addresses, is_public, system_resolver

PAGE = b"<html><body><p>Varland and Ostria signed an agreement.</p></body></html>"


class Site:
    """What the server answers, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, str, str]] = []  # path, Host, User-Agent

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            headers.setdefault("Content-Type", "text/html; charset=UTF-8")
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
            if self.path in site.pages:
                try:
                    site.pages[self.path](self)
                except (BrokenPipeError, ConnectionResetError):
                    return  # the client had enough
            else:
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def fetcher(
    *, allow_private: bool = True, names: dict[str, list[str]] | None = None, **settings: object
) -> HttpFetcher:
    def resolve(host: str, port: int) -> list[str]:
        if names is None:
            return system_resolver(host, port)
        if host not in names:
            raise socket.gaierror("unknown name")
        return names[host]

    return HttpFetcher(Settings(**settings), allow_private=allow_private, resolver=resolve)  # type: ignore[arg-type]


def refused(url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher(**options).fetch(url)  # type: ignore[arg-type]
    assert caught.value.remedy
    return str(caught.value)


def test_a_page_is_fetched_by_a_client_that_names_itself(site: Site) -> None:
    got = fetcher(user_agent="Reportedly/9 (test)").fetch(site.add("/a") + "#part")
    assert (got.url, got.data, got.content_type, got.encoding) == (site.url("/a"), PAGE, "text/html", "UTF-8")
    assert got.at is not None and got.at.endswith("+00:00")
    assert [(path, agent) for path, _, agent in site.asked] == [
        ("/robots.txt", "Reportedly/9 (test)"),
        ("/a", "Reportedly/9 (test)"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "2001:0:7f00:1::",
        "not an address",
        "",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
    ],
)
def test_this_machine_is_refused_in_every_spelling(site: Site, host: str) -> None:
    site.add("/a")
    message = refused(site.url("/a", host), allow_private=False)
    # A spelling that this system or httpx does not read at all is refused by them.
    assert any(what in message for what in ("--allow-private", "cannot be resolved", "Invalid IPv4 address"))
    assert site.asked == []


def test_one_private_address_among_public_ones_refuses_the_host(site: Site) -> None:
    assert "10.0.0.7" in refused(
        "http://news.example/a", allow_private=False, names={"news.example": ["8.8.8.8", "10.0.0.7"]}
    )


def test_the_connection_goes_to_the_checked_address_and_the_name_stays_in_the_request(site: Site) -> None:
    site.add("/a")
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    got = HttpFetcher(Settings(), allow_private=True, resolver=resolve).fetch(site.url("/a", "news.example"))
    assert got.data == PAGE
    assert {host for _, host, _ in site.asked} == {f"news.example:{site.port}"}
    assert asked == ["news.example", "news.example"]  # once for robots.txt, once for the page


def test_a_name_that_changes_its_answer_is_checked_at_each_connection(site: Site) -> None:
    site.add("/a")
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    checked_addresses("news.example", 80, lambda host, port: answers[0], allow_private=False)
    with pytest.raises(FetchError, match="127.0.0.1, which is private"):
        checked_addresses("news.example", 80, lambda host, port: answers[1], allow_private=False)
    # The fetcher resolves where it connects: there is no second look-up that could answer otherwise.
    assert "private" in refused(
        site.url("/a", "news.example"), allow_private=False, names={"news.example": ["127.0.0.1"]}
    )
    assert site.asked == []


def test_the_next_address_is_tried_if_one_does_not_answer(site: Site) -> None:
    site.add("/a")
    assert (
        fetcher(names={"news.example": ["127.0.0.2", "127.0.0.1"]}).fetch(site.url("/a", "news.example")).data
        == PAGE
    )


@pytest.mark.parametrize(
    "url, what",
    [
        ("ftp://example.com/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http:///a", "names no host"),
        ("http://user:secret@example.com/", "user name or password"),
        ("http://[::1/a", "not a URL"),
        ("http://example.com:99999/", "not a URL"),
        ("http://nowhere.example/", "cannot be resolved"),
    ],
)
def test_urls_that_are_not_fetched(url: str, what: str) -> None:
    assert what in refused(url, names={})


def test_robots_txt_is_obeyed(site: Site) -> None:
    site.add(
        "/robots.txt",
        b"User-agent: reportedly\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n",
        Content_Type="text/plain",
    )
    site.add("/open")
    site.add("/private/a")
    one = fetcher()
    assert one.fetch(site.url("/open")).data == PAGE
    with pytest.raises(FetchError, match="robots.txt does not allow"):
        one.fetch(site.url("/private/a"))
    assert [path for path, *_ in site.asked] == ["/robots.txt", "/open"]  # asked once, and the page never


@pytest.mark.parametrize(
    "status, allowed", [(404, True), (403, True), (500, False), (503, False), (429, False)]
)
def test_a_missing_robots_txt_allows_and_a_failing_one_does_not(
    site: Site, status: int, allowed: bool
) -> None:
    site.add("/robots.txt", b"", status=status)
    site.add("/a")
    if allowed:
        assert fetcher().fetch(site.url("/a")).data == PAGE
    else:
        assert "robots.txt cannot be read" in refused(site.url("/a"))


def test_redirects_are_followed_by_hand(site: Site) -> None:
    site.add("/a", b"", 301, Location="/b?x=1")
    site.add("/b?x=1", b"", 302, Location=site.url("/c"))
    site.add("/c")
    assert fetcher().fetch(site.url("/a")).url == site.url("/c")


@pytest.mark.parametrize(
    "target, what",
    [
        ("file:///etc/passwd", "only http and https"),
        ("http://10.0.0.1/x", "10.0.0.1, which is private"),
        ("http://evil.example/", "10.0.0.2, which is private"),
        ("http://u:p@example.com/", "user name or password"),
        ("/a", "redirects more than 5 times"),
        ("/forbidden", "robots.txt does not allow"),
    ],
)
def test_each_redirect_is_checked(
    site: Site, target: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("/robots.txt", b"User-agent: *\nDisallow: /forbidden", Content_Type="text/plain")
    site.add("/a", b"", 302, Location=target)
    # Only the server's own address counts as public here.
    monkeypatch.setattr("reportedly.sources.addresses.is_public", lambda address: address == "127.0.0.1")
    names = {"news.example": ["127.0.0.1"], "evil.example": ["10.0.0.2"], "10.0.0.1": ["10.0.0.1"]}
    message = refused(site.url("/a", "news.example"), allow_private=False, names=names)
    assert what in message
    assert "/a" in message


def test_a_page_over_the_limit_is_refused(site: Site) -> None:
    url = site.add("/a", b"x" * 5000)
    assert "larger than 1,000 bytes" in refused(url, fetch_max_bytes=1000)


def test_compressed_pages_are_unpacked_and_counted_while_they_are(site: Site) -> None:
    assert fetcher().fetch(site.add("/g", gzip.compress(PAGE), Content_Encoding="gzip")).data == PAGE
    assert fetcher().fetch(site.add("/z", zlib.compress(PAGE), Content_Encoding="deflate")).data == PAGE
    bomb = site.add("/b", gzip.compress(b" " * 100_000_000), Content_Encoding="gzip")
    assert "larger than 10,000,000 bytes" in refused(bomb)
    assert "cannot be unpacked" in refused(site.add("/x", b"no gzip at all", Content_Encoding="gzip"))
    assert "packed in a way" in refused(site.add("/n", PAGE, Content_Encoding="gzip, gzip"))


@pytest.mark.parametrize(
    "status, what",
    [
        (404, "no such page"),
        (403, "refuses"),
        (401, "login"),
        (410, "removed"),
        (500, "error of the server"),
        (204, "not the page"),
        (304, "not the page"),
    ],
)
def test_other_answers_say_what_they_mean(site: Site, status: int, what: str) -> None:
    message = refused(site.add("/a", b"", status))
    assert what in message and str(status) in message


def test_a_slow_drip_is_cut_off(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    site.pages["/a"] = drip
    begun = time.monotonic()
    assert "within 0.3 seconds" in refused(site.url("/a"), fetch_timeout=0.3)
    assert time.monotonic() - begun < 2


def test_a_server_that_talks_nonsense(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n") and None
    assert "cannot be fetched" in refused(site.url("/a"))


def test_a_closed_port_is_one_message() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert "cannot be fetched" in refused(f"http://127.0.0.1:{port}/a")


def test_discover_makes_a_page_of_a_url() -> None:
    fake = FakeFetcher(
        {
            "https://news.example/a": Fetched(
                url="https://news.example/b",
                data=PAGE,
                content_type="text/html",
                encoding="utf-8",
                at="2022-07-27T10:00:00+00:00",
            ),
            "https://news.example/t": Fetched(
                url="https://news.example/t", data=b"Plain.", content_type="text/plain"
            ),
            "https://news.example/p": Fetched(
                url="https://news.example/p", data=b"%PDF-1", content_type="text/html"
            ),
        }
    )
    found = list(
        discover(
            [
                "https://news.example/a",
                "https://news.example/t",
                "https://news.example/p",
                "https://news.example/none",
            ],
            SourceOptions(fetcher=fake, publisher="P"),
        )
    )
    assert found[0] == RawPage(
        origin="https://news.example/a",
        kind="html",
        data=PAGE,
        encoding="utf-8",
        url="https://news.example/b",
        publisher="P",
        fetched="2022-07-27T10:00:00+00:00",
    )
    assert isinstance(found[1], RawPage) and found[1].kind == "text"
    assert isinstance(found[2], SourceProblem) and "PDF" in found[2].error.message
    assert isinstance(found[3], SourceProblem) and "404" in found[3].error.message


def test_discover_uses_the_real_fetcher_and_its_guard(site: Site) -> None:
    url = site.add("/a")
    (problem,) = discover([url])
    assert isinstance(problem, SourceProblem) and "private" in problem.error.message
    (page,) = discover([url], SourceOptions(allow_private=True))
    assert isinstance(page, RawPage) and page.data == PAGE
