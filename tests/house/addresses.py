"""Every address of the house by its name, and who gets it: what the sweeps of pages, walls and queries go by."""

from __future__ import annotations

OPEN = {"healthz", "readyz", "login", "dashboards:screen-open"}  # the last: a wall that has no key yet
#: What was released to everybody: read without log-in by strangers and caches.
PUBLIC = {f"publicity:{name}" for name in ("index", "newest", "version", "table")}
OPEN |= PUBLIC
#: Between pass word and code; without a pass word it leads back to the beginning.
HALF_WAY = {"log-in-code"}
EVERYONE = {"clerk", "reviewer", "planner", "leader", "administrator"}
WRITERS = EVERYONE - {"leader"}
PLANNERS = {"planner", "administrator"}
ROUNDS = {"reviewer", "planner", "administrator"}
ADMINISTRATORS = {"administrator"}
#: Who gets the page (200); the others are refused (403). An address that is missing here fails the sweep.
PAGES: dict[str, set[str]] = {
    "dashboards:overview": EVERYONE,
    "dashboards:region": EVERYONE,
    "dashboards:indicator": EVERYONE,
    "dashboards:indicators": EVERYONE,
    "dashboards:row": EVERYONE,
    "dashboards:long-view": EVERYONE,
    "dashboards:what_if": EVERYONE,
    "dashboards:counties": EVERYONE,
    "dashboards:doubts": EVERYONE,
    "dashboards:commitments": EVERYONE,
    "dashboards:commitment-projects": PLANNERS,
    "reports:brief": EVERYONE,
    "reports:letter": EVERYONE,
    "reports:bulletins": EVERYONE,
    "reports:bulletin": EVERYONE,
    "reports:bulletin-issued": EVERYONE,
    "dashboards:map": EVERYONE,
    "dashboards:screen": EVERYONE,
    "dashboards:screen-open": EVERYONE,
    "dashboards:boundaries": ADMINISTRATORS,
    "projects:list": EVERYONE,
    "projects:project": EVERYONE,
    "projects:edit": PLANNERS,
    "projects:problems": EVERYONE,
    "projects:problem": EVERYONE,
    "projects:letters": EVERYONE,
    "projects:letter-new": ROUNDS,
    "projects:letter": EVERYONE,
    "projects:boxes": EVERYONE,
    "projects:pairs": EVERYONE,
    "entry:list": WRITERS,
    "entry:projects": WRITERS,
    "entry:projects-sheet": WRITERS,
    "entry:projects-sheets": WRITERS,
    "entry:projects-review": {"reviewer", "administrator"},
    "entry:projects-review-report": {"reviewer", "administrator"},
    "entry:years": WRITERS,
    "entry:figure": WRITERS,
    "entry:sheet": WRITERS,
    "entry:sheets": WRITERS,
    "entry:workbook": {"clerk", "reviewer", "administrator"},  # who saved it, and reviewers
    "entry:sheets-wide": WRITERS,
    "entry:rounds": EVERYONE,
    "entry:round": EVERYONE,
    "entry:round-new": ROUNDS,
    "entry:round-edit": ROUNDS,
    "entry:round-reopen": ROUNDS,
    "entry:round-remind": ROUNDS,
    "entry:review": {"reviewer", "administrator"},
    "entry:review-figure": {"reviewer", "administrator"},
    "entry:history": EVERYONE,
    "entry:evidence": WRITERS,
    "entry:revisions": EVERYONE,
    "entry:breakdown": EVERYONE,
    "entry:breakdown-sheet": EVERYONE,
    "entry:breakdown-upload": PLANNERS,
    "entry:task": PLANNERS,
    "reports:breakdown": EVERYONE,
    "publicity:releases": ADMINISTRATORS,
    "publicity:plan": ADMINISTRATORS,
    "publicity:withdraw": ADMINISTRATORS,
    "evaluations:list": EVERYONE,
    "evaluations:new": PLANNERS,
    "evaluations:evaluation": EVERYONE,
    "evaluations:texts": PLANNERS,
    **{f"evaluations:{name}": EVERYONE for name in ("file", "file-state")},
    "evaluations:appraisal": EVERYONE,
    "evaluations:appraisal-weights": PLANNERS,
    "intake:list": PLANNERS,
    "intake:intake": PLANNERS,
    "intake:state": PLANNERS,
    "intake:listing": PLANNERS,
    "intake:item": PLANNERS,
    "intake:add": PLANNERS,
    "intake:difference": PLANNERS,
    "planning:list": EVERYONE,
    "planning:plan": EVERYONE,
    "planning:state": PLANNERS,
    "planning:succeed": PLANNERS,
    "planning:figures": EVERYONE,
    "planning:adjustments": EVERYONE,
    "planning:adjustment": EVERYONE,
    **{f"planning:adjustment-{name}": PLANNERS for name in ("new", "edit", "row")},
    "planning:yearly": EVERYONE,
    "planning:yearly-sheet": EVERYONE,
    "planning:yearly-upload": PLANNERS,
    **{f"planning:{name}": PLANNERS for name in ("new", "edit", "row", "row-new")},
    "accounts": ADMINISTRATORS,
    "account-new": ADMINISTRATORS,
    "account": ADMINISTRATORS,
    "roles": ADMINISTRATORS,
    "units": ADMINISTRATORS,
    "unit-new": ADMINISTRATORS,
    "unit": ADMINISTRATORS,
    "lockouts": ADMINISTRATORS,
    "exchange:clients": ADMINISTRATORS,
    "exchange:client-new": ADMINISTRATORS,
    "exchange:client": ADMINISTRATORS,
    "exchange:client-edit": ADMINISTRATORS,
    "exchange:key-rotate": ADMINISTRATORS,
    "exchange:webhooks": ADMINISTRATORS,
    "exchange:webhook-new": ADMINISTRATORS,
    "exchange:webhook": ADMINISTRATORS,
    "exchange:webhook-edit": ADMINISTRATORS,
    "exchange:delivery": ADMINISTRATORS,
    "displays": ADMINISTRATORS,
    "audit": ADMINISTRATORS,
    "audit-export": ADMINISTRATORS,
    "me": EVERYONE,
    "two-step": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "api-docs": EVERYONE,
}
#: Answer to POST alone.
POSTED = {
    "logout", "language", "dashboards:resolve_doubt", "intake:discard", "intake:doubt", "intake:confirm", "intake:bulk",
    "entry:evidence-add", "entry:evidence-remove",
    "entry:reminders-read", "entry:save", "entry:check", "entry:submit", "entry:withdraw", "entry:review-bulk",
    "entry:projects-save", "entry:projects-check", "entry:projects-submit", "entry:projects-withdraw",
    "entry:projects-review-bulk",
}  # fmt: skip
POSTED |= {"exchange:key-issue", "exchange:key-revoke"}
POSTED |= {f"exchange:{name}" for name in ("webhook-secret", "webhook-switch", "webhook-ping", "delivery-replay")}
POSTED |= {"planning:take-end-value", "evaluations:step", "evaluations:ask-file"}
POSTED |= {"planning:move"}
POSTED |= {"projects:pairs-find", "projects:pair-decide", "projects:pair-undo"}
POSTED |= {
    "dashboards:boundary-retire", "display-revoke",
    "account-password", "account-two-step", "account-release", "two-step-begin", "two-step-confirm", "two-step-change",
}  # fmt: skip
