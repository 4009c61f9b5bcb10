"""Load on a running Everknown: each simulated user founds a tenant, tells of its life in batches, and asks about it.

    locust -f locust/locustfile.py --host http://localhost:8080 --headless -u 4 -r 2 -t 30s

The words are made here from small lists, so that any number of turns can be told without two users telling the same.
"""

import itertools
import random
import secrets

from locust import HttpUser, between, events, task

PEOPLE = ["Nora", "Ida", "Tomas", "Elif", "Marek", "Priya", "Jonas", "Lucia", "Kofi", "Anneke"]
CITIES = ["Oslo", "Bergen", "Ghent", "Porto", "Krakow", "Lyon", "Turku", "Graz", "Bilbao", "Galway"]
FIRMS = ["Northwind", "Acme", "Initech", "Globex", "Umbra", "Vandelay"]
THINGS = ["a canoe", "an old piano", "a sourdough starter", "two beehives", "a film camera", "a loom"]
HOBBIES = ["bouldering", "choir singing", "sea swimming", "chess", "pottery", "orienteering"]

STATEMENTS = [
    lambda r: f"I live in {r.choice(CITIES)} now.",
    lambda r: f"I just started working at {r.choice(FIRMS)}.",
    lambda r: f"{r.choice(PEOPLE)} gave me {r.choice(THINGS)} last week.",
    lambda r: f"On {r.choice(['Monday', 'Friday', 'Sunday'])}s I go {r.choice(HOBBIES)} with {r.choice(PEOPLE)}.",
    lambda r: f"{r.choice(PEOPLE)} moved from {r.choice(CITIES)} to {r.choice(CITIES)} for work.",
    lambda r: f"My favourite city is {r.choice(CITIES)}, mostly because of {r.choice(PEOPLE)}.",
    lambda r: f"We talked about {r.choice(HOBBIES)} until midnight, it was great.",
    lambda r: "Thanks, that helps!",
]

QUESTIONS = [
    lambda r: {"query": "Where do I live?", "types": ["fact"]},
    lambda r: {"query": "Which company do I work for?"},
    lambda r: {"query": f"What did {r.choice(PEOPLE)} give me?"},
    lambda r: {"query": f"Who goes {r.choice(HOBBIES)} with me?", "budget": {"max_items": 5, "max_tokens": 500}},
    lambda r: {"query": f"What do I know about {r.choice(PEOPLE)} and {r.choice(CITIES)}?", "current_only": False},
]

BATCH = 20
FIRST_BATCHES = 5

counts = {"turns": 0, "degraded": 0, "recalls": 0}


class Talker(HttpUser):
    """One tenant with one user: four recalls for each batch of turns."""

    wait_time = between(0.0, 0.1)

    def on_start(self):
        self.random = random.Random(secrets.randbits(64))
        self.sessions = itertools.count()
        name = "load-" + secrets.token_hex(8)
        password = secrets.token_urlsafe(16)
        self.client.post(
            "/v1/auth/register",
            json={"username": name, "email": f"{name}@example.org", "password": password},
        ).raise_for_status()
        answer = self.client.post("/v1/auth/login", data={"username": name, "password": password})
        answer.raise_for_status()
        self.client.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        for _ in range(FIRST_BATCHES):
            self.tell()

    @task(1)
    def tell(self):
        conversation = f"talk-{next(self.sessions) // 10}"
        turns = [
            {"role": "user", "speaker": "Sam", "content": self.random.choice(STATEMENTS)(self.random)}
            for _ in range(BATCH)
        ]
        with self.client.post(
            "/v1/memory/process-turn",
            json={"conversation_id": conversation, "turns": turns},
            name=f"/v1/memory/process-turn ({BATCH} turns)",
            catch_response=True,
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
            elif len(answer.json()["turns"]) != BATCH:
                answer.failure("an answer for each turn is missing")
            else:
                counts["turns"] += BATCH

    @task(4)
    def ask(self):
        with self.client.post(
            "/v1/memory/recall", json=self.random.choice(QUESTIONS)(self.random), catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
                return
            counts["recalls"] += 1
            body = answer.json()
            if body["degraded"]:
                counts["degraded"] += 1
            if not body["items"]:
                answer.failure("nothing recalled")


@events.quitting.add_listener
def summary(environment, **_):
    seconds = environment.stats.last_request_timestamp - environment.stats.start_time
    if seconds > 0:
        print(
            f"turns told: {counts['turns']} ({counts['turns'] / seconds:.0f} a second), "
            f"recalls: {counts['recalls']} ({counts['recalls'] / seconds:.0f} a second), "
            f"degraded: {counts['degraded']}"
        )
