"""What the words of a clip's name say, as sentences have it."""

from __future__ import annotations

GAITS = {"walk": "walks", "run": "runs", "jog": "jogs", "sprint": "sprints", "sneak": "sneaks", "crawl": "crawls",
          "swim": "swims"}  # fmt: skip
POSTURES = frozenset({"stand", "crouch", "sit", "kneel", "prone", "idle"})
CHANGES = {
    ("stand", "crouch"): "crouches down", ("stand", "sit"): "sits down", ("stand", "kneel"): "kneels down",
    ("stand", "prone"): "lies down on the stomach", ("crouch", "stand"): "stands up from a crouch",
    ("sit", "stand"): "stands up from a chair", ("kneel", "stand"): "stands up from kneeling",
    ("prone", "stand"): "gets up from the floor", ("crouch", "prone"): "lies down on the stomach",
    ("prone", "crouch"): "gets up from the floor into a crouch", ("sit", "prone"): "lies down",
}  # fmt: skip
HOW = {"injured": "with a limp", "limp": "with a limp", "fast": "fast", "slow": "slowly"}  # fmt: skip
IDLES = (
    ({"sitfloor"}, "sits on the floor"), ({"sit"}, "sits on a chair"),
    ({"prone"}, "lies still"), ({"kneel"}, "kneels on one knee"),
    ({"crouch"}, "stays crouched"), ({"combat", "fight", "battle", "ready", "fist", "block"},
     "stands in a fighting stance, the fists in front of the face"),
)  # fmt: skip
# What the one word that counts means, the first that is named; {way} and {side} as far as they are said.
MEANT = (
    ({"getup"}, "gets up from lying on the {lying}"), ({"standup"}, "stands up from a chair"),
    ({"death"}, "dies {falling}"), ({"knockdown"}, "gets knocked down {onto}"),
    ({"knockback", "stun"}, "staggers back"), ({"reload"}, "reloads a {gun}"), ({"grenade"}, "throws a grenade"),
    ({"throw"}, "throws a ball"), ({"arrow"}, "shoots an arrow with a bow"), ({"aim", "shoot"}, "aims a {gun}"),
    ({"greeting"}, "bows"), ({"vault"}, "jumps forward over a wall"), ({"mantle", "ledge"}, "climbs up"),
    ({"climb", "ladder"}, "climbs {updown} a ladder"), ({"roll"}, "rolls {way}"), ({"dodge"}, "dodges {aside}"),
    ({"block"}, "blocks {height} with both arms"), ({"kick"}, "kicks {with leg}"), ({"punch"}, "punches {with hand}"),
    ({"attack", "combo"}, "{strikes} {hard}"), ({"damage", "react", "reaction"}, "{is hit}"),
    ({"land"}, "lands from a jump"), ({"double"}, "does a double jump"), ({"jump"}, "jumps {jump}"),
    ({"fall"}, "falls down"), ({"pickup"}, "picks up something from the floor"), ({"turn"}, "turns {turn}"),
    ({"strafe"}, "steps sideways {aside}"), ({"spell", "cast", "magic"}, "raises the right hand"),
    ({"taunt"}, "beckons with one hand"), ({"cheer", "victory"}, "celebrates with both arms raised"),
    ({"lookaround"}, "looks around"), ({"talk"}, "talks with the hands"), ({"yes", "agree"}, "nods"),
    ({"no", "disagree"}, "shakes the head"), ({"laugh"}, "laughs, the hands on the belly"),
    ({"cry"}, "stands with both hands over the face"), ({"wave", "greet"}, "waves {with hand}"), ({"clap"}, "claps"),
    ({"point"}, "points {aim}"), ({"dance"}, "dances"), ({"salute"}, "salutes"), ({"nod"}, "nods"),
    ({"shrug"}, "shrugs"), ({"door", "open"}, "opens the door"), ({"push"}, "pushes a heavy box"),
    ({"pull"}, "pulls a rope"), ({"interact", "use"}, "reaches forward with one hand"), ({"eat"}, "eats"),
    ({"drink"}, "drinks from a cup"), ({"equip", "draw"}, "draws a {weapon}"),
    ({"unequip", "sheathe"}, "sheathes a {weapon}"), ({"text"}, "texts on a phone"),
    ({"phone"}, "talks on the phone"), ({"read"}, "reads a book"), ({"write"}, "writes on a board"),
    ({"type"}, "types on a keyboard"), ({"slide"}, "slides forward"), ({"carry"}, "carries a box"),
    ({"look"}, "looks around"), ({"fist"}, "punches {with hand}"),
)  # fmt: skip
# Things that are held, on the way or waiting, by what they are said to be held as.
HELD = {
    "rifle": "holding a rifle", "gun": "holding a rifle", "pistol": "holding a pistol", "sword": "holding a sword",
    "bow": "holding a bow", "torch": "holding a torch", "spear": "holding a spear", "staff": "holding a staff",
    "axe": "holding an axe", "hammer": "holding a hammer", "shield": "holding a shield", "box": "carrying a box",
    "bag": "carrying a bag", "bucket": "carrying a bucket", "umbrella": "holding an umbrella", "mug": "holding a cup",
    "cup": "holding a cup", "phone": "talking on the phone", "on hips": "with the hands on the hips",
    "crossed": "with the arms crossed", "in pockets": "with the hands in the pockets",
    "behind back": "with the hands behind the back", "behind head": "with the hands behind the head",
    "on head": "with the hands on the head", "hands up": "with both hands up",
}  # fmt: skip
GUNS = frozenset({"rifle", "gun", "pistol"})
SWUNG = {"sword": "a sword", "axe": "an axe", "hammer": "a hammer", "spear": "a spear", "staff": "a staff"}
# What hands and head do over the legs.
OVER = {
    "wave": "waving", "talk": "talking with the hands", "look": "looking around", "lookaround": "looking around",
    "point": "pointing {aim}", "clap": "clapping", "drink": "drinking from a cup", "eat": "eating an apple",
    "text": "texting on a phone", "read": "reading a book", "write": "writing", "type": "typing on a keyboard",
    "nod": "nodding", "salute": "saluting", "carry": "carrying a box", "cheer": "raising both arms",
}  # fmt: skip
# What ends by itself: several of them are done one after another.
DONE = frozenset({
    "getup", "standup", "death", "knockdown", "knockback", "roll", "dodge", "kick", "punch", "attack", "jump",
    "fall", "pickup", "turn", "throw", "damage", "land", "vault", "slide", "greeting", "salute", "arrow", "block",
    "stun", "point", "shrug", "taunt", "equip", "draw", "sheathe", "unequip", "stop", "shoot", "reload", "cheer",
    "victory", "nod", "double",
})  # fmt: skip
# Pairs of which one is how the other is done: the one that stays.
ONE_OF = {
    frozenset({"dodge", "roll"}): "roll", frozenset({"death", "fall"}): "death",
    frozenset({"damage", "death"}): "death", frozenset({"damage", "knockback"}): "knockback",
    frozenset({"damage", "knockdown"}): "knockdown", frozenset({"damage", "stun"}): "stun",
    frozenset({"cheer", "victory"}): "cheer", frozenset({"block", "damage"}): "block",
    frozenset({"turn", "kick"}): "kick", frozenset({"dodge", "jump"}): "dodge", frozenset({"fall", "land"}): "land",
    frozenset({"damage", "stop"}): "damage", frozenset({"jump", "stop"}): "jump",
    frozenset({"attack", "stop"}): "attack", frozenset({"kick", "attack"}): "kick",
    frozenset({"punch", "attack"}): "punch",
}  # fmt: skip
