"""Ways out of the school in a text: mail addresses, telephone numbers, names elsewhere. In doubt, somebody looks."""

import re
import unicodedata
from html import unescape
from typing import Literal

Contact = Literal["mail", "phone", "elsewhere"]

_ENDINGS = r"(?:com|net|org|edu|info|io|me|app|gg|eu|uk|ie|us|ca|au|nz|de|at|ch|fr|es|it|nl|be|pl|se|no|dk|fi|pt|br|mx|in|cn|jp|ru)"
_AT = r"(?:@|[(\[{]\s{0,3}at?\s{0,3}[)\]}])"
_DOT = r"(?:\.|[(\[{]\s{0,3}dot\s{0,3}[)\]}])"
# From the letter before the sign: whatever a name is made of, and however long it is.
_MAIL = (
    re.compile(
        rf"\w\s{{0,3}}{_AT}\s{{0,3}}[\w-]{{1,63}}(?:\s{{0,3}}{_DOT}\s{{0,3}}[\w-]{{1,63}}){{0,3}}\s{{0,3}}{_DOT}\s{{0,3}}[a-z]{{2,20}}\b"
    ),
    # In words, only with an ending that there is: "look at dot paintings" is none.
    re.compile(rf"\w\s{{1,3}}at\s{{1,3}}[\w-]{{1,63}}(?:\s{{1,3}}dot\s{{1,3}}|\.){_ENDINGS}\b"),
)
_SERVICES = (
    r"(?:snap ?chat|snap|instagram|insta|tik ?tok|discord|telegram|whats ?app|face ?book|skype|roblox|twitter|kik|we ?chat|bluesky|twitch"
    r"|viber|bereal|gmail|hotmail|icloud|ig)"
)
_ELSEWHERE = (
    re.compile(
        r"(?:^|[\s(/.])(?:instagram|facebook|snapchat|tiktok|twitter|linkedin|discord|telegram|threads|twitch|whatsapp)\.(?:com|net|me|tv|gg)/\S|"
        r"(?:^|[\s(/])(?:t\.me|wa\.me|fb\.me|discord\.gg|signal\.group|fb\.com|m\.me|x\.com|vk\.com|signal\.me|bsky\.app|youtube\.com/@)/?\S|"
        r"(?:^|[\s(/.])(?:zoom\.us|meet\.google\.com|teams\.live\.com|whereby\.com)/\S"
    ),
    # A name with letters and something that no word has: "my insta riverbee7".
    re.compile(rf"\b{_SERVICES}\s{{1,3}}@?(?=[\w.]{{4}})(?=[\d._]{{0,20}}[a-z])[a-z.]{{0,30}}[\d_]"),
    re.compile(rf"\b{_SERVICES}(?:\s{{1,3}}(?:name|handle|id|username|number)){{0,2}}\s{{0,3}}(?:[:=]|\bis\b|@)\s{{0,3}}@?[\w.#-]{{3}}"),
    re.compile(
        rf"\b(?:add|follow|text|message|dm|find|write|call)\s{{1,3}}(?:to\s{{1,3}})?me\s{{1,3}}(?:on|at|in|by|over)\s{{1,3}}{_SERVICES}\b"
    ),
    re.compile(rf"\b(?:add|follow)\s{{1,3}}[\w.]{{3,60}}\s{{1,3}}on\s{{1,3}}{_SERVICES}\b"),
    re.compile(rf"@[\w.-]{{3,60}}\s{{1,3}}(?:on|at|in)\s{{1,3}}{_SERVICES}\b"),
    re.compile(r"\w#\d{4}\b"),
)
_NUMBER = re.compile(r"(?<![\w/-])(?<!\d[.,:])\+?\(?\d(?:[\s().\-–_/]{0,3}\d){6,16}(?!\w|[.,:]\d)")
_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = re.compile(rf"\b(?:plus|zero|oh|nought)(?:[\s,.-]{{1,3}}(?:double\s|triple\s)?{_DIGIT}){{6}}\b")
_DAY = re.compile(r"(?<!\d)(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?!\d)")
_MARKS = str.maketrans(dict.fromkeys("*`~\\"))
_AMERICAN = re.compile(r"\(?\d{3}\)?[\s.-]{0,2}\d{3}[\s.-]?\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def found(words: str) -> frozenset[Contact]:
    """Which kinds of contact details stand in it. What only looks like one, such as a day or an ISBN, is none."""
    plain = _plain(words)
    kinds: set[Contact] = set()
    if any(pattern.search(plain) for pattern in _MAIL):
        kinds.add("mail")
    if _SPOKEN.search(plain) or any(_is_phone(match[0]) for match in _NUMBER.finditer(plain)):
        kinds.add("phone")
    if any(pattern.search(plain) for pattern in _ELSEWHERE):
        kinds.add("elsewhere")
    return frozenset(kinds)


def _plain(words: str) -> str:
    """Digits and letters of any width and script as plain ones, as a page shows them: without the marks of Markdown, and without signs
    that nobody sees or that stand on others."""
    text = unicodedata.normalize("NFKC", unescape(words)).translate(_MARKS)
    return "".join(_digit(sign) for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Me")).casefold()


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _is_phone(number: str) -> bool:
    digits = "".join(sign for sign in number if sign.isdigit())
    if _DAY.search(number) or len(digits) > 15 or (len(digits) == 13 and digits.startswith(("978", "979"))):
        return False
    if number.lstrip("(").startswith("+"):
        return len(digits) >= 7
    return (digits.startswith("0") and len(digits) >= 9) or bool(_AMERICAN.fullmatch(number)) or _is_plain(number, digits)


def _is_plain(number: str, digits: str) -> bool:
    """A number without the zero or the plus in front, as one says it at home: no round one, no years, no list of small ones, and no
    thousands with points between them."""
    groups = re.findall(r"\d+", number)
    if set(number) & set("./") or digits.endswith("000") or min(map(len, groups)) < 2:
        return False
    return 9 <= len(digits) <= 11 and not (len(groups) > 1 and _YEAR.fullmatch(groups[0]))
