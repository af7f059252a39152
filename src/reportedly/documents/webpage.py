"""HTML -> the article's paragraphs, its metadata, and why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from ..errors import NoTextError, UnreadableError
from .boilerplate import BANNER, SEPARATOR, cut_boilerplate
from .clean import tidy
from .metadata import PageMetadata, read_metadata

# trafilatura's own limit (MAX_FILE_SIZE in its settings.cfg); beyond it it returns nothing.
MAX_HTML = 20_000_000
# Deeper trees are no articles; libxml2, copying and XPath all recurse over them.
MAX_DEPTH = 250
MAX_ELEMENTS = 100_000
MIN_WORDS = 40
# A page whose own metadata call it an article may be a brief of one sentence.
MIN_WORDS_ARTICLE = 10

# What third-party parsers raise on hostile pages. lxml: its own tree (ParserError, XPathError ...) and
# AssertionError for elements of a broken proxy; trafilatura and htmldate do string and index arithmetic on
# whatever a page holds (ValueError with UnicodeError, TypeError, LookupError, AttributeError,
# ArithmeticError); RecursionError from copying deep trees.
PARSER_ERRORS = (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
                 AssertionError, RecursionError)

# Readers' comments and link lists that are marked as such. Only whole class names and ids, so that
# class="comments-open" on the article itself does not throw the article away.
_PRUNE = [
    "//*[self::div or self::section or self::ol or self::ul or self::aside or self::footer][{}]"
    .format(" or ".join(
        f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ') or @id='{name}'" for name in (
            "comments", "comment", "commentlist", "comment-list", "comments-area", "comments-section",
            "comment-section", "comments-list", "comment-respond", "respond", "disqus_thread", "fb-comments",
            "related-posts",
            "relatedposts", "related-articles", "related-stories", "jp-relatedposts", "newsletter-signup",
            "cookie-notice", "cookie-banner")))]

# Elements that begin and end a paragraph: trafilatura's (TEI) and HTML's.
_BLOCKS = {"p", "head", "quote", "item", "list", "table", "row", "div", "code", "ab", "body", "figure",
           "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "tr", "blockquote", "section", "article",
           "aside", "pre", "figcaption", "header", "footer", "nav", "main", "html", "dl", "dt", "dd"}
_BREAKS = {"lb", "br"}
_CELLS = {"cell", "td", "th"}
_HIDDEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")

_WALLS: tuple[tuple[str, str, str], ...] = (
    (r"\b(?:404|410)\b|not found|page (?:does not|doesn't|no longer) exist"
     r"|page (?:is )?(?:missing|unavailable)|can(?:no|')t (?:be found|find (?:the|that|this) page)"
     r"|has been (?:removed|deleted)",
     "an error page (the article is not there)", "Check the address, or look in a web archive."),
    (r"access denied|\b(?:401|403)\b|forbidden|checking your browser|just a moment"
     r"|are you (?:a )?(?:human|robot)|captcha|unusual traffic|enable javascript"
     r"|javascript is (?:disabled|required)|attention required",
     "a page that turns programs away", "Open it in a browser and save the page."),
    (r"\b50[0-4]\b.{0,30}error|internal server error|service unavailable|bad gateway|temporarily unavailable",
     "an error page of the server", "Try again later."),
    (r"(?:subscribe|subscription|subscribers?|paywall|premium|become a member)\b.{0,80}"
     r"\b(?:read|continue|access|unlock|only|full)|(?:continue|keep) reading"
     r"|(?:read|unlock) (?:the )?(?:full|this) (?:article|story)"
     r"|free articles? (?:left|remaining|this month)",
     "a paywall", "Give the article's text if you have a subscription."),
    (r"(?:log|sign) ?in\b|log ?on\b|password|create (?:an|your) account|forgot your|register (?:to|for)",
     "a login page", "Log in with a browser and save the page."),
    (r"\b(?:cookies?|consent|gdpr|privacy choices|your privacy)\b|before you continue",
     "a consent page", "Accept or refuse in a browser and save the page."),
)
_WALL_PATTERNS = tuple((re.compile(p, re.IGNORECASE), what, remedy) for p, what, remedy in _WALLS)
# A page of this many words is an article even if it speaks of logins.
_WALL_WORDS = 120


@dataclass(frozen=True)
class WebPage:
    """``paragraphs`` of the main text; ``before`` and ``after``: visible characters of the page around it
    (None if it could not be found in them)."""

    paragraphs: list[str]
    metadata: PageMetadata
    before: int | None = None
    after: int | None = None


def read_webpage(markup: str, origin: str, *, url: str | None) -> WebPage:
    """Extract the article. Raises NoTextError if there is none, UnreadableError if the parsers give up."""
    if len(markup) > MAX_HTML:
        raise UnreadableError(f"the page is larger than {MAX_HTML:,} characters", where=origin,
                              remedy="Give the article's text instead.")
    try:
        tree = _parse(markup, origin)
        metadata = read_metadata(tree, base=url)
        visible = _visible(tree)
        composed = metadata.composed or any(BANNER.match(line) for line in visible)
        fragment = re.search(r"<(?:html|head|body)[\s>]", markup[:20_000], re.IGNORECASE) is None
        found = _main_text(tree, url)
        if fragment and _words(found) < MIN_WORDS:
            # Part of an article, as tables hold it: there is nothing around it to be told apart.
            etree.strip_elements(tree, *_HIDDEN, with_tail=False)
            found = _paragraphs(tree)
    except PARSER_ERRORS as error:
        raise UnreadableError(f"its markup cannot be parsed ({type(error).__name__})", where=origin,
                              remedy="Save the page again, or give its text.") from error
    paragraphs = [" ".join(p.split()) for p in tidy("\n\n".join(found)).split("\n\n") if p.strip()]
    _check_article(paragraphs, metadata, visible, origin, fragment=fragment)
    before, after = _around(paragraphs, " ".join(visible))
    if composed and not metadata.composed:
        metadata = PageMetadata(**{**metadata.__dict__, "composed": True})
    return WebPage(paragraphs, metadata, before, after)


def _parse(markup: str, origin: str) -> HtmlElement:
    # libxml2 stops at a NUL and refuses other control characters.
    markup = re.sub("[\x00-\x08\x0b\x0e-\x1f\x7f]", "", markup)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False,
                                  default_doctype=False)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:  # "Document is empty"
        raise NoTextError("the page is empty", where=origin, remedy="Save it again.") from error
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise UnreadableError("its markup is nested too deeply or has too many elements for an article",
                                  where=origin, remedy="Give the article's text instead.")
    return tree


def _main_text(tree: HtmlElement, url: str | None) -> list[str]:
    found = bare_extraction(tree, url=url, include_comments=False, include_tables=True, favor_precision=False,
                            prune_xpath=_PRUNE)
    body = getattr(found, "body", None)
    return [] if body is None else _paragraphs(body)


def _paragraphs(body: etree._Element) -> list[str]:
    """The blocks of a tree (trafilatura's or HTML), one a paragraph; a break in a sentence is a blank."""
    done: list[str] = []
    open_: list[str] = []

    def flush() -> None:
        text = " ".join("".join(open_).split())
        open_.clear()
        if text:
            done.append(text)

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                flush()
            elif tag in _BREAKS:
                # Two in a row, or one after a sentence, end a paragraph; a single one is a line's end.
                last = open_[-1] if open_ else ""
                if last.isspace() or _SENTENCE_END.search(last[-80:].rstrip()):
                    flush()
                else:
                    open_.append("\n")
            elif tag in _CELLS and open_:
                open_.append(" ")
            if element.text:
                open_.append(element.text)
        else:
            if tag in _BLOCKS:
                flush()
            if element is not body and element.tail:
                open_.append(element.tail)
    flush()
    return done


def _visible(tree: HtmlElement) -> list[str]:
    """Pieces of text that a browser would show, blanks normalised."""
    pieces: list[str] = []
    level = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        skip = element.tag in _HIDDEN
        if event == "start":
            level += skip
            if not level and element.text:
                pieces.append(element.text)
        else:
            level -= skip
            if not level and element.tail:
                pieces.append(element.tail)
    return [piece for piece in (" ".join(p.split()) for p in pieces) if piece]


def _check_article(paragraphs: list[str], metadata: PageMetadata, visible: list[str], origin: str, *,
                   fragment: bool) -> None:
    least = 1 if fragment else MIN_WORDS_ARTICLE if metadata.is_article else MIN_WORDS
    # What a wall says about itself and what is cut anyway (a cookie notice) are no running text.
    kept = cut_boilerplate(paragraphs)[0].split(SEPARATOR)
    own = [p for p in kept if fragment or not any(wall.search(p) for wall, _, _ in _WALL_PATTERNS)]
    words = _words(kept)
    if words >= max(least, _WALL_WORDS) or _words(own) >= least:
        return
    shown = " ".join([metadata.title or "", *visible])[:4_000]
    for pattern, what, remedy in _WALL_PATTERNS:
        if pattern.search(shown):
            raise NoTextError(f"it holds no article; it looks like {what}", where=origin, remedy=remedy)
    if words < least:
        raise NoTextError(f"it holds no article (only {words} words of running text)", where=origin,
                          remedy="Give the page of one article, or its text.")


def _words(paragraphs: list[str]) -> int:
    return sum(len(p.split()) for p in paragraphs)


def _around(paragraphs: list[str], visible: str) -> tuple[int | None, int | None]:
    """Visible characters before the first and after the last paragraph of the article."""
    if not paragraphs:
        return None, None
    start = visible.find(paragraphs[0][:60])
    last = paragraphs[-1][-60:]
    end = visible.rfind(last)
    return (start if start >= 0 else None), (len(visible) - end - len(last) if end >= 0 else None)
