"""Reading the HTML of a block the way a browser lays it out."""

from __future__ import annotations

from xml.etree import ElementTree


def parsed(html: str) -> ElementTree.Element:
    """Return the element tree of a block; an error where the markup is not well formed."""
    return ElementTree.fromstring(f"<block>{html}</block>")


def text_of(element: ElementTree.Element) -> str:
    """Return the text of an element and of all in it."""
    return "".join(element.itertext()).strip()


def laid_out(table: ElementTree.Element) -> list[list[ElementTree.Element]]:
    """Return the cells of a table on their grid, each wherever it spans to."""
    rows = list(table.iter("tr"))
    grid: list[dict[int, ElementTree.Element]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    grid[number + down][column + right] = cell
    return [[line[column] for column in sorted(line)] for line in grid]


def printed(html: str) -> list[list[str]]:
    """Return the texts of a block's one table, on their grid."""
    table = parsed(html).find(".//table")
    assert table is not None
    return [[text_of(cell) for cell in row] for row in laid_out(table)]


def parts_of_lead(html: str) -> dict[str, list[str]]:
    """Return the sentences of a lead by the part under which they stand.

    What stands before the parts is "opening", below them "points" and "evidence".
    """
    block = parsed(html)
    found = {"opening": [text_of(text) for text in block.findall("./section/p")]}
    for part in block.findall("./section/ul[@class='parts']/li"):
        found[part.get("class", "").split()[-1]] = [text_of(text) for text in part.iter("li")][1:]
    for name, path in (
        ("points", "./section/ul[@class='points']/li"),
        ("evidence", ".//details//li"),
    ):
        found[name] = [text_of(text) for text in block.findall(path)]
    return found
