"""Steps of a plan as motion: what the body does (`body`), gestures over it (`gesture`), a step (`act`), all of a take's
(`sequence`)."""

from engine.text.acting.act import act_of
from engine.text.acting.body import Act, Draw, specs
from engine.text.acting.gesture import FADE_S, laid_over, with_gesture
from engine.text.acting.sequence import acts, going_on

__all__ = ["FADE_S", "Act", "Draw", "act_of", "acts", "going_on", "laid_over", "specs", "with_gesture"]
