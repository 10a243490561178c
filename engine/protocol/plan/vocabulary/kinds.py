"""Things by their kind: how what nobody wrote a row for is held and used, and what a verb alone says of it.

`things.ROWS` knows what is done in a way of its own. For all others the noun tells the kind, and where the noun isn't
known, the verb does: who drinks from something has a cup in the hand, who aims it a gun.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# Nouns of each kind. Of several words the last ones that are known count: "a rusty garden hose".
NOUNS: Mapping[str, str] = {
    "small": "apple, pen, pencil, key, coin, ring, ball, stone, pebble, egg, fruit, orange, banana, sandwich, "
    "burger, pizza slice, cookie, donut, candy, ice cream, cone, lollipop, flower, rose, bouquet, scissors, "
    "screwdriver, wrench, spanner, pliers, brush, paintbrush, comb, razor, spoon, fork, chopsticks, ladle, spatula, "
    "whisk, knife, dagger, dart, grenade, wand, bone, feather, cigar, cigarette, joint, pipe, lighter, match, "
    "syringe, test tube, stethoscope, potion, vial, crystal, orb, gem, amulet, doll, toy, puppet, dice, card, ticket, "
    "badge, passport, wallet, purse, whistle, bell, controller, gamepad, joystick, radio, walkie-talkie, watch, mask, "
    "trowel, chisel, file, tape, rag, cloth, towel, sponge, handkerchief, napkin, balloon, yo-yo, snowball, skull, "
    "idol, relic, stamp, needle, fan, chalk, marker, stapler, soap, toothbrush, lipstick, mirror, hot dog, hotdog, "
    "taco, carrot, chicken leg, turkey leg, kebab, stake, cross, crucifix, rosary, medal",
    "vessel": "cup, mug, glass, bottle, can, flask, goblet, chalice, tankard, pint, thermos, canteen, carton, "
    "coconut, beer, coffee, tea, wine, water, soda, milkshake, cocktail, champagne, teacup, tumbler, shot glass, hip "
    "flask, waterskin, jar, straw, drinking horn, juice box, smoothie",
    "phone": "phone, cellphone, smartphone, mobile, remote, remote control, tablet, ipad, calculator, gps, "
    "compass, game boy, gameboy, handheld, nintendo switch",
    "paper": "book, newspaper, magazine, letter, map, scroll, menu, note, document, report, script, comic, bible, "
    "spellbook, grimoire, tome, clipboard, folder, file folder, brochure, leaflet, flyer, poster, blueprint, diary, "
    "journal, notebook, textbook, sheet music, contract, form, kindle, e-reader, novel, recipe, postcard, paper, "
    "papers",
    "blade": "sword, katana, axe, ax, sabre, saber, lightsaber, machete, broadsword, longsword, greatsword, "
    "claymore, mace, club, cudgel, flail, hatchet, battleaxe, battle axe, scimitar, rapier, cutlass, blade, "
    "warhammer, war hammer, sledgehammer, pickaxe, bat, baseball bat, cricket bat, crowbar, lead pipe, wrecking bar, "
    "chainsaw, golf club, hockey stick, two-handed sword, greataxe, great axe, maul, morningstar, nightstick, baton, "
    "truncheon",
    "hammer": "hammer, mallet, gavel, claw hammer, rubber mallet, meat tenderizer",
    "tool": "broom, mop, rake, shovel, spade, hoe, pitchfork, scythe, staff, quarterstaff, bo staff, halberd, "
    "oar, paddle, pole, long pole, squeegee, trimmer, hedge trimmer, boat hook, battering ram, snow shovel, floor "
    "polisher, metal pole, polearm, glaive, naginata, garden fork, pool cue, roller, paint roller, fishing rod, "
    "fishing pole",
    "bow": "bow, longbow, recurve bow, wooden bow",
    "spear": "spear, lance, trident, javelin, flagpole, harpoon, pike, crook, sceptre, scepter, banner pole",
    "cane": "cane, stick, walking stick, crutch, trekking pole, hiking pole, walking cane",
    "gun": "rifle, shotgun, machine gun, assault rifle, musket, carbine, crossbow, sniper rifle, gun, weapon, "
    "bazooka, flamethrower, rocket launcher, grenade launcher, submachine gun, ak-47, ak47, m16, blunderbuss, plasma "
    "rifle, laser rifle, minigun, launcher, paintball gun, harpoon gun, smg, uzi, nerf gun, bolt action",
    "pistol": "pistol, handgun, revolver, glock, taser, stun gun, blaster, water pistol, flare gun, ray gun, "
    "laser pistol, sidearm, derringer, flintlock, speed gun, hair dryer, hairdryer, drill, power drill, nail gun, "
    "spray can, pepper spray, laser pointer, six-shooter, squirt gun",
    "tube": "hose, fire hose, garden hose, leaf blower, fire extinguisher, extinguisher, pressure washer, power "
    "washer, metal detector, weed whacker, strimmer, weed trimmer, vacuum, vacuum cleaner, hoover, jackhammer, "
    "sprayer, water cannon, carpet cleaner, bellows, blowtorch, welding torch, floor buffer, sander",
    "load": "box, crate, parcel, package, stack, pile, basket, barrel, chest, treasure chest, load, logs, bricks, "
    "tv, television, monitor, rock, boulder, sack, cauldron, pot, laundry, laundry basket, firewood, groceries, case, "
    "keg, tub, bin, trash can, garbage can, tire, tyre, printer, computer, microwave, speaker, amplifier, cake, "
    "pumpkin, watermelon, beam, furniture, table, chair, sofa, mattress, mirror, painting, aquarium, vase, plant, "
    "potted plant, statue, safe, engine, battery, generator, cooler, ice chest, hay bale, bale, cage, drum, pillow, "
    "blanket, bundle, armful, armload, present, gift, shopping, equipment, machine, supplies, ammo box, bomb, coffin, "
    "suitcases, boxes, crates, heavy object, heavy load, teddy bear",
    "bag": "bucket, pail, suitcase, briefcase, handbag, bag, shopping bag, toolbox, watering can, jerrycan, "
    "luggage, backpack, rucksack, duffel bag, gym bag, lunchbox, lunch box, guitar case, violin case, plastic bag, "
    "grocery bag, doctor's bag, dumbbell, kettlebell, gas can, paint can, helmet, shoes, tote, tote bag, satchel, "
    "cooler bag, sports bag, dog carrier, paint bucket, milk can, tool bag, tool box",
    "flat": "tray, plate, plates, platter, dish, pizza, pie, bowl, tray of drinks, baking sheet, cushion, serving "
    "tray, dinner plate, birthday cake, chessboard, soup, casserole, laptop, drawing board",
    "light": "torch, lantern, candle, flashlight, lamp, sign, flag, banner, placard, trophy, oil lamp, sparkler, "
    "flare, protest sign, cardboard sign, candelabra, candlestick",
    "umbrella": "umbrella, parasol",
    "shield": "shield, riot shield, buckler, round shield, tower shield",
    "mic": "microphone, mic, megaphone, bullhorn, loudspeaker, walkie talkie, loudhailer",
    "long": "ladder, plank, log, surfboard, canoe, kayak, skis, snowboard, beam, timber, lumber, board, boards, "
    "wood, tree trunk, carpet, rug, roll of carpet, scaffolding, rolled carpet, drainpipe, bamboo, stretcher, "
    "ladders, planks, tent, paddleboard, steel beam, railroad tie",
    "body": "person, man, woman, body, corpse, friend, victim, comrade, wounded soldier, soldier, injured man, "
    "injured person, casualty, hostage, someone, somebody, teammate, buddy, girl, guy, wounded, wounded comrade",
    "baby": "baby, child, toddler, infant, cat, puppy, dog, kitten, lamb, bride, newborn, rabbit, bunny, piglet, "
    "chicken",
    "leash": "leash, dog, reins, kite, horse, donkey",
    "machine": "machine, lathe, control panel, console, keypad, cash register, atm, panel, switchboard, mixing "
    "desk, turntable, turntables, crane, forklift, telescope, microscope, sewing machine, photocopier, printer, loom, "
    "terminal, vending machine, coffee machine, slot machine, pinball machine, arcade machine, drone controller, "
    "computer, mixer, engine, car engine, bike, motor, device, gadget, robot, bomb, wires, clock, model",
    "wheel": "wheel, valve, valve wheel, steering wheel, crank, winch, capstan, windlass, helm, ship wheel, "
    "ship's wheel, handle, hand crank, tap, handwheel, pulley wheel, spinning wheel, wheel of fortune, mill",
    "rope": "rope, chain, cord, cable, line, net, anchor, curtain, blind, lever, handle, bell rope, parachute, "
    "string, switch, fishing line, tarp, drawbridge chain, oxen, ox, plow, plough",
    "cart": "cart, trolley, wheelbarrow, barrow, stroller, pram, lawnmower, mower, wheelchair, bicycle, bike, "
    "buggy, shopping cart, shopping trolley, lawn mower, walker, zimmer frame, dolly, hand truck, gurney, hospital "
    "bed, baby carriage, baby stroller, luggage cart, food cart, tea trolley, scooter, motorbike, motorcycle, roller, "
    "vacuum, vacuum cleaner, hoover, rollator, carriage, pushchair, hot dog cart, ice cream cart, pallet jack",
    "wall": "wall, tree, pillar, column, cliff, tower, barricade",
    "door": "door, gate, fridge, window, cupboard, drawer, cabinet, closet, locker, curtains, curtain, oven, "
    "mailbox, doors, gates, safe, wardrobe, fridge door, refrigerator, freezer, microwave, car door, elevator, "
    "shutters, cell, cage, vault, front door, shower",
    "lid": "chest, treasure chest, box, trunk, lid, hood, bonnet, coffin, sarcophagus, casket, manhole, trapdoor, "
    "crate, suitcase, piano, toolbox, briefcase, hatch, cellar door, dumpster, bin, toilet, boot, cooler, barbecue",
    "wear": "jacket, coat, shirt, hoodie, sweater, pullover, jumper, vest, cardigan, blazer, suit, dress, robe, "
    "cloak, cape, t-shirt, tshirt, backpack, rucksack, armor, armour, life jacket, apron, lab coat, raincoat, "
    "parachute, clothes, bathrobe, kimono, poncho, uniform, harness, tuxedo, overcoat, body armor, chestplate, "
    "breastplate, parka",
    "head": "hat, cap, helmet, hood, crown, beanie, glasses, sunglasses, goggles, headphones, mask, headset, wig, "
    "tiara, bandana, headband, turban, veil, visor, earphones, earbuds, vr headset, vr goggles, gas mask, hard hat, "
    "top hat",
    "neck": "scarf, tie, necklace, bow tie, bowtie, medal, pendant, collar, shawl, lanyard",
    "feet": "shoe, shoes, boot, boots, sock, socks, sneakers, sandals, slippers, trainers, ice skates, skates, "
    "roller skates, heels, high heels, flippers, fins, skis",
    "hands": "glove, gloves, ring, watch, bracelet, mittens, boxing gloves, gauntlets, handcuffs, wristband",
    "plucked": "guitar, bass, banjo, ukulele, lute, electric guitar, bass guitar, mandolin, sitar, acoustic "
    "guitar, air guitar, balalaika, lyre, harp",
    "bowed": "violin, fiddle, viola",
    "cello": "cello, double bass, contrabass, viola da gamba, erhu, upright bass",
    "keyed": "piano, keyboard, keyboards, organ, synthesizer, synth, grand piano, harpsichord, xylophone, "
    "marimba, theremin, keytar, celesta, vibraphone",
    "beaten": "drum, drums, drum kit, bongos, congas, djembe, cajon, tabla, snare drum, timpani, tambourine, "
    "cymbals, bongo, snare, war drum, steel drum, gong",
    "blown": "trumpet, flute, clarinet, saxophone, horn, trombone, recorder, oboe, tuba, bagpipes, pan flute, "
    "bugle, french horn, sax, piccolo, didgeridoo, tin whistle, ocarina, kazoo",
    "harmonica": "harmonica, mouth organ, mouth harp, melodica, panpipes, pan pipes",
    "squeezed": "accordion, concertina, squeezebox, harmonium, bandoneon",
    "typed": "keyboard, laptop, computer, typewriter, terminal, pc, macbook, notebook computer, calculator, "
    "keypad",
    "surface": "table, counter, desk, window, windows, car, dishes, dish, plate, plates, bar, mirror, glass, "
    "floor, stove, sink, blackboard, board, whiteboard, wall, shelf, furniture, tabletop, screen, windshield, "
    "bathtub, toilet, worktop, shoes, boots, silver, table top, truck, boat, statue, armor, grill, pot, pan, surface, "
    "tiles",
    "whirled": "lasso, sling, whirligig, nunchaku, nunchucks, bolas, poi, ball and chain, rattle, slingshot, "
    "grappling hook",
    "pan": "pan, frying pan, wok, skillet, pancake, pancakes, omelette, burger, burgers, egg, eggs, steak, crepe",
    "sawn": "saw, handsaw, hacksaw, wood saw, plane, hand plane, sandpaper, rasp, iron, rolling pin, washboard",
}  # fmt: skip
# No things, whatever verb stands before them.
NO_THING = frozenset({
    "ankle", "ankles", "arm", "arms", "attention", "back", "badminton", "balance", "baseball", "basketball",
    "bathroom", "battle", "belly", "body", "breath", "bridge", "button", "buttons", "cards", "chess", "chest", "chin",
    "conversation", "cricket", "dead", "distance", "doorbell", "ears", "elbow", "elbows", "elevator", "eyes", "face",
    "feet", "fight", "finger", "fingers", "fire", "fist", "fists", "foot", "football", "force", "forehead", "game",
    "gaze", "golf", "ground", "grudge", "guard", "hair", "hand", "hands", "handstand", "head", "heart", "heels",
    "her", "herself", "hide-and-seek", "him", "himself", "hip", "hips", "hockey", "hopscotch", "it", "itself", "kiss",
    "knee", "knees", "lead", "left", "leg", "legs", "limp", "line", "look", "lunge", "meeting", "melody", "mouth",
    "muscle", "music", "neck", "nose", "note", "one", "other", "part", "peekaboo", "plank", "pose", "position",
    "posture", "prank", "push-up", "push-ups", "pushup", "pushups", "restroom", "right", "role", "rugby", "shoulder",
    "shoulders", "side", "sides", "silence", "smile", "soccer", "somebody", "someone", "song", "speech", "split",
    "squat", "stairs", "stance", "stand", "stomach", "stomp", "switch", "tag", "tennis", "them", "themself",
    "themselves", "thigh", "thighs", "thumb", "time", "toes", "toilet", "tongue", "torso", "trigger", "tune",
    "victim", "volleyball", "waist", "way", "weight", "weights", "while", "wrist",
})  # fmt: skip


class Verb(NamedTuple):
    """What a verb says of things. verbs: a pattern of it. by_kind: use and legs by the kind of the thing. other: of
    what has another kind or none, None where the verb says nothing of it."""

    verbs: str
    by_kind: Mapping[str, tuple[str, str]]
    other: tuple[str, str] | None = None


def _all(legs: str, **uses: str) -> Mapping[str, tuple[str, str]]:
    """Uses of kinds, all with the same legs."""
    return {kind: (use, legs) for kind, use in uses.items()}


_HELD = {
    **_all(
        "stand", small="cup", vessel="cup", phone="cup", paper="read", blade="hilt", hammer="sabre", tool="staff",
        spear="pole", cane="cane", bow="sabre", gun="rifle", pistol="sabre", tube="hose", light="torch",
        umbrella="umbrella", shield="shield", mic="mic",
        leash="leash", head="cup", neck="cup", feet="bag", hands="cup", pan="stir", whirled="cup",
        rope="drag", sawn="sabre", plucked="guitar", bowed="tucked", blown="cup",
    ),
    **_all("walk", load="box", bag="bag", flat="tray", long="shoulder", body="cradle", baby="cradle", wear="box",
           machine="box", surface="box", squeezed="box", beaten="box", keyed="box", cello="box"),
}  # fmt: skip
_USED = {
    **_all(
        "stand", small="work", vessel="drink", phone="text", paper="read", blade="swing", hammer="hammer",
        tool="sweep", spear="swing",
        cane="cane", gun="aim", pistol="remote", tube="hose", light="torch", umbrella="umbrella", shield="shield",
        mic="mic", machine="work", wheel="valve", rope="pull", pan="pan", sawn="saw", whirled="whirl", surface="scrub",
    ),
    "cart": ("cart", "walk"),
    "typed": ("type", "sit"),
    "wall": ("push", "stand"),
}  # fmt: skip
_PLAYED = {
    **_all("stand", plucked="guitar", bowed="violin", blown="trumpet", harmonica="harmonica", squeezed="accordion"),
    **_all("sit", keyed="piano", beaten="drums", cello="cello"),
}
_PUSHED = {
    **_all("walk", cart="cart", load="push", machine="push", body="shove", bag="push", surface="push"),
    **_all("stand", wall="push", door="open", body="shove", lid="push", wheel="valve"),
}
_PULLED = {**_all("stand", rope="pull", door="open", wheel="pull"), **_all("back", load="drag", body="drag", bag="drag",
           cart="drag", long="drag")}  # fmt: skip
_WORN = {**_all("stand", wear="don", head="hat", neck="don", hands="uncap"), "feet": ("tend", "kneel")}
_DOFFED = {**_all("stand", wear="doff", head="unhat", neck="unhat", hands="uncap"), "feet": ("tend", "kneel")}
_TAKEN = _all("stand", small="accept", vessel="accept", paper="accept", phone="accept", light="accept", bag="accept",
              load="accept-load", flat="accept-load", baby="accept-load")  # fmt: skip
_GIVEN = {kind: (use.replace("accept", "give"), legs) for kind, (use, legs) in _TAKEN.items()}
# The first whose verb stands before a thing says what is done.
VERBS: tuple[Verb, ...] = (
    Verb(r"(?:put(?:s|ting)? on|slip(?:s|ping)? (?:on|into)|don(?:s|ning)?|change(?:s|ing)? into|get(?:s|ting)? into)",
         _WORN),
    Verb(r"(?:tak(?:e|es|ing) off|remov(?:e|es|ing)|slip(?:s|ping)? off|doff(?:s|ing)?|pull(?:s|ing)? off)", _DOFFED),
    Verb(r"drink(?:s|ing)?(?: (?:from|out of))?|sip(?:s|ping)?(?: (?:from|at|on))?", {}, ("drink", "stand")),
    Verb(r"aim(?:s|ing)?", _all("stand", gun="aim", pistol="pistol", small="remote", phone="remote", tube="hose",
         light="torch"), ("aim", "stand")),
    Verb(r"read(?:s|ing)?(?: (?:from|in|through))?", {}, ("read", "stand")),
    Verb(r"typ(?:e|es|ing) (?:on|at|into)", {}, ("type", "sit")),
    Verb(r"play(?:s|ing)?(?: on)?", _PLAYED),
    Verb(r"(?:swing(?:s|ing)?|wield(?:s|ing)?|brandish(?:es|ing)?)(?: with)?",
         _all("stand", whirled="whirl", light="torch"), ("swing", "stand")),
    Verb(r"(?:twirl|spin|whirl)(?:s|n?ing|ing)?", _all("stand", whirled="whirl", blade="spin", tool="spin",
         spear="spin")),
    Verb(r"(?:turn|spin|crank|rotat)(?:e?s|n?ing|ing)?(?: at)?", _all("stand", wheel="valve")),
    Verb(r"(?:flip|toss)(?:s|p?ing|ing|es)?", _all("stand", pan="pan")),
    Verb(r"(?:saw|plan|sand|iron|cut|press)(?:e?s|t?ing)?(?: with| through)?", _all("stand", sawn="saw", wear="saw",
         long="saw")),
    Verb(r"(?:wip|clean|scrub|polish|wash|dust|wax|rub)(?:e?s|ing)?(?: down| off)?", _all("stand", surface="scrub")),
    Verb(r"(?:push|shov|wheel|roll)(?:e?s|ing)?(?: against)?", _PUSHED, ("push", "walk")),
    Verb(r"(?:pull|tug|yank|heav)(?:e?s|ing|ging)?(?: (?:on|at))?", _PULLED, ("pull", "stand")),
    Verb(r"(?:drag|haul)(?:s|ging|ing)", _PULLED, ("drag", "back")),
    Verb(r"(?:lift|open|clos|shut)(?:e?s|ing|ting)?(?: up)?(?= (?:an?|the|his|her|their)\b)", _all("stand", lid="lid",
         door="open")),
    Verb(r"(?:open|clos|unlock|shut)(?:e?s|ing|ting)?", _all("stand", door="open", small="uncap", vessel="uncap",
         bag="uncap", paper="read", umbrella="umbrella"), ("open", "stand")),
    Verb(r"(?:tak(?:e|es|ing)|accept(?:s|ing)?|receiv(?:e|es|ing)|collect(?:s|ing)?)", _TAKEN),
    Verb(r"(?:giv(?:e|es|ing)|offer(?:s|ing)?|serv(?:e|es|ing)|deliver(?:s|ing)?|present(?:s|ing)?|hand(?:s|ing)? over)"
         r"(?: (?:him|her|them|someone|somebody))?", _GIVEN),
    Verb(r"lead(?:s|ing)?", {"leash": ("leash", "walk")}),
    Verb(r"steer(?:s|ing)?", {}, ("valve", "stand")),
    Verb(r"(?:us(?:e|es|ing)|operat(?:e|es|ing)|work(?:s|ing)? (?:with|on|at)|handl(?:e|es|ing))", _USED,
         ("work", "stand")),
    Verb(r"(?:repair|fix|assembl|build|examin|inspect|adjust|tun)(?:e?s|ing)?", {}, ("work", "stand")),
    Verb(r"(?:sing|talk|speak|shout)(?:s|ing)?(?: (?:into|through|in|with))", _all("stand", mic="mic")),
    Verb(r"(?:carr(?:y|ies|ying)|lug(?:s|ging)?|bear(?:s|ing)|haul(?:s|ing)|transport(?:s|ing)|bring(?:s|ing))", _HELD,
         ("box", "walk")),
    Verb(r"(?:hold(?:s|ing)?|clutch(?:es|ing)?|grip(?:s|ping)?|clasp(?:s|ing)?)", _HELD, ("cup", "stand")),
    Verb(r"(?:rais|lift)(?:e?s|ing)(?: up)?", _all("stand", blade="hoist", spear="toast", cane="toast", hammer="toast",
         pistol="toast", light="toast", small="toast", vessel="toast", gun="hoist", mic="toast")),
    Verb(r"(?:hug|cuddl|embrac)(?:e?s|ging|ing)", _all("stand", load="cradle", baby="cradle", small="cradle")),
    Verb(r"walk(?:s|ing)?", {"leash": ("leash", "walk")}),
    Verb(r"with", {kind: row for kind, row in _HELD.items() if kind not in ("baby", "body", "wear", "head", "neck",
         "feet", "hands", "surface", "machine", "bow", "rope", "leash", "plucked", "bowed", "blown", "beaten", "keyed",
         "pan", "flat")} | {"flat": ("tray", "walk"), "pan": ("cup", "stand")}),
)  # fmt: skip
# What is held by one hand alone of what two hold.
ONE_HANDED: Mapping[str, str] = {
    "box": "bag", "tray": "platter", "hilt": "sabre", "staff": "pole", "rifle": "sabre", "hose": "remote",
    "read": "cup", "pistol": "remote", "cradle": "tucked",
}  # fmt: skip
# What is held by both hands of what one holds.
TWO_HANDED: Mapping[str, str] = {"cup": "clasp", "sabre": "hilt", "pole": "staff", "torch": "clasp"}


@lru_cache(maxsize=1)
def kinds() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """A noun's words -> the kinds that it is of, the first of them the usual one."""
    found = dict[tuple[str, ...], tuple[str, ...]]()
    for kind, nouns in NOUNS.items():
        for noun in nouns.split(", "):
            words = tuple(noun.split())
            found[words] = (*found.get(words, ()), kind)
    return found
