"""What an office says once of exports that the product does not know (`params/deliveries`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import Field

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, refuse
from selfcheck_analysis.questionnaire import Label, Questionnaire
from selfcheck_analysis.responses.vocabulary import comparable, known_signs, known_words
from selfcheck_analysis.settings import Settings, read_settings

WordLists = dict[str, list[str]]


class Words(Settings):
    """Words beside those of the vocabulary: our word to what deliveries write for it.

    `answer` has "yes" and "no", `tenure` the ids of tenures, `role` ids of roles.
    """

    answer: WordLists = Field(default_factory=dict)
    tenure: WordLists = Field(default_factory=dict)
    role: WordLists = Field(default_factory=dict)


class Export(Settings):
    """One kind of export, known by headings that all stand in its header.

    Attributes
    ----------
    recognised_by : list of str
        At least one heading that no other delivery has.
    role, tenure, section : str, optional
        The headings of these columns.
    role_is : str, optional
        The role of everybody in the file, where no column says it.
    questions : dict
        Question id to heading.
    drop : list of str
        Headings of columns that are not read.
    """

    name: Label
    recognised_by: list[str] = Field(min_length=1)
    role: str = ""
    tenure: str = ""
    section: str = ""
    role_is: str = ""
    questions: dict[str, str] = Field(default_factory=dict)
    drop: list[str] = Field(default_factory=list)

    def marks(self) -> frozenset[str]:
        """Return the headings by which it is recognised, normalised."""
        return frozenset(map(normal, self.recognised_by))

    def headings(self) -> dict[str, str]:
        """Return what the named columns mean, by normalised heading."""
        columns = {self.role: "role", self.tenure: "tenure", self.section: "section"}
        columns |= dict.fromkeys(self.drop, "other")
        columns |= {heading: question for question, heading in self.questions.items()}
        return {normal(heading): meaning for heading, meaning in columns.items() if heading}


class DeliveryMapping(Settings):
    """All that an office says of its deliveries."""

    words: Words = Field(default_factory=Words)
    exports: list[Export] = Field(default_factory=list)


def read_mapping(project: Project, questionnaire: Questionnaire) -> DeliveryMapping:
    """Read what is said of a programme's deliveries; nothing where there is no such file.

    Raises
    ------
    ProblemsError
        Every fault of the file at once: besides its form, roles and questions that no form of the
        year has, and words that already mean something else.
    """
    path = project.deliveries_file(questionnaire.programme)
    if not path.is_file():
        return DeliveryMapping()
    file = project.relative(path)
    mapping = read_settings(path, DeliveryMapping, file)
    refuse([*_unknown(mapping, questionnaire, file), *_ambiguous(mapping, questionnaire, file)])
    return mapping


def words_of(mapping: DeliveryMapping, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """Return {kind: {delivered word, normalised: our word}} of "answer", "tenure" and "role"."""
    roles = {
        normal(name): role.id
        for role in questionnaire.roles
        for name in (role.id, role.label.ja, role.label.en)
    }
    ours = {"answer": known_words("answer"), "tenure": known_words("tenure"), "role": roles}
    return {kind: known | _own(getattr(mapping.words, kind)) for kind, known in ours.items()}


def _own(lists: Mapping[str, list[str]]) -> dict[str, str]:
    return {comparable(word): ours for ours, words in lists.items() for word in words}


def _unknown(
    mapping: DeliveryMapping, questionnaire: Questionnaire, file: str
) -> Iterator[Problem]:
    roles = [role.id for role in questionnaire.roles]
    questions = [question.id for question in questionnaire.questions]
    known = {
        "answer": sorted(set(known_words("answer").values())),
        "tenure": sorted(set(known_words("tenure").values())),
        "role": roles,
    }
    named = [
        (f"words.{kind}", ours, known[kind])
        for kind in known
        for ours in getattr(mapping.words, kind)
    ]
    for number, export in enumerate(mapping.exports):
        named += [(f"exports.{number}.role_is", export.role_is, roles)] if export.role_is else []
        named += [(f"exports.{number}.questions", id_, questions) for id_ in export.questions]
    for key, found, allowed in named:
        if found not in allowed:
            values = {"name": found, "known": ", ".join(allowed)}
            yield Problem("mapping_unknown", Place(file, column=key), values)


def _ambiguous(
    mapping: DeliveryMapping, questionnaire: Questionnaire, file: str
) -> Iterator[Problem]:
    """Find a word or a heading that is given a second meaning."""
    for kind, meanings in words_of(DeliveryMapping(), questionnaire).items():
        seen = dict(meanings) | dict.fromkeys(known_signs("total"), "total")
        named = [(w, ours) for ours, ws in getattr(mapping.words, kind).items() for w in ws]
        yield from _second_meanings(named, seen, Place(file, column=f"words.{kind}"))
    labels = {
        normal(name): question.id
        for question in questionnaire.questions
        for name in (question.id, question.label.ja, question.label.en)
    }
    for number, export in enumerate(mapping.exports):
        named = [(heading, question) for question, heading in export.questions.items()]
        named += [(export.role, "role"), (export.tenure, "tenure"), (export.section, "section")]
        place = Place(file, column=f"exports.{number}")
        yield from _second_meanings([n for n in named if n[0]], dict(labels), place)


def _second_meanings(
    named: Iterable[tuple[str, str]], seen: dict[str, str], place: Place
) -> Iterator[Problem]:
    for word, ours in named:
        before = seen.setdefault(comparable(word), ours)
        if before != ours:
            yield Problem("mapping_ambiguous", place, {"word": word, "meaning": before})
