"""Headings of a page get addresses that nothing else has, and the page a list of them."""

from selfcheck_analysis.report.contents import Addresses, Heading


def sections(*blocks, taken=()):
    """Return a page's sections as (text, address, addresses of the parts)."""
    addresses = Addresses(taken)
    for block in blocks:
        addresses.put_into(block)
    return [
        (section.heading.text, section.heading.id, [part.id for part in section.parts])
        for section in addresses.sections()
    ]


def test_addresses__are_made_of_the_headings_own_words():
    html = Addresses().put_into("<p>a</p><h2>重点項目1　離席時のログオフ</h2><p>b</p>")
    assert (
        html
        == '<p>a</p><h2 id="重点項目1-離席時のログオフ">重点項目1　離席時のログオフ</h2><p>b</p>'
    )


def test_addresses__stay_when_a_section_is_put_in_before():
    alone = sections("<h2>Trend</h2>")
    assert sections("<h2>New</h2>", "<h2>Trend</h2>")[1] == alone[0]


def test_addresses__differ_for_equal_headings_and_from_what_is_taken():
    found = sections(
        "<h2>main</h2><h2>Change</h2>", "<h2>Change</h2><h2>change!</h2>", taken=["main"]
    )
    assert [id_ for _, id_, _ in found] == ["main-2", "change", "change-2", "change-3"]


def test_addresses__leave_a_heading_its_own():
    addresses = Addresses()
    own = '<h2 class="x" id="mine">A</h2>'
    assert addresses.put_into(own) == own
    assert addresses.put_into("<h2>mine</h2>") == '<h2 id="mine-2">mine</h2>'
    assert addresses.headings[0] == Heading(2, "A", "mine")


def test_addresses__keep_attributes_and_read_the_text_without_markup():
    addresses = Addresses()
    html = addresses.put_into('<h3 class="x">Rates <small>&lt;b&gt;\n &amp; more</small></h3>')
    assert html.startswith('<h3 class="x" id="rates-b-more">Rates <small>')
    assert addresses.headings == [Heading(3, "Rates <b> & more", "rates-b-more")]


def test_addresses__of_a_heading_without_words_is_a_word_all_the_same():
    assert sections("<h2>!</h2>")[0][1] == "section"


def test_addresses__touch_no_other_level_and_nothing_that_looks_like_a_heading():
    html = "<h1>a</h1><h4>b</h4><header>c</header><p>&lt;h2&gt;d&lt;/h2&gt;</p>"
    addresses = Addresses()
    assert addresses.put_into(html) == html
    assert addresses.headings == []


def test_sections__put_the_third_level_under_the_second():
    found = sections("<h2>A</h2><h3>a1</h3>", "<h3>a2</h3><h2>B</h2>")
    assert found == [("A", "a", ["a1", "a2"]), ("B", "b", [])]


def test_sections__begin_with_a_third_level_where_no_second_stands_above():
    assert sections("<h3>a</h3><h2>B</h2>") == [("a", "a", []), ("B", "b", [])]


def test_sections__leave_out_the_heads_of_a_leads_parts():
    addresses = Addresses()
    part = '<h2 class="part-name">Changed</h2>'
    assert addresses.put_into(f"{part}<h2>A</h2>") == f'{part}<h2 id="a">A</h2>'
    assert [heading.text for heading in addresses.headings] == ["A"]
