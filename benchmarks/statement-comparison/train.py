#!/usr/bin/env python3
"""Train the network that tells what a newer statement does to an older one of the same speaker.

  train.py sentences --work DIR [--conversations friendsqa.json]   write DIR/sentences.jsonl, one JSON string a line
  (FactTexts of the inference module's tests turns them into DIR/facts.jsonl, see README.md)
  train.py pairs --work DIR                                        write DIR/pairs.json
  train.py train --work DIR --encoder FILE --tokenizer FILE --out statement-comparison.onnx

Pairs come from ../statement-families, ../statement-pairs, ../instruction-pairs and, as negatives, from conversations in
the shape of LoCoMo. Labels: 0 replaces, 1 same, 2 ends, 3 beside. Needs numpy, jax, optax, onnx, tokenizers.
"""
import argparse, collections, json, os, random, re, time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
REPLACES, SAME, ENDS, BESIDE = range(4)
LABELS = {"replaces": REPLACES, "same": SAME, "takes_back": ENDS, "different": BESIDE}
LOWER_LAYERS, WIDTH, LAYERS, HEAD = 4, 128, 2, 16
MAX_TOKENS, STATE = 60, 384
FEATURES = 6
RAW = 0.3  # share of statements given as they were said, not as the extractor writes them
SPEAKER = "Olga"  # the speaker FactTexts names
# Where several values may be true at once, a change in these files tells one more and takes nobody's place.
ADDING = {"coding-c", "coding-d", "friends-a", "life-b", "life-c", "persona-c", "project-c", "taste-c"}


# ---- pairs ---------------------------------------------------------------------------------------------------------

def families():
    for path in sorted((HERE / "statement-families").glob("*.jsonl")):
        for line in path.open():
            family = json.loads(line)
            family["file"] = path.stem
            yield family


def held_out(ids):
    """One family of twelve, chosen by its id alone."""
    ids = sorted(ids)
    random.Random(3).shuffle(ids)
    return set(ids[: len(ids) // 12])


def fill(template, value, old):
    return template.replace("{v}", value).replace("{old}", old)


def family_pairs(family, siblings, rng):
    """(older, newer, label) of one family, about 68."""
    values, pairs = family["values"], []
    say, change = lambda: rng.choice(family["say"]), lambda: rng.choice(family["change"])
    told = lambda: rng.choice(family["say"] + family["change"])
    any_value, two = lambda: rng.choice(values), lambda: rng.sample(values, 2)

    def add(times, make, label):
        for _ in range(times):
            older, newer = make()
            pairs.append((older, newer, label))

    beside_if_many = BESIDE if family["multi"] else REPLACES
    changed = BESIDE if family["multi"] and family["file"] in ADDING else REPLACES

    def announced():
        a, b = two()
        return fill(say(), a, a), fill(change(), b, a)

    def announced_again():
        a, b = two()
        return fill(change(), a, any_value()), fill(change(), b, a)

    def told_anew():
        a, b = two()
        x, y = rng.sample(family["say"], 2)
        return fill(x, a, a), fill(y, b, b)

    def told_after_change():
        a, b = two()
        return fill(change(), a, any_value()), fill(say(), b, b)

    def repeated():
        a = any_value()
        x, y = rng.sample(family["say"], 2)
        return fill(x, a, a), fill(y, a, a)

    def repeated_after_change():
        a, b = two()
        return fill(change(), a, b), fill(say(), a, a)

    def ended():
        a = any_value()
        return fill(told(), a, any_value()), fill(rng.choice(family["end"]), a, a)

    def near_after():
        a, b = two()
        return fill(told(), a, any_value()), fill(rng.choice(family["near"]), rng.choice([a, b]), any_value())

    def near_before():
        a, b = two()
        return fill(rng.choice(family["near"]), a, b), fill(rng.choice(family["say"] + family["change"] * 2), b, a)

    def both_near():
        a, b = two()
        x, y = rng.sample(family["near"], 2)
        return fill(x, a, b), fill(y, b, a)

    def talk_after():
        a = any_value()
        return fill(told(), a, any_value()), fill(rng.choice(family["talk"]), a, a)

    def talk_before():
        a = any_value()
        return fill(rng.choice(family["talk"]), a, a), fill(told(), a, any_value())

    def another_family():
        other = rng.choice(siblings)
        newer = rng.choice(other["say"] + other["change"] * 2 + other["end"])
        return (fill(told(), any_value(), any_value()),
                fill(newer, rng.choice(other["values"]), rng.choice(other["values"])))

    add(10, announced, changed)
    add(3, announced_again, changed)
    add(6, told_anew, beside_if_many)
    add(3, told_after_change, beside_if_many)
    add(5, repeated, SAME)
    add(3, repeated_after_change, SAME)
    for a, b in family.get("same", []):
        v = any_value()
        pairs += [(fill(a, v, v), fill(b, v, v), SAME), (fill(b, v, v), fill(a, v, v), SAME)]
    if family["end"]:
        add(4, ended, ENDS)
    add(9, near_after, BESIDE)
    add(5, near_before, BESIDE)
    add(4 if len(family["near"]) > 7 else 3, both_near, BESIDE)
    if family["talk"]:
        add(3, talk_after, BESIDE)
        add(2, talk_before, BESIDE)
    siblings = [other for other in siblings if other["id"] != family["id"]]
    if siblings:
        add(8, another_family, BESIDE)
    return pairs


def labelled(folder, name):
    for line in (HERE / folder / f"{name}.jsonl").open():
        pair = json.loads(line)
        yield pair["older"], pair["newer"], LABELS[pair["label"]]


def all_family_pairs():
    known = list(families())
    by_file = collections.defaultdict(list)
    for family in known:
        by_file[family["file"]].append(family)
    rng = random.Random(11)
    return [(family, family_pairs(family, by_file[family["file"]], rng)) for family in known]


def turns(path):
    for conversation in json.load(open(path)):
        for session in conversation["conversation"].values():
            if isinstance(session, list):
                for turn in session:
                    yield conversation["sample_id"], turn["speaker"], turn["text"]


def sentences(args):
    texts = dict.fromkeys(text for _, pairs in all_family_pairs() for pair in pairs for text in pair[:2])
    if args.conversations:
        texts.update(dict.fromkeys(text for _, _, text in turns(args.conversations)))
    (args.work / "sentences.jsonl").write_text("".join(json.dumps(text) + "\n" for text in texts))
    print(len(texts), "sentences")


def first_person(text):
    """As ComparedStatements.inFirstPerson does."""
    text = re.sub(rf"^{SPEAKER} (says|asks): ", "", text)
    text = re.sub(rf"\b{SPEAKER} and others\b", "we", text)
    text = re.sub(rf"\b{SPEAKER}'s\b", "my", text)
    return re.sub(rf"\b{SPEAKER}\b", "I", text)


def pairs(args):
    facts = {}
    for line in (args.work / "facts.jsonl").open():
        sentence, texts = json.loads(line)
        facts[sentence] = [first_person(text) for text in texts]
    rng = random.Random(4)

    def as_fact(sentence, values):
        told = facts.get(sentence, [])
        named = [v.lower() for v in values if v.lower() in sentence.lower()]
        if named:
            told = [text for text in told if any(v in text.lower() for v in named)]
        return sentence if not told or rng.random() < RAW else max(told, key=len)

    known = all_family_pairs()
    hold = held_out(family["id"] for family, _ in known)
    out = {"families": {}, "held_out": []}
    for family, made in known:
        made = [(as_fact(a, family["values"]), as_fact(b, family["values"]), label) for a, b, label in made]
        if family["id"] in hold:
            out["held_out"] += made
        else:
            out["families"][family["id"]] = made
    out["negatives"], out["held_out_negatives"] = negatives(args, facts) if args.conversations else ([], [])
    (args.work / "pairs.json").write_text(json.dumps(out))
    print({name: len(made) for name, made in out.items()})


def negatives(args, facts):
    """Facts of one speaker of one conversation that share the most words: nearly all true beside each other."""
    said = collections.defaultdict(list)
    for conversation, speaker, text in turns(args.conversations):
        said[conversation, speaker] += [fact for fact in facts.get(text, []) if 3 <= len(fact.split()) <= 35]
    made = []
    for (conversation, _), told in said.items():
        told = list(dict.fromkeys(told))
        words = [set(re.findall(r"[a-z0-9]+", text.lower())) for text in told]
        for j in range(1, len(told)):
            near = sorted(range(j), key=lambda i: -len(words[i] & words[j]) / len(words[i] | words[j]))[:3]
            made += [(conversation, told[i], told[j]) for i in near]
    last = set(sorted({conversation for conversation, _, _ in made})[-3:])
    return ([(a, b, BESIDE) for c, a, b in made if c not in last],
            [(a, b, BESIDE) for c, a, b in made if c in last])


# ---- what the lower layers say -------------------------------------------------------------------------------------

class Reader:
    """States of statements after the lower layers, as the service computes them: one statement at a time."""

    def __init__(self, encoder, tokenizer):
        import onnx, onnxruntime
        from onnx.utils import Extractor
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        model = onnx.load(encoder)
        states = f"/encoder/layer.{LOWER_LAYERS - 1}/output/LayerNorm/Add_1_output_0"
        lower = Extractor(model).extract_model([i.name for i in model.graph.input], [states])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(lower.SerializeToString(), options)
        self.known = {}

    def __call__(self, text):
        """(ids [tokens], has a digit, is a word, states [tokens, 384])."""
        import numpy as np
        if text not in self.known:
            coded = self.tokenizer.encode(text)
            n = len(coded.ids)
            states = self.session.run(None, {
                "input_ids": np.array([coded.ids]), "attention_mask": np.ones((1, n), np.int64),
                "token_type_ids": np.zeros((1, n), np.int64)})[0][0]
            self.known[text] = (
                np.array(coded.ids),
                np.array([any(c.isdigit() for c in t) for t in coded.tokens]),
                np.array([any(c.isalnum() for c in t) and not t.startswith("[") for t in coded.tokens]),
                states.astype(np.float16))
        return self.known[text]


def aligned(older, newer):
    """The six values of each token, [tokens of both, 6]; the order is that of TokenAlignment.java."""
    import numpy as np
    ids_a, digit_a, word_a, a = older
    ids_b, digit_b, word_b, b = newer
    unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
    cosine = unit(a.astype(np.float32)) @ unit(b.astype(np.float32)).T
    cosine[[0, -1]] = 0
    cosine[:, [0, -1]] = 0
    equal = ids_a[:, None] == ids_b[None]
    figures = digit_a[:, None] & digit_b[None] & ~equal
    other = np.where(equal, 0, cosine)
    return np.concatenate([
        np.stack([equal.any(1), digit_a, word_a, cosine.max(1), figures.any(1), other.max(1)], 1),
        np.stack([equal.any(0), digit_b, word_b, cosine.max(0), figures.any(0), other.max(0)], 1)])


def batch(reader, pairs):
    """states [n, tokens, 384], features [n, tokens, 6], newer [n, tokens], mask [n, tokens]; padded to 16 tokens."""
    import numpy as np
    both = [(reader(pair[0]), reader(pair[1])) for pair in pairs]
    tokens = max(len(a[0]) + len(b[0]) for a, b in both)
    tokens = (tokens + 15) // 16 * 16
    states = np.zeros((len(pairs), tokens, STATE), np.float32)
    features = np.zeros((len(pairs), tokens, FEATURES), np.float32)
    newer, mask = np.zeros((2, len(pairs), tokens), np.float32)
    for i, (a, b) in enumerate(both):
        n, m = len(a[0]), len(a[0]) + len(b[0])
        states[i, :n], states[i, n:m] = a[3], b[3]
        features[i, :m] = aligned(a, b)
        newer[i, n:m] = 1
        mask[i, :m] = 1
    return states, features, newer, mask


# ---- the network ---------------------------------------------------------------------------------------------------

def initial(key):
    import jax, jax.numpy as jnp
    keys = iter(jax.random.split(key, 60))
    dense = lambda rows, columns: jax.random.normal(next(keys), (rows, columns)) / rows**0.5
    weights = {
        "states": dense(STATE, WIDTH) * 0.5, "features": dense(FEATURES, WIDTH), "places": dense(2, WIDTH) * 0.14,
        "bias": jnp.zeros(WIDTH), "norm": jnp.ones(WIDTH), "hidden": dense(5 * WIDTH, 96), "hidden_bias": jnp.zeros(96),
        "out": dense(96, 4) * 0.3, "out_bias": jnp.zeros(4), "layers": []}
    for _ in range(LAYERS):
        weights["layers"].append({
            "query": dense(WIDTH, WIDTH), "key": dense(WIDTH, WIDTH), "value": dense(WIDTH, WIDTH),
            "mix": dense(WIDTH, WIDTH) * 0.5, "up": dense(WIDTH, 2 * WIDTH), "up_bias": jnp.zeros(2 * WIDTH),
            "down": dense(2 * WIDTH, WIDTH) * 0.5, "down_bias": jnp.zeros(WIDTH),
            "norm_1": jnp.ones(WIDTH), "norm_2": jnp.ones(WIDTH)})
    return weights


def logits(w, states, features, newer, mask, key=None, drop=0.0):
    """A transformer with pre-normalisation by root mean squares over both statements; [n, 4]."""
    import jax, jax.numpy as jnp
    keys = list(jax.random.split(key, 3 * LAYERS + 4)) if key is not None else []

    def dropped(x):
        return x if not keys else x * jax.random.bernoulli(keys.pop(), 1 - drop, x.shape) / (1 - drop)

    def normed(x, gain):
        return x * gain / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-6)

    side = newer[..., None]
    x = dropped(states) @ w["states"] + features @ w["features"] + w["bias"]
    x = dropped(x + side * w["places"][1] + (1 - side) * w["places"][0])
    n, tokens, _ = x.shape
    heads = lambda y: y.reshape(n, tokens, WIDTH // HEAD, HEAD).transpose(0, 2, 1, 3)
    outside = -1e4 * (1 - mask[:, None, None, :])
    for layer in w["layers"]:
        y = normed(x, layer["norm_1"])
        q, k, v = (heads(y @ layer[name]) for name in ("query", "key", "value"))
        weight = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / HEAD**0.5 + outside, -1)
        x = x + dropped((weight @ v).transpose(0, 2, 1, 3).reshape(n, tokens, WIDTH) @ layer["mix"])
        y = normed(x, layer["norm_2"])
        x = x + dropped(jax.nn.gelu(y @ layer["up"] + layer["up_bias"]) @ layer["down"] + layer["down_bias"])
    x = normed(x, w["norm"])
    of_older, of_newer = mask * (1 - newer), mask * newer
    mean = lambda m: (x * m[..., None]).sum(1) / m.sum(1, keepdims=True)
    most = lambda m: (x - 1e4 * (1 - m[..., None])).max(1)
    a, b = mean(of_older), mean(of_newer)
    pooled = dropped(jnp.concatenate([a, b, most(of_older), most(of_newer), a * b], -1))
    return jax.nn.gelu(pooled @ w["hidden"] + w["hidden_bias"]) @ w["out"] + w["out_bias"]


def report(name, probabilities, labels):
    import numpy as np
    labels = np.array(labels)
    line = [f"{name}: {len(labels)} pairs, right {(probabilities.argmax(1) == labels).mean():.3f}"]
    for least in (0.5, 0.7, 0.8, 0.9):
        said = probabilities[:, REPLACES] >= least
        found = said[labels == REPLACES].mean() if (labels == REPLACES).any() else float("nan")
        line.append(f"replaced at {least}: found {found:.2f}, wrong {said[labels != REPLACES].mean():.4f}")
    for label, what in ((SAME, "same"), (ENDS, "ends")):
        said = probabilities[:, label] >= 0.8
        found = said[labels == label].mean() if (labels == label).any() else float("nan")
        line.append(f"{what} at 0.8: found {found:.2f}, wrong {said[labels != label].mean():.4f}")
    print("; ".join(line), flush=True)


def train(args):
    import jax, jax.numpy as jnp, numpy as np, optax
    made = json.loads((args.work / "pairs.json").read_text())
    reader = Reader(args.encoder, args.tokenizer)
    weights = initial(jax.random.PRNGKey(args.seed))
    schedule = optax.warmup_cosine_decay_schedule(0, args.rate, 60, args.steps)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=0.03))
    state = optimiser.init(weights)

    @jax.jit
    def step(weights, state, inputs, labels, key):
        def loss(w):
            target = jax.nn.one_hot(labels, 4) * 0.96 + 0.01
            return -(target * jax.nn.log_softmax(logits(w, *inputs, key=key, drop=args.dropout))).sum(-1).mean()
        value, gradient = jax.value_and_grad(loss)(weights)
        change, state = optimiser.update(gradient, state, weights)
        return optax.apply_updates(weights, change), state, value

    probabilities = jax.jit(lambda w, inputs: jax.nn.softmax(logits(w, *inputs)))

    def evaluate(name, pairs, size=64):
        out = []
        for i in range(0, len(pairs), size):
            some = pairs[i:i + size]
            filled = some + [some[-1]] * (size - len(some))
            out.append(np.array(probabilities(weights, batch(reader, filled)))[: len(some)])
        report(name, np.concatenate(out), [pair[2] for pair in pairs])

    rng = random.Random(args.seed)
    further = list(labelled("statement-pairs", "training")) + list(labelled("instruction-pairs", "development"))
    waiting, key, began, losses = [], jax.random.PRNGKey(args.seed + 7), time.time(), []
    groups = 16  # batches of like length are drawn together, so that little is padded
    for number in range(args.steps):
        if number % groups == 0:
            if len(waiting) < args.batch * groups:
                some = [p for pairs in made["families"].values() for p in rng.sample(pairs, min(40, len(pairs)))]
                some += further + rng.sample(made["negatives"], min(len(made["negatives"]), len(some) // 6))
                rng.shuffle(some)
                waiting += some
            chunk, waiting = waiting[: args.batch * groups], waiting[args.batch * groups:]
            chunk.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
            batches = [chunk[i * args.batch:(i + 1) * args.batch] for i in range(groups)]
            rng.shuffle(batches)
        pairs = batches[number % groups]
        key, own = jax.random.split(key)
        weights, state, loss = step(weights, state, batch(reader, pairs), np.array([p[2] for p in pairs]), own)
        losses.append(float(loss))
        if number % 100 == 99:
            print(f"{number + 1} steps, loss {np.mean(losses[-100:]):.3f}, {time.time() - began:.0f} s", flush=True)
    evaluate("families held out", random.Random(2).sample(made["held_out"], min(1500, len(made["held_out"]))))
    if made["held_out_negatives"]:
        evaluate("conversations held out", random.Random(2).sample(
            made["held_out_negatives"], min(1500, len(made["held_out_negatives"]))))
    evaluate("statement pairs held out", list(labelled("statement-pairs", "holdout")))
    evaluate("instruction pairs held out", list(labelled("instruction-pairs", "holdout")))
    export(jax.tree.map(np.asarray, weights), args)


# ---- the file the service reads ------------------------------------------------------------------------------------

def export(w, args):
    """As an ONNX network of one pair: states, features and newer in, the four probabilities out."""
    import numpy as np, onnx
    from onnx import TensorProto, helper, numpy_helper
    nodes, constants = [], []

    def constant(value, kind=np.float32):
        constants.append(numpy_helper.from_array(np.asarray(value, kind), f"c{len(constants)}"))
        return constants[-1].name

    def op(kind, *inputs, **attributes):
        nodes.append(helper.make_node(kind, list(inputs), [f"t{len(nodes)}"], **attributes))
        return nodes[-1].output[0]

    def normed(x, gain):
        squares = op("ReduceMean", op("Mul", x, x), axes=[-1], keepdims=1)
        return op("Mul", op("Div", x, op("Sqrt", op("Add", squares, constant(1e-6)))), constant(gain))

    def gelu(x):
        cubed = op("Mul", op("Mul", op("Mul", x, x), x), constant(0.044715))
        inner = op("Tanh", op("Mul", op("Add", x, cubed), constant((2 / np.pi) ** 0.5)))
        return op("Mul", op("Mul", x, constant(0.5)), op("Add", inner, constant(1)))

    def dense(x, weights, bias=None):
        y = op("MatMul", x, constant(weights))
        return y if bias is None else op("Add", y, constant(bias))

    of_newer = op("Unsqueeze", "newer", axes=[2])
    of_older = op("Sub", constant(1), of_newer)
    x = op("Add", dense("states", w["states"], w["bias"]), dense("features", w["features"]))
    x = op("Add", x, op("Add", op("Mul", of_newer, constant(w["places"][1])),
                        op("Mul", of_older, constant(w["places"][0]))))
    split = constant([0, 0, WIDTH // HEAD, HEAD], np.int64)
    merged = constant([0, 0, WIDTH], np.int64)
    for layer in w["layers"]:
        y = normed(x, layer["norm_1"])
        heads = lambda weights: op("Transpose", op("Reshape", dense(y, weights), split), perm=[0, 2, 1, 3])
        q, k, v = heads(layer["query"] / HEAD**0.5), heads(layer["key"]), heads(layer["value"])
        weight = op("Softmax", op("MatMul", q, op("Transpose", k, perm=[0, 1, 3, 2])), axis=3)
        mixed = op("Reshape", op("Transpose", op("MatMul", weight, v), perm=[0, 2, 1, 3]), merged)
        x = op("Add", x, dense(mixed, layer["mix"]))
        y = normed(x, layer["norm_2"])
        x = op("Add", x, dense(gelu(dense(y, layer["up"], layer["up_bias"])), layer["down"], layer["down_bias"]))
    x = normed(x, w["norm"])

    def mean(of):
        return op("Div", op("ReduceSum", op("Mul", x, of), axes=[1], keepdims=0), op("ReduceSum", of, axes=[1], keepdims=0))

    def most(of):
        return op("ReduceMax", op("Sub", x, op("Mul", op("Sub", constant(1), of), constant(1e4))), axes=[1], keepdims=0)

    a, b = mean(of_older), mean(of_newer)
    pooled = op("Concat", a, b, most(of_older), most(of_newer), op("Mul", a, b), axis=1)
    scores = dense(gelu(dense(pooled, w["hidden"], w["hidden_bias"])), w["out"], w["out_bias"])
    nodes.append(helper.make_node("Softmax", [scores], ["verdict"], axis=1))
    floats = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(
        nodes, "statement-comparison",
        [floats("states", [1, "tokens", STATE]), floats("features", [1, "tokens", FEATURES]), floats("newer", [1, "tokens"])],
        [floats("verdict", [1, 4])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=6)
    for name, value in (("version", args.version), ("lower_layers", str(LOWER_LAYERS))):
        entry = model.metadata_props.add()
        entry.key, entry.value = name, value
    onnx.checker.check_model(model)
    onnx.save(model, args.out)
    print(args.out, os.path.getsize(args.out), "bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["sentences", "pairs", "train"])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--conversations", help="conversations in the shape of LoCoMo, for negatives")
    parser.add_argument("--encoder", help="all-minilm-l6-v2-q.onnx")
    parser.add_argument("--tokenizer", help="all-minilm-l6-v2-q-tokenizer.json")
    parser.add_argument("--out", default="statement-comparison.onnx")
    parser.add_argument("--version", default="pairs-2")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.12)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    {"sentences": sentences, "pairs": pairs, "train": train}[args.step](args)


if __name__ == "__main__":
    main()
