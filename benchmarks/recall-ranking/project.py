#!/usr/bin/env python3
"""Makes the projection that brings the states of all-MiniLM-L6-v2's tokens into few dimensions: their mean and their
first principal components, over the turns of conversations in the shape of LoCoMo.

    project.py --encoder model.onnx --tokenizer tokenizer.json --out FILE CONVERSATIONS...

FILE has two 32-bit numbers, the dimensions before and after, then the mean and the components as 32-bit floats, the lowest
byte first. Needs numpy, onnxruntime and tokenizers.
"""
import argparse
import json
import struct

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def turns(path):
    for sample in json.load(open(path, encoding="utf-8")):
        conversation, n = sample["conversation"], 1
        while f"session_{n}" in conversation:
            for turn in conversation[f"session_{n}"]:
                yield f"{turn['speaker'].split()[0]}: {turn['text']}"
            n += 1


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("conversations", nargs="+")
    options.add_argument("--encoder", required=True)
    options.add_argument("--tokenizer", required=True)
    options.add_argument("--dimensions", type=int, default=96)
    options.add_argument("--out", required=True)
    options = options.parse_args()

    session = onnxruntime.InferenceSession(options.encoder)
    tokenizer = Tokenizer.from_file(options.tokenizer)
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    count, total, products = 0, 0, 0
    for path in options.conversations:
        for text in turns(path):
            ids = np.array([tokenizer.encode(text).ids])
            states = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids),
                                        "token_type_ids": np.zeros_like(ids)})[0][0][1:-1].astype(np.float64)
            states /= np.linalg.norm(states, axis=1, keepdims=True)
            count, total, products = count + len(states), total + states.sum(0), products + states.T @ states
    mean = total / count
    spread, axes = np.linalg.eigh(products / count - np.outer(mean, mean))
    components = axes[:, ::-1][:, :options.dimensions].T
    with open(options.out, "wb") as out:
        out.write(struct.pack("<ii", len(mean), len(components)))
        out.write(mean.astype("<f4").tobytes() + components.astype("<f4").tobytes())
    kept = spread[::-1][:options.dimensions].sum() / spread.sum()
    print(f"{count} tokens; {options.dimensions} of {len(mean)} dimensions keep {kept:.3f} of the spread")


if __name__ == "__main__":
    main()
