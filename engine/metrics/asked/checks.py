"""Seventy-two prompts as different people type them for one character: clip names, previs sentences, hobbyists' lines.

Written with their rules by somebody who had read neither planner nor results, before any take of them was seen. Behind
each rule stands, as "not:", a wrong motion that it turns away; standing about passes none but the idle.
"""

from __future__ import annotations

from engine.metrics.asked.alone import (
    brushes_teeth,
    casts,
    chops,
    curls,
    cycles,
    descends,
    dies_backward,
    drums,
    flosses,
    hit_in_stomach,
    jump_shot,
    laughs,
    lectures,
    pushes_button,
    runs,
    selfie,
    sit_ups,
    strikes_down,
    swims,
    vacuums,
    vaults,
    walks,
)
from engine.metrics.asked.measures import both_up
from engine.metrics.asked.postures import (
    a_pose,
    aims_rifle,
    chin_in_hand,
    fetal,
    goblin,
    handstand,
    hostage,
    leans_into_wind,
    peace_sign,
    storms_off,
    sword_idle,
    waits_bored,
    walks_tired,
    warrior,
)
from engine.metrics.asked.sequence import (
    blows_kiss,
    bows,
    hangs_up,
    implores,
    kicks_ball,
    lies,
    lifts_overhead,
    looks_and_crosses,
    pours,
    puts_down,
    sips,
    sits_and_writes,
    sits_stretching,
    slashes,
    speeds_up_and_slows,
)
from engine.metrics.asked.sides import (
    diagonal_left,
    dives_right,
    five_push_ups,
    hand_on_heart,
    jumps_aside,
    marches_eight,
    peeks_left,
    runs_and_turns,
    three_metres,
    waits_then_runs,
    waves_long,
)
from engine.metrics.asked.together import (
    couch_phone,
    drags,
    drives,
    paces_phoning,
    pushes_cart,
    raves,
    rocks_baby,
    runs_with_ball,
    tightrope,
    under_umbrella,
    waits_tables,
)
from engine.metrics.prompt_checks import PLAIN, POSTURES, SEQUENCE, SIDES, TOGETHER, Check
from engine.metrics.prompt_rules import Rule, after
from engine.metrics.typed.measures import higher_of
from engine.metrics.typed.together import hurls

_CHECKS: tuple[tuple[str, str, Rule], ...] = (
    (PLAIN, "walk cycle", walks),  # not: running, sliding on still feet
    (PLAIN, "Run_Fwd_Loop", runs),  # not: a walk, a curve
    (PLAIN, "basketball jump shot", jump_shot),  # not: a jump with low arms, a throw on the floor
    (PLAIN, "swimming freestyle", swims),  # not: strokes on the feet, a crawl on the knees
    (PLAIN, "doing the floss dance", flosses),  # not: arms swinging against one another
    (PLAIN, "bicep curls with dumbbells", curls),  # not: shoulder presses, one curl
    (PLAIN, "guy doing sit ups at the gym", sit_ups),  # not: lying, push-ups, squats
    (PLAIN, "vacuuming the living room", vacuums),  # not: a walk's arm swing
    (PLAIN, "brushing his teeth", brushes_teeth),  # not: one sip, a still hand at the chin
    (PLAIN, "lumberjack chopping wood with an axe", chops),  # not: a punch, one hand alone, digging
    (PLAIN, "Death_Backward_01", dies_backward),  # not: falling on the face, on the knees
    (PLAIN, "HitReact_Stomach", hit_in_stomach),  # not: a hit in the face that bends back, walking
    (PLAIN, "Sword_Attack_Overhead", strikes_down),  # not: a stab, a slash from the hip
    (PLAIN, "wizard casting a fireball", casts),  # not: arms that hang, hands held out slowly
    (PLAIN, "A lecturer explains something with his hands.", lectures),  # not: hands down, sitting
    (PLAIN, "taking a selfie", selfie),  # not: both arms ahead, a hand at the face
    (PLAIN, "playing the drums", drums),  # not: piano with quiet wrists, one hand
    (PLAIN, "walking down the stairs", descends),  # not: a level walk, sitting down
    (PLAIN, "Parkour_Vault_Over", vaults),  # not: a jump without hands, a run
    (PLAIN, "laughing hysterically", laughs),  # not: standing with breath alone
    (PLAIN, "riding a bycicle", cycles),  # not: sitting still, a run, a seat with one leg moved
    (PLAIN, "Interact_PushButton", pushes_button),  # not: waving over the head, walking past
    (TOGETHER, "Walks in the rain holding an umbrella.", under_umbrella),  # not: a walk with both arms swinging
    (TOGETHER, "man driving a car, both hands on the steering wheel", drives),  # not: hands on the lap, standing
    (TOGETHER, "sitting on the couch scrolling thru his phone", couch_phone),  # not: hands beside the seat
    (TOGETHER, "running with a rugby ball tucked under his right arm", runs_with_ball),  # not: a run, the left arm
    (TOGETHER, "a waiter walks by balancing a tray on one hand", waits_tables),  # not: a plain walk
    (TOGETHER, "pushing a shopping cart", pushes_cart),  # not: a plain walk, pushing on the spot
    (TOGETHER, "He paces back and forth while talking on the phone.", paces_phoning),  # not: straight on, hand down
    (TOGETHER, "dancing with her hands in the air like at a rave", raves),  # not: cheering still, dance with low arms
    (TOGETHER, "walks on a tightrope with the arms out for balance", tightrope),  # not: standing in T, a brisk walk
    (TOGETHER, "a mother stands rocking her baby in her arms", rocks_baby),  # not: crossed arms held still
    (TOGETHER, "dragging a body backwards", drags),  # not: backing off upright, dragging forward
    (SEQUENCE, "throws a grenade, then takes cover",
     after(hurls, lambda b: b.end(b.height("head")) < 1.25)),  # not: throwing and standing on
    (SEQUENCE, "She wakes up, sits up in bed and stretches.", after(lies, sits_stretching)),  # not: lying on
    (SEQUENCE, "He answers the phone, listens for a moment, then hangs up.", hangs_up),  # not: phoning to the end
    (SEQUENCE, "pours a glass of water and drinks it", after(pours, sips)),  # not: drinking at once, pouring alone
    (SEQUENCE, "sits down, writes a note, then gets up and leaves", sits_and_writes),  # not: staying on the seat
    (SEQUENCE, "squats down, grabs the barbell and lifts it over his head",
     after(lambda a: higher_of(a, "wrist").min() < 0.62, lifts_overhead)),  # not: a dead lift, arms up alone
    (SEQUENCE, "walks up to the table and puts a cup down",
     after(lambda a: a.travel > 0.5 and a.upright, puts_down)),  # not: walking on, stopping with low hands
    (SEQUENCE, "falls to his knees and raises his arms to the sky", implores),  # not: arms up on the feet
    (SEQUENCE, "looks left, looks right, then crosses the street", looks_and_crosses),  # not: right first, straight off
    (SEQUENCE, "starts walking, speeds up into a run, then slows down again", speeds_up_and_slows),  # not: one pace
    (SEQUENCE, "Sword_Combo_3Hit", lambda f: slashes(f) >= 3 and f.upright),  # not: one slash, a run's arms
    (SEQUENCE, "bows and blows a kiss to the audience", after(bows, blows_kiss)),  # not: a bow alone
    (SEQUENCE, "kicks the ball and celebrates with both arms up",
     after(kicks_ball, lambda b: b.hold(both_up(b)) > 0.3)),  # not: a kick alone, cheering alone
    (SIDES, "walks diagonally forward to the left", diagonal_left),  # not: straight on, to the right, a side step
    (SIDES, "Run_Turn_180_L", runs_and_turns),  # not: a right turn, a turn on the spot
    (SIDES, "waves at the camera for 5 seconds", waves_long),  # not: two seconds, one short wave in five
    (SIDES, "march in place, 8 steps", marches_eight),  # not: marching off, four steps
    (SIDES, "walks 3 meters forward and stops", three_metres),  # not: five metres, walking on
    (SIDES, "5 push ups", five_push_ups),  # not: two, a plank
    (SIDES, "leans to the left to peek around a corner", peeks_left),  # not: to the right, forward
    (SIDES, "goalkeeper diving to his right", dives_right),  # not: to the left, onto the face ahead
    (SIDES, "Stands with the right hand on his heart during the anthem.", hand_on_heart),  # not: the left, a salute
    (SIDES, "spin 360 to the right", lambda f: -440 < f.turned < -290 and f.travel < 1.5),  # not: left, half a turn
    (SIDES, "jumps to the left then jumps to the right",
     after(jumps_aside(1), jumps_aside(-1))),  # not: right first, on the spot, steps
    (SIDES, "stands still for 3 seconds, then suddenly runs off", waits_then_runs),  # not: off at once, walking off
    (POSTURES, "waiting for the bus, bored", waits_bored),  # not: a walk, a statue
    (POSTURES, "Idle_Combat_Sword_01", sword_idle),  # not: hanging arms, an attack's run
    (POSTURES, "Rifle_Aim_Idle", aims_rifle),  # not: a rifle carried low, one arm alone
    (POSTURES, "tired walk after a long day of work", walks_tired),  # not: a brisk upright walk
    (POSTURES, "storms off angrily", storms_off),  # not: strolling off
    (POSTURES, "bored student sitting with his chin resting on his hand", chin_in_hand),  # not: sitting hands down
    (POSTURES, "curled up in a fetal position", fetal),  # not: lying stretched, sitting hugging the knees
    (POSTURES, "handstand", handstand),  # not: arms up on the feet, a passing cartwheel
    (POSTURES, "yoga warrior pose", warrior),  # not: a T-pose, a lunge with low arms
    (POSTURES, "A-pose", a_pose),  # not: T-pose, hanging arms
    (POSTURES, "a hostage kneels with his hands tied behind his back", hostage),  # not: hands before, standing
    (POSTURES, "hunched over goblin walk", goblin),  # not: an upright walk
    (POSTURES, "walking against a strong wind", leans_into_wind),  # not: an upright walk
    (POSTURES, "cute peace sign pose next to her face", peace_sign),  # not: arms down, both hands at the face
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(Check(prompt, rule, kind=kind) for kind, prompt, rule in _CHECKS)
