"""What a page is judged by, whoever opens it: the rules of WCAG, and whether it fits the width of a screen."""

from __future__ import annotations

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe

#: WCAG 2.1 A and AA; each finding of whatever weight is judged.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
#: What another width can break: parts that are shown, folded away or scrolled there, and what names them.
OF_A_WIDTH = [
    "scrollable-region-focusable",
    "aria-hidden-focus",
    "button-name",
    "link-name",
    "label",
    "select-name",
    "input-button-name",
    "summary-name",
    "link-in-text-block",
    "nested-interactive",
    "aria-required-children",
    "aria-required-parent",
    "css-orientation-lock",
    "meta-viewport",
    "list",
    "listitem",
    "definition-list",
    "dlitem",
    "bypass",
]
#: The engine's own advice: printed, not judged.
ADVICE = "best-practice"


@cache
def _engine() -> str:
    return str(Axe().axe_script)


def violations(page: Any, *, again: bool = False) -> str:
    """What breaks WCAG 2.1 A or AA, a line each; empty: nothing. What is only advised against is printed.

    ``again``: the page was judged before at another width. Then only what a width can change is judged: what is shown, folded
    away or scrolled. Colours, words and structure are the same.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_engine())
    options = {
        "runOnly": {"type": "rule", "values": OF_A_WIDTH} if again else {"type": "tag", "values": [*WCAG, ADVICE]},
        "resultTypes": ["violations"],
        "preload": False,
    }
    found = page.evaluate("options => axe.run(options).then(all => all.violations)", options)
    told = {True: [], False: []}
    for one in found:
        where = [f"{node['target']} {node['html'][:160]}" for node in one["nodes"][:4]]
        line = f"{one['id']} ({one['impact']}, {len(one['nodes'])}×): {one['help']}: {where}"
        told[bool(set(WCAG) & set(one["tags"]))].append(line)
    if told[False]:
        print("advice:", *told[False], sep="\n  ")
    return "\n".join(told[True])


def too_wide(page: Any) -> str:
    """What makes the page scroll sideways; empty: it fits. Parts that scroll by themselves may be wider."""
    wide, culprits = page.evaluate(
        """() => {
             const width = document.documentElement.clientWidth;
             const wider = [...document.querySelectorAll('body *')]
               .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest('.scroll, .matrix-scroll, svg'))
               .slice(0, 5).map(one => one.outerHTML.slice(0, 120));
             return [document.documentElement.scrollWidth > width, wider];
           }"""
    )
    return f"wider than the screen: {culprits}" if wide else ""


#: A visible control that the Tab key must reach. Of radio buttons of one name only one is a stop.
CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')].filter(one =>
      one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.type !== 'radio' && !one.closest('[inert]')
      && one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)"""

_LISTEN = """() => {
  window.visited = [];
  document.addEventListener('focusin', ({ target }) => {
    const style = getComputedStyle(target);
    const path = target.closest('svg') && target.querySelector('path');  // an outline of a map: its own line grows
    const seen = path ? parseFloat(getComputedStyle(path).strokeWidth) >= 2
      : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && style.outlineColor !== 'rgba(0, 0, 0, 0)';
    window.visited.push([target, seen]);
  });
}"""


#: Whether the first stop has come a second time.
_ROUND = "() => window.visited.slice(1).some(([one]) => one === window.visited[0][0])"


def tabbed(page: Any) -> tuple[list[str], list[str], bool]:
    """Go round the page with the Tab key: controls that it never reached, those without a visible outline, and whether it
    came round again (else the keyboard is caught somewhere).
    """
    number = page.evaluate(f"() => ({CONTROLS})().length")
    page.evaluate(_LISTEN)
    for stop in range(number + 30):  # areas that scroll, and the way over the browser's own bar, are stops too
        page.keyboard.press("Tab")
        if stop >= number and page.evaluate(f"() => ({_ROUND})()"):
            break  # from here on it would be the same way once more
    return tuple(  # type: ignore[return-value]
        page.evaluate(
            f"""() => {{
              const name = (one) => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 140);
              const been = new Set(window.visited.map(([one]) => one));
              return [
                ({CONTROLS})().filter(one => !been.has(one)).map(name),
                [...new Set(window.visited.filter(([, seen]) => !seen).map(([one]) => name(one)))],
                ({_ROUND})(),
              ];
            }}"""
        )
    )
