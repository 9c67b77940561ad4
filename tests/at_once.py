"""Two requests in the same moment, each with a connection of its own."""

import threading

from django.db import connection
from django.test import Client


def both(first, second):
    """Run two requests at once; their answers."""
    answers, ready = {}, threading.Barrier(2)

    def run(name, ask):
        try:
            ready.wait()
            answers[name] = ask()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def logged_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
