"""``aftercare evaluate flag|guard|link IN -o OUT``: a mechanism over a file of rows, without a database."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from config.evaluations import Evaluation

KINDS = ("flag", "guard", "link")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="the mechanism to run")
    parser.add_argument("given", type=Path, metavar="IN", help="the rows (for link: the folder with both files)")
    parser.add_argument("-o", "--out", type=Path, help="where the answers go, one JSON line each (default: stdout)")


def run(arguments: argparse.Namespace) -> int:
    mechanism = importlib.import_module(f"config.evaluations.{arguments.kind}")
    evaluation: Evaluation = mechanism.evaluate(arguments.given)
    lines = (json.dumps(row, ensure_ascii=False) for row in evaluation.rows)
    if arguments.out is None:
        for line in lines:
            print(line)
    else:
        with arguments.out.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    for score in evaluation.scores:
        print(score, file=sys.stderr if arguments.out is None else sys.stdout)
    return 0
