"""The trained network to two int8 ONNX graphs in one model file: ``python -m training.export --run FOLDER --out FILE``."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from reportedly.reading.labels import LABELS
from reportedly.reading.modelfile import write_model
from training.network import Network
from training.train import base_folder

FIELDS = tuple(LABELS.fields)


class TextGraph(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, features: Tensor,
                sentence: Tensor) -> tuple[Tensor, ...]:
        n = self.network
        middle = n.shared(ids, mask)
        hidden = n.read_text(middle, mask)
        words = n.text_heads.words(hidden, first, features)
        h = n.text_heads
        arcs, with_root = h.arcs(words, sentence)
        heads = arcs.argmax(-1)
        relations = h.relations(words, with_root, heads)
        return (middle, torch.softmax(h.mention(words), -1), torch.softmax(h.trigger(words), -1),
                h.upos(words).argmax(-1), h.feats(words).argmax(-1), arcs, heads, relations.argmax(-1),
                h.re3d(words), h.cameo(words), hidden)


class FocusGraph(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, middle: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        out = self.network.read_focus(middle, mask, marks)
        return (torch.softmax(out["plover"], -1), torch.softmax(out["act"], -1), torch.softmax(out["penta"], -1),
                torch.softmax(out["role"], -1), *(torch.softmax(out[f], -1) for f in FIELDS))


def to_onnx(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict[str, dict[int, str]],
            path: Path) -> None:
    torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=17, dynamo=False)


def quantised(path: Path) -> bytes:
    out = path.with_suffix(".int8.onnx")
    quantize_dynamic(path, out, weight_type=QuantType.QInt8, per_channel=True,
                     op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                     extra_options={"MatMulConstBOnly": True})
    return out.read_bytes()


def export(network: Network, out: Path, thresholds: dict[str, float], name: str = "en-minilm") -> str:
    """Write the model file; returns the model id."""
    network.eval()
    b, t, w = 2, 12, 8
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        text, focus = Path(folder) / "text.onnx", Path(folder) / "focus.onnx"
        to_onnx(TextGraph(network), {
            "ids": torch.randint(1000, 2000, (b, t)), "mask": torch.ones(b, t, dtype=torch.int64),
            "first": torch.arange(1, w + 1).repeat(b, 1), "features": torch.zeros(b, w, 3, dtype=torch.int64),
            "sentence": torch.zeros(b, w, dtype=torch.int64)},
            ["middle", "mentions", "triggers", "upos", "feats", "arcs", "heads", "deprels", "re3d", "cameo", "hidden"],
            {"ids": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "first": {0: "b", 1: "w"},
             "features": {0: "b", 1: "w"}, "sentence": {0: "b", 1: "w"}}, text)
        to_onnx(FocusGraph(network), {
            "middle": torch.randn(b, t, 384), "mask": torch.ones(b, t, dtype=torch.int64),
            "marks": torch.zeros(b, t, dtype=torch.int64)},
            ["plover", "act", "penta", "roles", *FIELDS],
            {"middle": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "marks": {0: "b", 1: "t"}}, focus)
        for path in (text, focus):
            onnx.checker.check_model(str(path))
        members = {"text.onnx": quantised(text), "focus.onnx": quantised(focus),
                   "tokenizer.json": (base_folder() / "tokenizer.json").read_bytes()}
    return write_model(out, name=name, language="en", thresholds=thresholds, members=members)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that holds network.pt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--thresholds", type=json.loads, default={"trigger": 0.3, "event": 0.7})
    args = parser.parse_args()
    network = Network(LABELS)
    network.load_state_dict(torch.load(args.run / "network.pt", weights_only=True))
    print(export(network, args.out, args.thresholds), args.out.stat().st_size)


if __name__ == "__main__":
    main()
