"""``python -m bench``: measure the numbers of the design in a scratch database; exit 1 where one is over its bar.

``--regions 40`` measures a small nation in seconds, to try the bench itself; its figures say nothing about the bars.
"""

from __future__ import annotations

import argparse
import os
import sys
from itertools import chain


def main() -> int:
    """Run every bench and print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import api, browser, nation, pages, putting, recompute, replay
    from bench.scratch import scratch_database
    from config.memory import settle

    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--regions", type=int, default=nation.NATION_REGIONS, help="regions with a plan (%(default)s)")
    parser.add_argument("--times", type=int, default=31, help="how often a page is asked for (%(default)s)")
    given = parser.parse_args()
    regions, times = given.regions, given.times
    over = False
    with scratch_database() as environment:
        nation.build(regions)
        settle()  # as the server does before its first request
        for line in chain(
            recompute.measure(environment),
            pages.measure(regions, times),
            browser.measure(regions, environment, times),
            api.measure(),
            replay.measure(regions, times),
            putting.measure(regions),
        ):
            print(line.text(), flush=True)
            over = over or line.ok is False
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
