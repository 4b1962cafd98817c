"""What a year's forms alone say, in words: when they were open, whom they asked, how much.

The scan of finished files knows these texts by the same functions, as they hold figures that are
in no released table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from selfcheck_analysis.fiscal_year import japanese_day, office_digits
from selfcheck_analysis.questionnaire import FocusItem, Questionnaire
from selfcheck_analysis.words import LANGUAGES, Language, Words

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_in_words(day: date, language: Language) -> str:
    """Write a day as its language does, whatever the locale of the machine.

    Examples
    --------
    >>> day_in_words(date(2023, 11, 2), "ja"), day_in_words(date(2023, 11, 2), "en")
    ('令和５年11月２日', '2 November 2023')
    """
    if language == "ja":
        return japanese_day(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def sections_asked(form: Questionnaire, words: Words) -> str:
    """Say how many sections were asked."""
    return words("forms_say.sections", n=_number(form.survey.sections, words))


def questions_asked(form: Questionnaire, words: Words) -> str:
    """Say between which numbers the counted questions of the forms lie."""
    numbers = [len(form.counted(role)) for role in form.roles]
    least, most = (_number(n, words) for n in (min(numbers), max(numbers)))
    if least == most:
        return words("forms_say.questions", n=most)
    return words("forms_say.questions_between", least=least, most=most)


def forms_asked(form: Questionnaire, words: Words) -> str:
    """Say how many forms there are."""
    return words("forms_say.forms", n=_number(len(form.roles), words))


def focus_title(form: Questionnaire, item: FocusItem, words: Words) -> str:
    """Return the heading of a focus item: its place in the handout, its number and its name."""
    place = [known.id for known in form.focus_items].index(item.id) + 1
    numbers = {"place": _number(place, words), "number": _number(item.id, words)}
    return words("forms_say.focus_item", **numbers, item=item.label.text(words.language))


def _number(number: int, words: Words) -> str:
    return office_digits(number) if words.language == "ja" else str(number)


def texts_of_forms(form: Questionnaire) -> Iterator[str]:
    """Yield all that the functions of this module say of a year's forms, in both languages."""
    for language in LANGUAGES:
        words = Words(language)
        for day in (form.survey.opens, form.survey.closes):
            yield day_in_words(day, language)
        yield sections_asked(form, words)
        yield questions_asked(form, words)
        yield forms_asked(form, words)
        yield from (focus_title(form, item, words) for item in form.focus_items)
