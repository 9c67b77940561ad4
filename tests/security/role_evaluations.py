"""Actions of the matrix of roles at evaluations: each is tried through its page, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from evaluations.models import Evaluation, EvaluationText, PaperFile
from evaluations.selectors.evaluations import facts_of
from evaluations.selectors.facts import seal
from tests.factories import evaluated

YEAR = 2024


def _read(make):
    def do(client, world):
        answer = client.get(reverse("evaluations:evaluation", args=[make(world.plan).pk]))
        return lambda: answer.status_code == 200

    return do


def begin(client, world):
    client.post(reverse("evaluations:new"), {"plan": world.plan.pk, "kind": "annual", "year": YEAR})
    return lambda: Evaluation.objects.filter(plan=world.plan, year=YEAR).exists()


def write(client, world):
    made = evaluated.draft(world.plan)
    typed = {"title": made.title, "next": "下一步抓好落实。", "seen-next": ""}
    client.post(reverse("evaluations:texts", args=[made.pk]), typed)
    return lambda: EvaluationText.objects.filter(evaluation=made, section="next").exists()


def _step(name, make, state, *, own=False, **typed):
    """One step through the form of the page; ``own``: the person stands there as who submitted it."""

    def do(client, world):
        made = make(world.plan)
        if own and hasattr(client, "person"):
            Evaluation.objects.filter(pk=made.pk).update(submitted_by=client.person)
        looked_at = seal(facts_of(made, day=evaluated.DAY)) if name == "submit" else ""
        client.post(reverse("evaluations:step", args=[made.pk]), {"step": name, "looked_at": looked_at, **typed})
        return lambda: (Evaluation.objects.filter(pk=made.pk).values_list("state", flat=True).first() or "") == state

    return do


def correct(client, world):
    made = evaluated.final(world.plan)
    client.post(reverse("evaluations:step", args=[made.pk]), {"step": "correct", "reason": "数字有误"})
    return lambda: Evaluation.objects.filter(plan=world.plan, version=2).exists()


def take(client, world):
    """Ask for the Word file, then fetch one that was made."""
    made = evaluated.handed_in(world.plan)
    client.post(reverse("evaluations:ask-file", args=[made.pk]), {"format": "docx"})
    asked = PaperFile.objects.filter(evaluation=made).exists()
    paper = evaluated.paper_file(made, by=made.submitted_by)
    answer = client.get(reverse("evaluations:file", args=[paper.pk]))
    return lambda: asked and answer.status_code == 200


ACTIONS = {
    "read-evaluation": _read(evaluated.handed_in),
    "read-evaluation-in-draft": _read(evaluated.draft),
    "take-evaluation-along": take,
    "begin-evaluation": begin,
    "write-evaluation": write,
    "submit-evaluation": _step("submit", evaluated.draft, "submitted"),
    "withdraw-evaluation": _step("withdraw", evaluated.handed_in, "draft"),
    "return-evaluation": _step("return", evaluated.handed_in, "draft", comment="数字不全"),
    "approve-evaluation": _step("approve", evaluated.handed_in, "approved"),
    "approve-own-evaluation": _step("approve", evaluated.handed_in, "approved", own=True),
    "freeze-evaluation": _step("freeze", evaluated.approved, "frozen", number="延发改〔2026〕2号"),
    "correct-evaluation": correct,
    "discard-evaluation": _step("discard", evaluated.draft, ""),
}
