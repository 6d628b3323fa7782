"""Which of people's Markdown is drawn, and how it reads."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SIGNS = 1500
"""Worth of signs in one text, beyond which it is shown as it was typed: far more than anyone writes by hand."""
# What costs the parser some 15 µs where a letter costs 0.05: each sign, and each line, for it may begin a paragraph. A text full of them
# would hold a page for seconds. A quotation in a quotation, or a list in a list, is gone through again for each.
_SIGNS = ("[", "!", "*", "_", "`", "~", "<", "&", ">", ">", "\n", "\r")
_ITEM = re.compile(r"(?:(?<![^\s>])[*+-]|\d[.)])\s")


def weight(text: str) -> int:
    """How many signs it would be to draw it."""
    return sum(map(text.count, _SIGNS)) + 3 * len(_ITEM.findall(text))


def drawable(text: str) -> bool:
    return weight(text) <= SIGNS


@cache
def parser() -> "MarkdownIt":
    """No pictures, no headings: the same for whoever draws and whoever compares."""
    # Loaded with the first text of somebody's, as in web/rendering.py.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["strikethrough"]).disable(["image", "heading", "lheading"])


def as_read(text: str) -> str:
    """The words of a text as somebody finds them who reads it where it is drawn: line by line, without signs."""
    return "".join(_read(text)) if drawable(text) else text


def _read(text: str) -> Iterator[str]:
    """Block by block, with as much room between two as there was, up to one empty line."""
    reached, mark = 0, ""
    counted: list[int | None] = []
    for block in parser().parse(text):
        if block.type in ("bullet_list_open", "ordered_list_open"):
            counted.append(int(block.attrs.get("start", 1)) if block.type == "ordered_list_open" else None)
        elif block.type in ("bullet_list_close", "ordered_list_close"):
            counted.pop()
        elif block.type == "list_item_open":
            number = counted[-1]
            mark = "  " * (len(counted) - 1) + ("• " if number is None else f"{number}. ")
            counted[-1] = None if number is None else number + 1
        elif said := _said(block):
            begins, ends = block.map or (reached, reached + 1)
            yield "\n" * min(begins - reached, 2) + mark + said
            reached, mark = ends - 1, ""


def _said(block: "Token") -> str:
    if block.type == "hr":
        return "—"
    if block.type != "inline":
        return block.content.rstrip("\n")
    words, leads_to = "", ""
    for one in block.children or []:
        if one.type == "link_open":
            leads_to, words = str(one.attrs["href"]), words + "\0"
        elif one.type == "link_close":
            before, _sep, link = words.rpartition("\0")
            words = before + (link if link == leads_to else f"{link} ({leads_to})")
        else:
            words += "\n" if one.type in ("softbreak", "hardbreak") else one.content
    return words
