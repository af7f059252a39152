"""What a web page says about itself in meta tags, JSON-LD, time elements and links.

Nothing here is guessed from the running text.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import Element, HtmlElement

from .dates import to_edtf

_ARTICLE_TYPES = re.compile(r"(?:.*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting)$")
_DATE_META = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished",
              "article:published", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
              "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubdate",
              "publishdate", "publish-date", "publish_date", "publication_date", "published_date",
              "cxenseparse:recs:publishtime", "ptime", "article_date_original", "originalpublicationdate",
              "date_published", "displaydate",
              "bt:pubdate", "rnews:datepublished", "dc.date", "dcterms.date", "date")
_TITLE_META = ("og:title", "twitter:title", "dc.title", "headline", "parsely-title", "citation_title")
_BYLINE_META = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl",
                "citation_author", "cxenseparse:author")
_PUBLISHER_META = ("og:site_name", "dc.publisher", "citation_journal_title", "publisher", "application-name")
_BYLINE_CLASSES = ("author", "byline", "author-name", "author__name", "byline__name", "byline-name",
                   "post-author", "entry-author", "article-author", "p-author")
_MAX_JSON = 1_000_000


@dataclass(frozen=True)
class PageMetadata:
    """Fields are None where the page does not say them. ``is_article``: its metadata call it one."""

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    composed: bool = False
    is_article: bool = False


def read_metadata(tree: HtmlElement, *, base: str | None) -> PageMetadata:
    """Read the tree of a page. ``base``: the page's own URL if it is known, to resolve a relative link."""
    metas = _metas(tree)
    article = _json_ld_article(tree)
    publisher = (_text(_named(article.get("publisher"))) or _first(metas, _PUBLISHER_META)
                 or _text(_named(article.get("sourceOrganization"))))
    return PageMetadata(
        title=_title(tree, metas, article, publisher),
        publisher=publisher,
        byline=_byline(tree, metas, article, publisher),
        published=_published(tree, metas, article),
        url=_canonical(tree, metas, base),
        composed=(metas.get("reportedly-composed") or [""])[0].lower() in ("true", "yes", "1"),
        is_article=bool(article) or (metas.get("og:type") or [""])[0].lower() == "article")


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = _text(meta.get("content"))
        if content:
            for attribute in ("property", "name", "itemprop"):
                for name in (meta.get(attribute) or "").lower().split():
                    found.setdefault(name, []).append(content)
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _text(value: Any) -> str | None:
    """A short string without line breaks, or None."""
    if not isinstance(value, str):
        return None
    # Publishing systems escape twice ("&#8216;" arrives as "&amp;#8216;").
    value = " ".join(html.unescape(value).split())
    return value[:500] or None


def _json_ld_article(tree: HtmlElement) -> dict[str, Any]:
    """The first article in the page's JSON-LD; an empty dictionary if there is none."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "")[:_MAX_JSON].strip().removeprefix("<!--").removesuffix("-->")
        source = source.strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common and says nothing
        for node in _nodes(data):
            types = node.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.match(name.rpartition("/")[2]) for name in names):
                return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Objects at the top, in lists and in @graph or mainEntity; deeper ones may be other articles."""
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            for key in ("@graph", "mainEntity"):
                inner = node.get(key)
                yield from (one for one in (inner if isinstance(inner, list) else [inner])
                            if isinstance(one, dict))


def _named(value: Any) -> Any:
    """The name in "Name", {"name": "Name"} or a list of either."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def _title(tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any],
           publisher: str | None) -> str | None:
    marked = _text(article.get("headline")) or _first(metas, _TITLE_META)
    element = tree.find(".//title")
    named = _text(_content(element)) if element is not None else None
    headings = [heading for heading in (_text(_content(h)) for h in tree.iter("h1")) if heading]
    # A heading that begins the marked title is the title as printed; what follows it there is the site's
    # name. One that only ends it is the site's name itself.
    printed = [heading for heading in headings if len(heading) > 10 and any(
        text.casefold().startswith(heading.casefold()) for text in (marked, named) if text)]
    if printed:
        return max(printed, key=len)
    if marked:
        return _without_site(marked, publisher)
    if len(headings) == 1 and len(headings[0].split()) >= 3:
        return headings[0]
    return re.split(r"\s+[|–—»]\s+|\s+-\s+(?=[^-]*$)", named)[0] if named else None


def _without_site(title: str, publisher: str | None) -> str:
    head, mark, tail = re.match(r"(.*?)(?:\s+([|–—»-])\s+([^|–—»]+))?$", title).groups()  # type: ignore[union-attr]
    return head if mark and publisher and tail.casefold() == publisher.casefold() else title


def _content(element: HtmlElement) -> str:
    return "".join(element.itertext())


def _byline(tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any],
            publisher: str | None) -> str | None:
    authors = article.get("author")
    listed = authors if isinstance(authors, list) else [authors]
    names = [name for name in (_text(_named(one)) for one in listed) if name and _is_name(name)]
    names = names or [name for key in _BYLINE_META for name in metas.get(key, []) if _is_name(name)][:1]
    names = names or [name for name in _marked_names(tree) if _is_name(name)][:1]
    names = [name for name in dict.fromkeys(names) if name.casefold() != (publisher or "").casefold()]
    return ", ".join(names)[:500] or None


def _marked_names(tree: HtmlElement) -> Iterator[str]:
    """Names in elements that are marked as the author's, outside comments (which have authors too)."""
    own = " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
                      for name in _BYLINE_CLASSES)
    marked = tree.xpath(f"//*[@rel='author' or @itemprop='author' or {own}]"
                        "[not(ancestor::*[contains(@class, 'comment') or contains(@id, 'comment')])]")
    for element in marked[:5]:
        name = re.sub(r"^(?:written |posted )?by[:\s]+", "", _text(_content(element)) or "",
                      flags=re.IGNORECASE)
        if name and len(name.split()) <= 6 and not any(map(str.isdigit, name)):
            yield name


def _is_name(text: str) -> bool:
    return (len(text) < 150 and "://" not in text and "@" not in text
            and text.casefold() not in ("admin", "administrator", "author", "unknown", "staff", "none"))


def _published(tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    """JSON-LD, then meta tags, then time elements that are marked as the publication, then htmldate.

    htmldate gets meta tags only: from a whole page it would also take a date out of the URL, a copyright line
    or the running text.
    """
    candidates = [article.get("datePublished"), article.get("dateCreated")]
    candidates += [value for name in _DATE_META for value in metas.get(name, [])[:1]]
    for value in candidates:
        if found := to_edtf(_text(value)):
            return found
    times = list(tree.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None or re.search(
        r"publish|pubdate|posted|entry-date|dt-published|datecreated",
        " ".join(t.get(name) or "" for name in ("itemprop", "class", "id")), re.IGNORECASE)]
    marked += tree.xpath("//*[@itemprop='datePublished'][not(self::time)][not(self::meta)]")
    for element in marked[:3]:
        if found := to_edtf(_text(element.get("datetime") or element.get("content") or _content(element))):
            return found
    # One date in all of the page's time elements can only be the article's; several may be other articles'.
    days = {to_edtf(_text(t.get("datetime"))) for t in times if t.get("datetime")} - {None}
    if len(days) == 1:
        return days.pop()
    return _by_htmldate(tree)


def _by_htmldate(tree: HtmlElement) -> str | None:
    """What htmldate finds in meta tags under names that are not listed here.

    On its own it takes modification dates for lack of others, makes 1 February of the 31st, and a day of a
    month; so it sees no such tag, and its answer counts only if a tag says exactly that.
    """
    reduced, head = Element("html"), Element("head")
    reduced.append(head)
    reduced.append(Element("body"))
    said = set()
    for meta in tree.iter("meta"):
        names = " ".join(meta.get(key) or "" for key in ("property", "name", "itemprop")).lower()
        if not re.search(r"modif|updat|revis|expir|last", names):
            head.append(Element("meta", dict(meta.attrib)))
            said.add(to_edtf(_text(meta.get("content"))))
    found = find_date(reduced, original_date=True, extensive_search=False, url="", min_date="1800-01-01")
    return found if found in said else None


def _canonical(tree: HtmlElement, metas: dict[str, list[str]], base: str | None) -> str | None:
    """The page's own idea of its URL; None if it has none, or one that names a whole site."""
    links = [link.get("href") for link in tree.iter("link")
             if "canonical" in (link.get("rel") or "").lower().split()]
    for value in [*links, *metas.get("og:url", [])[:1]]:
        try:
            url = urljoin(base or "", (value or "").strip())
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not host or len(url) > 2_000 or re.search(r"\s", url):
            continue
        # A template that names the home page on every page would make one document of all of them.
        if parts.path.strip("/") or parts.query:
            return url
    return None


def same_site(one: str, other: str) -> bool:
    """True if both URLs are on one host, a leading www., m. or amp. apart."""
    first, second = (re.sub(r"^(?:www|m|amp|mobile)\.", "", (urlsplit(url).hostname or "").lower())
                     for url in (one, other))
    return first == second != ""
