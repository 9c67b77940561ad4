"""After whatever people do through the services: the feed replayed is what the lists say, and its moves are the noted moves."""

import contextlib
import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.domain.types import Form
from indicators.models import (
    DefinitionBreak,
    Observation,
    ReportingRound,
    StatusMove,
    StatusRule,
    Target,
)
from indicators.services import master_data, promises, rounds, targets
from indicators.services import observations as service
from indicators.services.entered import ObservationFigures, figures_of
from indicators.services.errors import FindingsRefused, ServiceError
from indicators.services.recompute import recompute_plans
from plans.models import Plan, PlanStatus
from tests.exchange.following import as_listed, follow, listed, replay
from tests.factories import accounts, api, regions
from tests.factories.indicators import TargetFactory, gdp_row
from tests.factories.rounds import day, open_round_for, reopened

pytestmark = pytest.mark.django_db(transaction=True)

YEARS = (2021, 2022, 2023, 2024)
EDITS = 40
MENDED = promises.Because("录入有误")


class Office:
    """The people of Yanjin at work on one row with two targets."""

    def __init__(self, seed, making):
        self.chance = random.Random(seed)
        self.making = [self.to_draft, self.to_force] if making else []
        self.row = gdp_row()
        TargetFactory(row=self.row, ordinal=2, is_primary=False, form=Form.GROWTH, value=Decimal(6), unit="%")
        self.clerk = accounts.clerk(self.row.units.get())
        self.reviewer, self.planner = accounts.reviewer(), accounts.planner()
        self.administrator = accounts.administrator()
        for year in YEARS:
            open_round_for(self.row, year)
            reopened(self.row, year)

    def edit(self):
        self.row.refresh_from_db()
        often = [self.submit] * 4 + [self.approve] * 5 + [self.recompute] * 4
        seldom = [
            self.take_back,
            self.revise_base,
            self.revise_target,
            self.primary,
            self.mend,
            self.add_or_take_away,
            self.breaks,
            self.rename,
            self.rule,
        ]
        kind = self.chance.choice(often + seldom + [self.change_round] + self.making)
        kind()
        return kind.__name__

    def latest(self, year):
        return Observation.objects.filter(row=self.row, year=year).order_by("-version").first()

    def submit(self):
        year, chance = self.chance.choice(YEARS), self.chance
        stands = self.latest(year)
        figures = figures_of(stands) if stands else ObservationFigures(source_title="统计公报")
        value = Decimal(153 + 15 * (year - 2020) + chance.randint(-9, 9)) + Decimal(chance.randint(0, 99)) / 100
        figures = replace(figures, value=value, growth=Decimal(chance.randint(40, 90)) / 10)
        figures = replace(figures, vintage=chance.choice(["preliminary", "revised", "final"]))
        asked = {
            "row": self.row, "year": year, "figures": figures, "lock": stands and stands.lock, "by": self.clerk,
            "reason": "核对后更正",
        }  # fmt: skip
        try:
            service.save_and_submit(**asked)
        except FindingsRefused as refused:
            service.save_and_submit(**asked, answers={one.key: "已核对，数据无误" for one in refused.findings})

    def waiting(self):
        found = Observation.objects.filter(row=self.row, state="submitted").first()
        if found is None:
            raise ServiceError("nothing waits")
        return found

    def approve(self):
        found = self.waiting()
        service.approve(observation=found, lock=found.lock, by=self.reviewer)

    def take_back(self):
        found = self.waiting()
        service.withdraw(observation=found, lock=found.lock, by=self.clerk)

    def recompute(self):
        recompute_plans([self.row.plan_id])

    def revise_base(self):
        base = self.row.bases.get(in_force=True)
        terms = targets.BaseTerms(year=2020, value=Decimal(self.chance.randint(140, 165)), unit="亿元", text="修订")
        targets.revise_base(
            row=self.row, terms=terms, version=base.version, reason="普查修订", document="公报", by=self.planner
        )

    def revise_target(self):
        target = self.chance.choice(list(Target.objects.filter(row=self.row, in_force=True, value__isnull=False)))
        changes = {"value": target.value + self.chance.choice([-1, 1]), "text": f"改 {self.chance.random()}"}
        targets.revise_target(target=target, changes=changes, reason="中期调整", document="决定", by=self.planner)

    def primary(self):
        other = Target.objects.filter(row=self.row, in_force=True, is_primary=False).earliest("ordinal")
        targets.set_primary(target=other, by=self.planner)

    def mend(self):
        """A base entered wrongly: in place in a draft, by version elsewhere."""
        put = {"row": self.row, "seen": promises.seen_of(self.row), "because": MENDED, "by": self.planner}
        promises.put_base(terms={"value": Decimal(self.chance.randint(140, 165)), "text": "更正"}, **put)

    def add_or_take_away(self):
        put = {"row": self.row, "seen": promises.seen_of(self.row), "because": MENDED, "by": self.planner}
        last = Target.objects.filter(row=self.row, in_force=True).order_by("ordinal").last()
        if last.ordinal > 2:
            promises.take_away_target(ordinal=last.ordinal, **put)
        else:
            words = {"form": "level", "value": Decimal(240), "unit": "亿元", "text": "240", "comparator": ">="}
            promises.put_target(ordinal=None, terms=words, **put)

    def breaks(self):
        year = self.chance.choice(YEARS)
        if DefinitionBreak.objects.filter(row=self.row, year=year).exists():
            raise ServiceError("marked already")
        master_data.save_series_fact(fact=DefinitionBreak(row=self.row, year=year, reason="口径"), by=self.planner)

    def rename(self):
        self.row.short_name = f"生产总值 {self.chance.randint(1, 9)}"
        self.row.nature = self.chance.choice(["binding", "expected"])
        master_data.save_row(row=self.row, by=self.planner)

    def rule(self):
        rule = StatusRule.objects.get(active=True)
        rule.pk, rule.on_track, rule.reason = None, Decimal(self.chance.randint(85, 99)) / 100, "试"
        rule._state.adding = True
        master_data.activate_rule(rule=rule, by=self.administrator)

    def change_round(self):
        found = ReportingRound.objects.get(year=self.chance.choice(YEARS))
        rounds.change_round(
            round=found, title=f"填报 {self.chance.randint(1, 9)}", opens_on=day(-10), closes_on=day(10), note="",
            lock=found.lock, by=self.reviewer,
        )  # fmt: skip

    def to_draft(self):
        self._say(PlanStatus.DRAFT)

    def to_force(self):
        self._say(PlanStatus.IN_FORCE)

    def _say(self, status):
        plan = Plan.objects.get()
        plan.status = status
        plan.save()


@pytest.mark.parametrize(("seed", "making"), [(1, False), (2, True)])
def test_replay_is_what_the_lists_say(seed, making):
    office = Office(seed, making)
    client = api.caller(regions.nation())
    state, everything, place, done = {}, [], "0", Counter()
    for turn in range(EDITS):
        with contextlib.suppress(ServiceError):
            done[office.edit()] += 1
        if turn % 6 == 0 or turn == EDITS - 1:
            changes, place = follow(client, after=place, limit=50)
            everything += changes
            replay(changes, state, taken_back=making)
            assert as_listed(state, everything) == listed(client), (turn, done)
    assert replay(follow(client)[0], taken_back=making) == state, "from the start it is the same"
    assert len(done) >= 10, done
    if not making:
        moved = [one for one in everything if one["status_moved"] and one["shown"]]
        told = Counter((one["plan_indicator"], one["year"], one["status_before"], one["status_after"]) for one in moved)
        noted = StatusMove.objects.filter(shown=True).values_list("row_id", "year", "before", "after")
        assert told == Counter(noted) != Counter()
