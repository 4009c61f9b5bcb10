#!/usr/bin/env python3
"""Play held-out families to a running service, each case to a user of its own, and see what it holds to be true.

  measure.py --url http://localhost:8080 [--show update 10]

  update     a value, two other statements, a newer value: the old fact is current no more, the new value is
  add        the same where several values may be true at once: the old fact stays current
  near       a value, two others, a statement that sounds close: the old fact stays current
  duplicate  a value, two others, the same in other words: nothing is added
  end        a value, two others, its end: the old fact is current no more
The families are those that ../statement-comparison/train.py does not train on. Values with "my" or "I" in them are counted
as missing, since facts are told of the speaker by name.
"""
import argparse, collections, json, random, sys, urllib.parse, urllib.request, uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "statement-comparison"))
import train

SPEAKER = "Olga"


class Service:
    def __init__(self, url):
        self.url, self.token = url, None
        name, password = "families-" + uuid.uuid4().hex[:12], "F4m!" + uuid.uuid4().hex
        self.call("POST", "/v1/auth/register", {"username": name, "email": name + "@example.org", "password": password})
        form = urllib.parse.urlencode({"username": name, "password": password}).encode()
        self.token = self.call("POST", "/v1/auth/login", form, "application/x-www-form-urlencoded")["access_token"]
        self.token = self.call("POST", "/v1/api-keys", {"name": "families", "role": "writer", "act_for_users": True})["key"]

    def call(self, method, path, body=None, kind="application/json"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": kind, **({"Authorization": "Bearer " + self.token} if self.token else {})}
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method), timeout=120) as r:
            return json.loads(r.read() or b"{}")


def cases():
    known = list(train.families())
    hold = train.held_out(family["id"] for family in known)
    chosen = [family for family in known if family["id"] in hold]
    rng = random.Random(9)
    for family in chosen:
        others = [other for other in chosen if other["file"] == family["file"] and other["id"] != family["id"]] or chosen
        a, b = rng.sample(family["values"], 2)

        def played(first, last):
            between = [train.fill(rng.choice(o["say"]), rng.choice(o["values"]), o["values"][0])
                       for o in rng.sample(others, min(2, len(others)))]
            return [first, *between, last]

        said = lambda: train.fill(rng.choice(family["say"]), a, a)
        if family["multi"]:
            yield "add", family, played(said(), train.fill(rng.choice(family["say"]), b, a)), a, b
        else:
            yield "update", family, played(said(), train.fill(rng.choice(family["change"]), b, a)), a, b
        yield "near", family, played(said(), train.fill(rng.choice(family["near"]), b, a)), a, b
        if family.get("same"):
            one, other = rng.choice(family["same"])
            yield "duplicate", family, played(train.fill(one, a, a), train.fill(other, a, a)), a, b
        if family["end"]:
            yield "end", family, played(said(), train.fill(rng.choice(family["end"]), a, a)), a, b


def play(service, case):
    kind, family, said, a, b = case
    user, answer = "u" + uuid.uuid4().hex, {}
    for i, text in enumerate(said):
        answer = service.call("POST", "/v1/memory/process-turn", {"conversation_id": user, "user_id": user, "turns": [
            {"role": "user", "speaker": SPEAKER, "content": text, "occurred_at": f"2026-0{i + 1}-05T10:00:00Z",
             "source_ref": str(i)}]})
    decided = [(d["operation"], d.get("reason")) for turn in answer["turns"] for d in turn["decisions"]]
    facts = service.call("GET", f"/v1/memory?types=fact&limit=100&current_only=true&user_id={user}")["items"]
    refs = lambda fact: {source["source_ref"] for source in fact["sources"]}
    old = [fact["text"] for fact in facts if refs(fact) == {"0"}]
    new = [fact["text"] for fact in facts if str(len(said) - 1) in refs(fact)]
    tells = lambda texts, value: any(value.lower() in text.lower() for text in texts)
    right = {"update": not tells(old, a) and tells(new, b), "end": not tells(old, a),
             "duplicate": not {operation for operation, _ in decided} & {"ADD", "UPDATE", "DELETE"}}.get(kind, bool(old))
    return {"kind": kind, "family": family["id"], "said": said, "decided": decided,
            "current": [fact["text"] for fact in facts], "right": right, "stale": kind == "update" and tells(old, a)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--show", nargs=2, metavar=("KIND", "N"), help="print that many cases of a kind that went wrong")
    args = parser.parse_args()
    service = Service(args.url)
    with ThreadPoolExecutor(2) as pool:
        played = list(pool.map(lambda case: play(service, case), cases()))
    by_kind = collections.defaultdict(list)
    for case in played:
        by_kind[case["kind"]].append(case)
    for kind, some in sorted(by_kind.items()):
        print(f"{kind:10s} cases={len(some)} right={sum(case['right'] for case in some) / len(some):.3f}"
              + (f" stale={sum(case['stale'] for case in some) / len(some):.3f}" if kind == "update" else ""))
    if args.show:
        for case in [c for c in by_kind[args.show[0]] if not c["right"]][: int(args.show[1])]:
            print(json.dumps(case, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
