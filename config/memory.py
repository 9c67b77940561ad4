"""How the collector of garbage works in a process that answers requests."""

import gc


def settle() -> None:
    """What is loaded by now stays, and the collector looks for garbage less often.

    A page makes thousands of objects, a bulk put hundreds of thousands, nearly all of which go by themselves: looking through them
    after every 700 new ones cost a third of a large request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
