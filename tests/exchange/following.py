"""A follower of the feed as another bureau would write it, and what the lists say meanwhile."""

from rest_framework.test import APIClient


def follow(client: APIClient, *, after: str = "0", limit: int = 1000, **filters) -> tuple[list[dict], str]:
    """Every change after a place, page by page, and the place to go on from."""
    found = []
    while True:
        answer = client.get("/api/v1/changes/", {"after": after, "limit": limit, **filters})
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += page["results"]
        after = page["next_after"]
        if not page["more"]:
            return found, after


def replay(changes, state: dict | None = None, *, taken_back: bool = False) -> dict:
    """Objects by kind and id: the two rules of docs/api.md. ``taken_back``: plans were, of which only the end is told."""
    state = {} if state is None else state
    for change in changes:
        key = change["kind"], change["id"]
        if change["action"] == "set":
            state[key] = change["data"]
        elif taken_back:
            state.pop(key, None)
        else:
            del state[key]  # nothing is ever removed that was not there
    return state


def listed(client: APIClient) -> dict:
    """The same by the lists."""

    def every(name, **filters):
        page = client.get(f"/api/v1/{name}/", {"limit": 1000, "listing": "all", **filters}).json()
        assert page["next"] is None
        return page["results"]

    state = {("observation", one["id"]): one for one in every("observations", state="approved")}
    state |= {("assessment", one["id"]): one for one in every("assessments")}
    for row in every("plan-indicators"):
        state |= {("target", one["id"]): one for one in row["targets"]}
        if row["base"] is not None:
            state["base", row["id"]] = row["base"]
    return state


def as_listed(state: dict, changes) -> dict:
    """Bases under the id of their row, as the lists know them, and without rounds, which no list has."""
    row_of = {one["id"]: one["plan_indicator"] for one in changes if one["kind"] == "base"}
    return {
        (kind, row_of[number] if kind == "base" else number): data
        for (kind, number), data in state.items()
        if kind != "round"
    }
