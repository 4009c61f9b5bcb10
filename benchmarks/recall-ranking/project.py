#!/usr/bin/env python3
"""Makes the projection that brings the states of all-MiniLM-L6-v2's tokens into few dimensions, from conversations in the
shape of LoCoMo: their mean and first principal components, then tuned, with what tells how much a token of a question
counts, so that MaxSim puts the turns that hold the answer before those that only look like it.

    project.py --encoder model.onnx --tokenizer tokenizer.json --out FILE CONVERSATIONS...

FILE has two 32-bit numbers, the dimensions before and after, then the mean, the components and the weights of what counts,
as 32-bit floats, the lowest byte first. With --held-out every second conversation is left out and tells R@10 of MaxSim alone.
Needs numpy, onnxruntime, tokenizers, jax and optax.
"""
import argparse
import json
import struct

import jax
import jax.numpy as jnp
import numpy as np
import onnxruntime
import optax
from tokenizers import Tokenizer

SEED = 0
MOST_QUESTION_TOKENS, MOST_TURN_TOKENS = 20, 40
CANDIDATES = 60  # the turns that MaxSim by principal components puts first
SHOWN = 24  # of them beside each other in one example, the right one among them
BATCH = 6
LITTLE = 0.3  # what a function word counts, as in QuestionTokens
ONE = 0.5413  # softplus of it is 1
FUNCTION_WORDS = set(
    "a an and are as at be but by did do does for had has have he her him his how if in into is it no not of on or s she such that"
    " the their then there these they this to was were what when where which who why will with".split())


class Encoder:
    """Tokens and their states, of length one, without the two markers."""

    def __init__(self, network, tokenizer):
        self.session = onnxruntime.InferenceSession(network)
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)

    def __call__(self, text):
        encoding = self.tokenizer.encode(text)
        ids = np.array([encoding.ids])
        states = self.session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids),
                                         "token_type_ids": np.zeros_like(ids)})[0][0][1:-1]
        return encoding.tokens[1:-1], states / (np.linalg.norm(states, axis=1, keepdims=True) + 1e-6)


def conversations(encode, path):
    for sample in json.load(open(path, encoding="utf-8")):
        told, ids, n = sample["conversation"], {}, 1
        states = []
        while f"session_{n}" in told:
            for turn in told[f"session_{n}"]:
                ids[turn["dia_id"]] = len(states)
                states.append(encode(f"{turn['speaker'].split()[0]}: {turn['text']}")[1].astype(np.float16))
            n += 1
        questions = []
        for question in sample["qa"]:
            evidence = [ids[turn] for turn in question.get("evidence", []) if turn in ids]
            if evidence and question.get("category") != 5:
                tokens, asked = encode(str(question["question"]))
                questions.append((asked, np.array([counts(token) for token in tokens], np.float32), evidence))
        yield states, questions


def counts(token):
    word = token.startswith("##") or token[0].isalnum()
    return 1.0 if word and token not in FUNCTION_WORDS else LITTLE


def unit(x):
    return x / jnp.sqrt((x**2).sum(-1, keepdims=True) + 1e-6)


def importance(asked, weights):
    return jax.nn.softplus(asked @ weights + ONE)


def principal(all_states, dimensions):
    count, total, products = 0, 0, 0
    for states in all_states:
        states = states.astype(np.float64)
        count, total, products = count + len(states), total + states.sum(0), products + states.T @ states
    mean = total / count
    spread, axes = np.linalg.eigh(products / count - np.outer(mean, mean))
    kept = spread[::-1][:dimensions].sum() / spread.sum()
    print(f"{count} tokens; {dimensions} of {len(mean)} dimensions keep {kept:.3f} of the spread")
    return mean.astype(np.float32), axes[:, ::-1][:, :dimensions].astype(np.float32)


def max_sims(conversation, mean, projection, weights):
    """MaxSim of each question with each turn, [turns]."""
    states, questions = conversation
    flat = np.asarray(unit((np.concatenate(states).astype(np.float32) - mean) @ projection))
    starts = np.cumsum([0] + [len(turn) for turn in states])[:-1]
    for asked, share, evidence in questions:
        best = np.maximum.reduceat(np.asarray(unit((asked - mean) @ projection)) @ flat.T, starts, axis=1)
        yield (share * np.asarray(importance(asked - mean, weights))) @ best, evidence


def recall_at_10(held_out, *model):
    found = [np.isin(np.argsort(-scores)[:10], evidence).sum() / len(evidence)
             for conversation in held_out for scores, evidence in max_sims(conversation, *model)]
    return np.mean(found)


def padded(rows, length):
    out = np.zeros((length, rows.shape[1]), np.float32)
    out[:min(length, len(rows))] = rows[:length]
    return out


def tune(training, mean, start, options):
    rng = np.random.default_rng(SEED)
    examples = []
    for states, questions in training:
        scored = max_sims((states, questions), mean, start, np.zeros(len(mean), np.float32))
        for (asked, share, evidence), (scores, _) in zip(questions, scored):
            wrong = [turn for turn in np.argsort(-scores)[:CANDIDATES] if turn not in evidence]
            examples.append((states, asked, share, evidence, wrong))

    def example():
        states, asked, share, evidence, wrong = examples[rng.integers(len(examples))]
        shown = [evidence[rng.integers(len(evidence))], *rng.choice(wrong, SHOWN - 1, replace=False)]
        turns = np.stack([padded(states[turn].astype(np.float32) - mean, MOST_TURN_TOKENS) for turn in shown])
        there = np.stack([np.arange(MOST_TURN_TOKENS) < len(states[turn]) for turn in shown])
        return turns, there, padded(asked - mean, MOST_QUESTION_TOKENS), padded(share[:, None], MOST_QUESTION_TOKENS)[:, 0]

    def loss(model, turns, there, asked, share):
        cosines = jnp.einsum("bqd,bctd->bcqt", unit(asked @ model["projection"]), unit(turns @ model["projection"]))
        best = jnp.where(there[:, :, None], cosines, -1.0).max(-1)
        share = share * importance(asked, model["weights"])
        scores = (best * share[:, None]).sum(-1) / share.sum(-1, keepdims=True)
        far = ((model["projection"] - start)**2).sum()
        return (-jax.nn.log_softmax(scores * options.sharpness, axis=1)[:, 0].mean()
                + options.hold * (far + (model["weights"]**2).sum()))

    optimiser = optax.adam(optax.cosine_decay_schedule(options.rate, options.steps))

    @jax.jit
    def step(model, state, *batch):
        value, slope = jax.value_and_grad(loss)(model, *batch)
        change, state = optimiser.update(slope, state)
        return optax.apply_updates(model, change), state, value

    model = {"projection": jnp.array(start), "weights": jnp.zeros(len(mean))}
    state = optimiser.init(model)
    for _ in range(options.steps):
        model, state, _ = step(model, state, *map(np.stack, zip(*[example() for _ in range(BATCH)])))
    return np.asarray(model["projection"]), np.asarray(model["weights"])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("conversations", nargs="+")
    options.add_argument("--encoder", required=True)
    options.add_argument("--tokenizer", required=True)
    options.add_argument("--dimensions", type=int, default=96)
    options.add_argument("--steps", type=int, default=600)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--hold", type=float, default=0.01, help="how strongly the tuned stays near the start")
    options.add_argument("--sharpness", type=float, default=20)
    options.add_argument("--held-out", action="store_true")
    options.add_argument("--out", required=True)
    options = options.parse_args()

    encode = Encoder(options.encoder, options.tokenizer)
    known = [conversation for path in options.conversations for conversation in conversations(encode, path)]
    training = known[::2] if options.held_out else known
    mean, start = principal((turn for states, _ in training for turn in states), options.dimensions)
    projection, weights = tune(training, mean, start, options)
    if options.held_out:
        none = np.zeros(len(mean), np.float32)
        print(f"R@10 of MaxSim: {recall_at_10(known[1::2], mean, start, none):.4f} by principal components,"
              f" {recall_at_10(known[1::2], mean, projection, weights):.4f} tuned")
    with open(options.out, "wb") as out:
        out.write(struct.pack("<ii", len(mean), options.dimensions))
        for part in mean, projection.T, weights:
            out.write(part.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
