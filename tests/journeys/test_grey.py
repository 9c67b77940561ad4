"""On paper without colour: every status is told by its symbol and its word, or by a symbol that a key on the sheet explains."""

from __future__ import annotations

import re

import pytest

from indicators.domain import display
from indicators.domain.types import Status
from tests.journeys.pages import LEADING, PAGES, opened

pytestmark = pytest.mark.journey

#: The words that a status may have, whatever the form of its target.
SAID = {
    status.value: sorted(
        {labels[status] for labels in (display.STATUS_LABELS, *display.FORM_STATUS_LABELS.values()) if status in labels}
        | ({display.REPORTED_MET} if status is Status.MET else set())
        | ({display.REPORTED_NOT_MET} if status is Status.NOT_MET else set())
    )
    for status in Status
}

#: Whatever carries a status and prints: the innermost element with its code, and what is read there.
_SHOWN = """([codes, symbols]) => {
  const visible = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0
    && !one.closest('.visually-hidden');
  const code = (one) => one.dataset.status
    || [...one.classList].map(name => name.replace('status-', '')).find(name => codes.includes(name));
  return [...document.querySelectorAll('[data-status], [class*="status-"]')]
    .filter(one => codes.includes(code(one)) && visible(one) && !one.closest('svg') && one.innerText.trim())
    .filter(one => ![...one.querySelectorAll('[data-status], [class*="status-"]')].some(inner => code(inner) === code(one)))
    .map(one => [code(one), (() => {
      const seen = one.cloneNode(true);
      seen.querySelectorAll('.visually-hidden').forEach(hidden => hidden.remove());
      return seen.textContent.replace(/\\s+/g, '');
    })(), one.outerHTML.slice(0, 160)]);
}"""

#: Bars and outlines: no letters inside, so something beside them says it.
_DRAWN = """() => [...document.querySelectorAll('svg [class*="status-"], svg[class*="status-"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .filter(one => !one.closest('li, td, tr, .keep, .count-line, .map-frame, .group, section')?.innerText.trim())
  .map(one => one.outerHTML.slice(0, 160))"""

SHEETS = [what for what in LEADING if not what.startswith("screen")]


@pytest.mark.parametrize("what", SHEETS)
def test_a_printed_status_is_told_without_colour(readers, things, what):
    with readers.tab(PAGES[what][0]) as page:
        opened(page, what, things)
        page.emulate_media(media="print")
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        shown = page.evaluate(_SHOWN, [[one.value for one in Status], list(display.SYMBOLS.values())])
        alone = set()
        explained = set()
        for code, text, where in shown:
            symbol = display.SYMBOLS[Status(code)]
            assert symbol in text, f"no symbol {symbol}: {text} in {where}"
            if any(word in text for word in SAID[code]) or re.search(re.escape(symbol) + "[\u4e00-\u9fff]{2}", text):
                explained.add(symbol)
            else:
                alone.add(symbol)
        assert alone <= explained, f"symbols without a word on the sheet: {alone - explained}"
        assert not page.evaluate(_DRAWN)


def test_a_printed_matrix_has_cells_that_only_its_key_explains(readers, things):
    """The case that the rule is for: without the key the sheet would say nothing but symbols."""
    with readers.tab("xinxiang-leader") as page:
        opened(page, "overview", things)
        page.emulate_media(media="print")
        cells = page.locator(".matrix td[data-status] a")
        assert cells.count() > 20
        seen = {one.strip()[:2].strip() for one in cells.locator("[aria-hidden]").all_inner_texts()}
        key = page.locator(".matrix-key").inner_text()
        assert seen
        assert all(symbol in key for symbol in seen)
