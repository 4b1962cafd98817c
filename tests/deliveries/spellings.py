"""How one word, or one heading, is written by hand and by form tools."""

from __future__ import annotations

from collections.abc import Callable

SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "answer": {
        "yes": (
            *("はい", "ハイ", "ﾊｲ", "は い", " はい　", "はい\n", "はい;", "はい；", "ハイ;"),
            *(
                "○",
                "〇",
                "◯",
                "✓",
                "✓ ",
                "1",
                "１",
                "yes",
                "Yes",
                "YES",
                "ｙｅｓ",
                "ＹＥＳ",
                "yes;",
            ),
            *("\u200bはい", "はい\u200f"),
        ),
        "no": (
            *(
                "いいえ",
                "イイエ",
                "ｲｲｴ",
                "いい え",
                "　いいえ ",
                "いいえ\r\n",
                "いいえ;",
                "いいえ；",
            ),
            *("×", "✕", " ×", "0", "０", "no", "No", "NO", "ｎｏ", "ＮＯ", "no;", "\ufeffいいえ"),
        ),
    },
    "tenure": {
        "first_year": (
            *("１年目", "1年目", "1 年目", "１　年目", "一年目", "一 年目", "１年目;", "1年目\n"),
            *("First year", "first year", "ＦＩＲＳＴ　ＹＥＡＲ"),
        ),
        "second_year_plus": (
            *("２年目以上", "2年目以上", "2 年目 以上", "二年目以上", "２年目\n以上", "2年目以上;"),
            *("２年目\r\n以上", "Second year or more", "second year\nor more"),
        ),
    },
}
"""Words by what they mean, as the long frame of answers names it."""

NOT_WORDS: dict[str, tuple[str, ...]] = {
    "answer": (
        *(
            "はい、いいえ",
            "はい;いいえ",
            "はい;いいえ;",
            "はい, いいえ",
            "たぶん",
            "不明",
            "該当なし",
        ),
        *("2", "-1", "1.5", "10", "はいはい", "いえ", "△", "?", "#N/A", "=1", "TRUEFALSE", "○×"),
    ),
    "tenure": (
        "３年目",
        "2年目",
        "1",
        "2",
        "１年目以上",
        "１年目２年目以上",
        "10年目",
        "新人",
        "0",
    ),
}
"""Words that look as if they meant something, and do not; each is a fault, never a guess."""

HEADINGS: dict[str, Callable[[str, int], str]] = {
    "as printed": lambda text, number: text,
    "full-width number": lambda text, number: f"{_wide(number)}　{text}",
    "circled number": lambda text, number: f"{chr(ord('①') + number - 1)}{text}",
    "Q and a point": lambda text, number: f"Q{number}.{text}",
    "Q and a wide point": lambda text, number: f"Ｑ{_wide(number)}．{text}",
    "問": lambda text, number: f"問{_wide(number)} {text}",
    "問 in brackets": lambda text, number: f"【問{_wide(number)}】{text}",
    "設問 and a colon": lambda text, number: f"設問{number}：{text}",
    "brackets": lambda text, number: f"（{number}）{text}",
    "number and a point": lambda text, number: f"{number}. {text}",
    "of two parts": lambda text, number: f"問{number}－{number} {text}",
    "broken into lines": lambda text, number: f"問{number}\n{text[:4]}\n{text[4:]}",
    "with spaces that do not break": lambda text, number: f"{text[:3]}\u00a0{text[3:]}\u00a0",
}
"""How a question's heading is written; numbers run from 1 to 20."""


def _wide(number: int) -> str:
    return str(number).translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)})
