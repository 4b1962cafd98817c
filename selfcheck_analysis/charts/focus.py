"""The proper answers to the questions of one focus item, this year and last."""

from __future__ import annotations

from selfcheck_analysis.charts.dots import dots_by_year
from selfcheck_analysis.charts.notes import left_out
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import band_of
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Answer


def focus_answers(pub: Publication, item_id: int) -> ChartBlock | HtmlBlock:
    """Draw the share of proper answers to each question of a focus item, for each tenure shown."""
    frame = pub.release.frame("focus_answers")
    frame = frame[frame["focus_item"] == item_id]
    shares = [
        (row, f"{_proper_answer(pub, row['question'])}_percent") for row in frame.to_dict("records")
    ]
    rows = frame.assign(
        name=[_name(pub, question) for question in frame["question"]],
        percent=[row[share] for row, share in shares],
        band=[band_of(row, share) for row, share in shares],
    )
    # Of a print the share of the other answer may be all there is.
    return dots_by_year(
        pub,
        rows[rows["percent"].notna() | rows["band"].notna()],
        title=pub.words("chart.focus_answers.title", item=pub.focus_item(item_id)),
        axis=pub.words("chart.focus_answers.axis"),
        notes=left_out(pub, frame["state"]),
    )


def _proper_answer(pub: Publication, question: str) -> Answer | None:
    return pub.questionnaire.question(question).proper_answer


def _name(pub: Publication, question: str) -> str:
    """Return a question's label with its proper answer."""
    answer = pub.words(f"answer.{_proper_answer(pub, question)}")
    proper = pub.words("asked.proper", answer=answer)
    return pub.question(question) + pub.words("asked.brackets", text=proper)
