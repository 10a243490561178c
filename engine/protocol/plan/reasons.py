"""What the words of a step give a reason for: to leave the floor, to be low on it, to turn, to travel, to rest.

Words that nobody measures still tell what may be seen: who climbs hangs in the air, who irons a shirt does not.
"""

from __future__ import annotations

import re

from .steps import Facts

# Beginnings of words, whole ones with a dot behind them; _ is a space.
_WORDS = {
    "air": """
        climb ladder rope hang. hangs hanging hung swings_on swinging_on swings_from swinging_from on_a_swing
        swim swam fly. flies flying float hover levitat glid soar dangl monkey pole. trapeze tightrope beam.
        trampolin stair steps_up upstairs downstairs ascend descend cliff high_bar parallel_bars on_a_bar
        pull-up pull_up chin-up chin_up parachut space underwater dive. dives diving surf vault gymnast acrobat
        parkour handstand cartwheel flip. flips backflip bike bicycle horse playground escalator hurdl jumps_off
        jump_off superman superhero
    """,
    "low": """
        sit. sits sitting sat. seat chair bench. stool sofa couch throne saddle crouch kneel knelt knee lie.
        lies lying lay laid sleep slept asleep wake wakes waking woke bed. nap crawl creep roll. rolls rolling
        fall fell. faint collaps die. dies. dead death dying kill shot. wound injur unconscious knock duck squat
        low. lower floor ground grass garden plant. plants planting weed dig. digs digging milk driv ride. rides
        riding rowing rows. paddl canoe kayak boat bike bicycl horse motor breakdanc worm. yoga push-up push_up
        press-up press_up sit-up sit_up crunch plank. burpee wheelchair toilet desk type. types typing piano
        shoe lace pick. picks picking lift somersault handstand cartwheel flip limbo cat. dog. dogs animal frog
        ape. gorilla monkey rabbit bear. spider lizard dragon monster creature under. beneath bow. bows bowing
        curts pray meditat beg. begs begging slid slip trip. trips tripping stumbl dive. dives diving swim
        goalkeep wrestl grappl hide. hides hiding sneak stalk eat. eats eating dinner computer campfire fishing
        reads. reading scrub mop leg. legs. thigh hamstring toes ties. tying get_up gets_up getting_up bend
        lunge curl rest. rests relax cry. cries crying sob grave bury search plie split ballet dance ski. skis
        skiing snowboard bowl sumo barbell deadlift drown exhaust hurt pain
    """,
    "jump": """
        jump hop. hops hopping leap bounc skip vault hurdl jack. jacks danc ballet basketball volleyball spike
        header dunk trampolin rabbit frog kangaroo run. runs running sprint dash jog celebrat cheer excit joy
        happ victor win. wins. winn kick flip cartwheel somersault parkour attack dive. dives diving goalkeep
        high-five high_five shoot dodg gymnast acrobat surpris box. boxer boxing rope waltz salsa trip. trips
        tripping slip stumbl play child kid. kids.
    """,
    "kick": """
        kick martial karate kata kung fight danc ballet swim capoeira taekwondo soccer football split stretch
        leg. legs. gymnast acrobat breakdanc stomp knee skat flip cartwheel handstand climb run. runs running
        jump
    """,
    "turn": """
        turn spin spun twirl whirl rotat pivot around round about circle circling danc waltz salsa ballet
        pirouette orbit curve swerv weav zigzag wander look search explor throw discus golf bat. baseball tennis
        fight spar. spars sparring martial kata karate capoeira kung tai breakdanc gymnast cartwheel roll flip
        left right back. behind tackle dodg parkour path patrol pace. paces pacing guard slash sword skat hula
        macarena twist drunk dizzy
    """,
    "travel": """
        strafe strafing sidestep left right
        walk run. runs running go. goes going went come. comes coming move. moves moving travel march step skip
        jog sprint dash sneak creep crawl stroll wander strut swagger stagger stumbl limp shuffl tiptoe moonwalk
        skat ski. skis skiing surf slid ride. rides riding driv push pull drag carr follow chas flee. flees
        fleeing escap leav arriv enter exit approach cross patrol pace. paces pacing danc waltz salsa roll
        cartwheel flip jump hop. hops hopping leap vault dodg fight spar. spars sparring attack swim climb fly.
        flies flying across along away forward backward toward past through into out_of up_to down_the fall.
        falls falling dive. dives diving vacuum mow. mows mowing sweep mop bowl trip slip throw javelin play
        soccer football basketball tennis kata search explor zombie tightrope beam. crouch airplane aeroplane
        plane. bird chicken animal rabbit ninja child kid. kids. baby
    """,
    "rest": """
        still stand wait idl rest. rests resting sleep slept asleep sit. sits sitting lie. lies lying motionless
        statue freez frozen mannequin pose. poses posing t-pose a-pose stay meditat attention guard watch listen
        think stare staring lean breath pause relax dead read. reads reading seated balanc hold calm
    """,
}
# Which actions give a reason for what.
_ACTIONS = {
    "air": "climb flip cartwheel",
    "low": "sit lie kneel crouch squat crawl roll cartwheel flip fall lift push-up sit-up bend bow lunge rise dance "
    "climb",
    "jump": "jump hop skip jack run dance flip cartwheel kick roll fall stumble",
    "kick": "kick dance run flip cartwheel jump hop roll fall march lie climb",
    "turn": "turn spin dance roll cartwheel flip fall throw kick twist crawl stumble",
    "travel": "walk run crawl step jump hop skip march stop climb roll cartwheel flip dance stumble fall lunge throw",
    "rest": "stand sit lie kneel crouch look nod shake stop point raise",
}
REASONS = tuple(_WORDS)


_INSECT = re.compile(r"\b(?:an?|the) fly\b")


def _pattern(words: str) -> re.Pattern[str]:
    stems = (re.escape(word).replace("_", " ").replace(r"\.", r"\b") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(stems)})")


_PATTERNS = {name: _pattern(words) for name, words in _WORDS.items()}


def reasons(text: str, facts: Facts) -> frozenset[str]:
    """What of REASONS the words of a step and its facts give a reason for."""
    said = _INSECT.sub("", text.lower())
    found = {name for name in REASONS if facts.action in _ACTIONS[name].split() or _PATTERNS[name].search(said)}
    if {facts.begin, facts.end} - {None, "standing"} or facts.height == "low" or facts.lying or facts.lean:
        found.add("low")
    if facts.turn is not None:
        found.add("turn")
    if facts.direction not in (None, "none"):
        found.add("travel")
    if facts.still or facts.hands:
        found.add("rest")
    return frozenset(found)
