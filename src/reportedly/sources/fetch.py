"""One URL -> its bytes. A base, a real fetcher and a fake one for tests and offline use."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from ..errors import FetchError
from ..settings import Settings
from .addresses import Resolver, system_resolver
from .robots import Robots, parse_robots
from .transport import Deadline, GuardedTransport

MAX_REDIRECTS = 5
# RFC 9309, 2.5: a crawler must read at least 500 KiB of robots.txt.
_ROBOTS_BYTES = 512 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"


@dataclass(frozen=True)
class Fetched:
    """A page as it came: ``url`` after redirects, bytes after decompression, ``encoding`` as the header says
    (None if it does not), ``content_type`` without parameters in lower case, ``at`` UTC in ISO 8601."""

    url: str
    data: bytes
    content_type: str = ""
    encoding: str | None = None
    at: str | None = None


class Fetcher(Protocol):
    """Opens URLs. Raises FetchError with the reason."""

    def fetch(self, url: str) -> Fetched: ...


class FakeFetcher:
    """Pages from a dictionary; everything else is "not found". Remembers what it was asked for."""

    def __init__(self, pages: dict[str, Fetched | FetchError]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        found = self.pages.get(url)
        if found is None:
            raise FetchError("the server answers 404 (not found)", where=url, remedy="Check the URL.")
        if isinstance(found, FetchError):
            raise found
        return found


class HttpFetcher:
    """The real one: identifies itself, obeys robots.txt, and reaches public addresses only.

    Each redirect is a new request that is checked from the beginning. ``settings.fetch_timeout`` seconds and
    ``settings.fetch_max_bytes`` (counted after decompression) hold for one page with its redirects.
    """

    def __init__(self, settings: Settings, *, allow_private: bool = False,
                 resolver: Resolver = system_resolver) -> None:
        self._settings, self._allow_private, self._resolver = settings, allow_private, resolver
        self._robots: dict[str, Robots] = {}

    def fetch(self, url: str) -> Fetched:
        deadline = Deadline(self._settings.fetch_timeout)
        hop = url
        for _ in range(MAX_REDIRECTS + 1):
            _check_url(hop, url)
            self._check_robots(hop, url, deadline)
            answer = self._get(hop, url, deadline, self._settings.fetch_max_bytes)
            if answer.status in _REDIRECTS and answer.location:
                hop = urljoin(hop, answer.location)
                continue
            if answer.status != 200:
                raise _bad_status(answer.status, url)
            # A fragment is the reader's place in the page, not the page.
            return Fetched(url=hop.partition("#")[0], data=answer.data, content_type=answer.content_type,
                           encoding=answer.encoding, at=datetime.now(UTC).isoformat(timespec="seconds"))
        raise FetchError(f"it redirects more than {MAX_REDIRECTS} times", where=url,
                         remedy="Open it in a browser and save the page.")

    def _check_robots(self, hop: str, url: str, deadline: Deadline) -> None:
        parts = urlsplit(hop)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, url, deadline)
        if not self._robots[site].allows(hop):
            raise FetchError("the site's robots.txt does not allow it to be fetched", where=url,
                             remedy="Open it in a browser and save the page, if its terms allow that.")

    def _read_robots(self, site: str, url: str, deadline: Deadline) -> Robots:
        """RFC 9309, 2.3.1: 4xx means no rules; a server's error or silence means that nothing is allowed."""
        hop = f"{site}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            _check_url(hop, url)
            answer = self._get(hop, url, deadline, _ROBOTS_BYTES, cut=True)
            if answer.status in _REDIRECTS and answer.location:
                hop = urljoin(hop, answer.location)
                continue
            if answer.status >= 500 or answer.status == 429:
                raise FetchError(f"the site's robots.txt cannot be read (the server answers {answer.status})",
                                 where=url, remedy="Try again later.")
            text = answer.data.decode("utf-8-sig", "replace") if answer.status == 200 else ""
            # The first word of the name, without its version, is the product token.
            return parse_robots(text, self._settings.user_agent.split()[0].partition("/")[0])
        return Robots()

    def _get(self, hop: str, url: str, deadline: Deadline, limit: int, *, cut: bool = False) -> _Answer:
        transport = GuardedTransport(self._resolver, allow_private=self._allow_private, deadline=deadline)
        headers = {"User-Agent": self._settings.user_agent, "Accept": _ACCEPT,
                   "Accept-Encoding": "gzip, deflate"}
        where = url if hop == url else f"{url} -> {hop}"
        try:
            # A new client for each request: no cookies, no credentials, no proxy from the environment.
            with httpx.Client(transport=transport, headers=headers, trust_env=False) as client, \
                    client.stream("GET", hop, follow_redirects=False) as response:
                if response.status_code in _REDIRECTS:
                    return _Answer(response.status_code, b"", location=response.headers.get("location"))
                if response.status_code != 200:
                    return _Answer(response.status_code, b"")
                data = _read_body(response, limit, where, cut=cut)
        except FetchError as error:
            raise FetchError(error.message, where=where, remedy=error.remedy) from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchError(f"it did not arrive within {self._settings.fetch_timeout:g} seconds",
                             where=where,
                             remedy="Try again later, or raise the setting fetch_timeout.") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpcore.ConnectError,
                httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol,
                OSError, ValueError) as error:
            # what httpx and httpcore document, a socket's or certificate's own, an unusable header value
            raise FetchError(f"it cannot be fetched ({_short(error)})", where=where,
                             remedy="Check the URL and the network.") from error
        kind, _, parameters = response.headers.get("content-type", "").partition(";")
        return _Answer(200, data, content_type=kind.strip().lower(), encoding=_charset(parameters))


@dataclass(frozen=True)
class _Answer:
    status: int
    data: bytes
    location: str | None = None
    content_type: str = ""
    encoding: str | None = None


def _check_url(hop: str, url: str) -> None:
    where = url if hop == url else f"{url} -> {hop}"
    try:
        parts = urlsplit(hop)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"it is not a URL ({error})", where=where, remedy="Check it.") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError(f"only http and https are fetched, not {parts.scheme or 'this'}", where=where,
                         remedy="Save the page and read the file.")
    if not host:
        raise FetchError("it names no host", where=where, remedy="Check the URL.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("it holds a user name or password, which would end up in the record", where=where,
                         remedy="Save the page and read the file.")


def _read_body(response: httpx.Response, limit: int, where: str, *, cut: bool) -> bytes:
    """The body, decompressed step by step: httpx would unpack a whole chunk before anybody can count it."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        unpack = None
    elif coding in ("gzip", "x-gzip", "deflate"):
        unpack = zlib.decompressobj(47)  # gzip or zlib header, whichever is there
    else:
        raise FetchError(f"it is packed in a way that was not asked for ({coding[:40]})", where=where,
                         remedy="Open it in a browser and save the page.")
    data = bytearray()
    for chunk in response.iter_raw():
        try:
            data += unpack.decompress(chunk, limit + 1 - len(data)) if unpack else chunk
        except zlib.error as error:
            raise FetchError(f"it cannot be unpacked ({error})", where=where, remedy="Try again.") from error
        if len(data) > limit:
            if cut:
                return bytes(data[:limit])
            raise FetchError(f"it is larger than {limit:,} bytes", where=where,
                             remedy="Save it and read the file, or raise the setting fetch_max_bytes.")
    return bytes(data)


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'")[:40]
    return None


def _bad_status(status: int, url: str) -> FetchError:
    meaning = {401: "it asks for a login", 402: "it asks for payment", 403: "the server refuses it",
               404: "there is no such page", 410: "the page was removed", 429: "too many requests",
               451: "it is withheld for legal reasons"}.get(status, "an error of the server" if status >= 500
                                                            else "not the page")
    remedy = {401: "Open it in a browser and save the page.", 403: "Open it in a browser and save the page.",
              404: "Check the URL.", 410: "Look for it in a web archive."}.get(status, "Try again later.")
    return FetchError(f"the server answers {status} ({meaning})", where=url, remedy=remedy)


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
