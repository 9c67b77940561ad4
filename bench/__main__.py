"""``python -m bench``: measure the numbers of the design in a scratch database; exit 1 where one is over its bar.

``--regions 40`` measures a small nation in seconds, to try the bench itself; its figures say nothing about the bars.
"""

from __future__ import annotations

import argparse
import os
import sys


def main() -> int:
    """Run every bench and print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import api, nation, pages, recompute, table
    from bench.scratch import scratch_database

    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--regions", type=int, default=nation.NATION_REGIONS, help="regions with a plan (%(default)s)")
    regions = parser.parse_args().regions
    with scratch_database() as environment:
        nation.build(regions)
        lines = [*recompute.measure(environment), *pages.measure(regions), *api.measure()]
    print(table.text(lines))
    return 1 if any(line.ok is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
