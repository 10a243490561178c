"""`motif evaluate NAME`: the list of evaluations and their command line.

The evaluator network is this project's own: its numbers compare the rows of one table, not papers. So every table also
holds what captured motion gets and what chance or a simple method gets.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from engine import files
from engine.evaluate import forms, harness, text, timeline
from engine.evaluate.motion import check, decomposed, edits, inbetween, limits, path, targets, upper_body
from engine.evaluate.sound import audio, audio_token
from engine.protocol.errors import bad_request

# Name -> (help, add_options, run).
EVALUATIONS = {
    "text": ("metrics and the kinematic check, as tables", text.add_options, text.run),
    "audio": ("motion to made and to real music, as tables", audio.add_options, audio.run),
    "audiotoken": ("sounds as words of a prompt, as tables", audio_token.add_options, audio_token.run),
    "inbetween": ("gaps of held-out motion, filled, as tables", inbetween.add_options, inbetween.run),
    "forms": ("the text model packed, in int8, or guided in its first steps alone, as a table", forms.add_options,
              forms.run),
    "edits": ("takes before an edit, the mask, and after it, as a PNG", edits.add_options, edits.run),
    "path": ("six gaits along twenty curves, as tables and pictures", path.add_options, path.run),
    "targets": ("places for hands, feet, head and hips in takes and in-betweens, as tables", targets.add_options,
                targets.run),
    "timeline": ("ten prompts in a row: time, memory, and how transitions move", timeline.add_options, timeline.run),
    "decomposed": ("plain diffusion against decomposed, trained alike, as tables", decomposed.add_options,
                   decomposed.run),
    "upper": ("the upper body regenerated over legs that stay, as tables", upper_body.add_options, upper_body.run),
    "check": ("what motif check finds in spoilt motion, mending and cleaning, as tables", check.add_options, check.run),
    "limits": ("what captured motion keeps to, for motif check", limits.add_options, limits.run),
    "strips": ("stick-figure strips of takes, as a PNG", text.add_strips_options, text.draw_strips),
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one evaluation; 0 when done. Raises EngineError where weights or motion are missing."""
    args = _parser().parse_args(argv)
    try:
        result = EVALUATIONS[args.what][2](args)
    except FileNotFoundError as error:
        raise bad_request(str(error)) from error
    if args.json:
        print(files.to_json({"ok": True, **result}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motif evaluate", description="Measure the models.")
    commands = parser.add_subparsers(dest="what", required=True, metavar="|".join(EVALUATIONS))
    for name, (text_of, add_options, _) in EVALUATIONS.items():
        one = commands.add_parser(name, help=text_of)
        add_options(one)
        harness.add_common(one)
    return parser
