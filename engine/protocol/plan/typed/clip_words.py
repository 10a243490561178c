"""The words that names of game clips are made of, and their short forms: "fwd", "atk", "hitreact"."""

from __future__ import annotations

ABBREVIATIONS = {
    "fwd": "forward", "fw": "forward", "forwards": "forward", "frwd": "forward", "f": "forward",
    "bwd": "backward", "bkwd": "backward", "bck": "backward", "bk": "backward", "backwards": "backward",
    "b": "backward",
    "back": "backward", "front": "forward", "l": "left", "lt": "left", "lft": "left", "r": "right", "rt": "right",
    "rgt": "right", "ccw": "left", "cw": "right", "atk": "attack", "att": "attack", "attk": "attack", "dmg": "damage",
    "jmp": "jump", "wlk": "walk", "rn": "run", "crch": "crouch", "crouched": "crouch", "crouching": "crouch",
    "standing": "stand", "sitting": "sit", "seated": "sit", "kneeling": "kneel", "lying": "prone", "laying": "prone",
    "walking": "walk", "running": "run", "jogging": "jog", "sprinting": "sprint", "jumping": "jump", "idling": "idle",
    "falling": "fall", "landing": "land", "dying": "death", "die": "death", "dead": "death", "dth": "death",
    "hurt": "damage", "flinch": "damage", "impact": "damage", "hitreact": "damage", "hitreaction": "damage",
    "getup": "getup", "pickup": "pickup", "loco": "", "locomotion": "", "mvmt": "",
    "anim": "", "animation": "", "clip": "", "mocap": "", "mixamo": "", "rm": "", "ip": "", "ue": "", "skm": "",
    "inplace": "inplace", "strafing": "strafe", "dodging": "dodge", "rolling": "roll", "evade": "dodge",
    "climbing": "climb", "swimming": "swim", "turning": "turn", "rot": "turn", "blocking": "block", "guard": "block",
    "parry": "block", "defend": "block", "shooting": "shoot", "fire": "shoot", "firing": "shoot", "throwing": "throw",
    "crawling": "crawl", "sneaking": "sneak", "stealth": "sneak", "breathing": "breathe", "looking": "look",
    "lookaround": "lookaround", "talking": "talk", "speaking": "talk", "speak": "talk", "waving": "wave",
    "attacking": "attack", "melee": "attack", "swipe": "attack", "slash": "attack", "punching": "punch",
    "kicking": "kick", "unarmed": "fist", "fists": "fist", "dizzy": "stun", "stunned": "stun", "knockdown": "knockdown",
    "knockback": "knockback", "stagger": "knockback", "staggered": "knockback", "sleep": "prone", "sleeping": "prone",
    "combo": "combo", "mid": "", "long": "", "var": "", "variation": "", "alt": "", "base": "", "basic": "",
    "default": "", "generic": "", "player": "", "character": "", "char": "", "male": "", "female": "", "npc": "",
    "humanoid": "", "hero": "", "3p": "", "tpp": "", "fps": "", "emote": "", "social": "", "new": "", "final": "",
    "test": "", "take": "", "rig": "", "cyc": "loop", "lp": "loop", "cycle": "loop", "begin": "start",
    "end": "stop", "stopping": "stop", "in": "in", "reloading": "reload", "aiming": "aim", "ads": "aim",
    "hands": "hands", "handed": "hands", "crate": "box", "lantern": "torch", "flashlight": "torch", "handgun": "pistol",
    "shotgun": "rifle", "greatsword": "sword", "katana": "sword", "longsword": "sword",
    "blade": "sword", "lance": "spear", "polearm": "spear", "cellphone": "phone", "mobile": "phone",
    "carrying": "carry", "holding": "hold", "pointing": "point", "clapping": "clap", "nodding": "nod",
    "saluting": "salute", "bowing": "bow", "drinking": "drink", "eating": "eat", "dancing": "dance",
    "texting": "text", "reading": "read", "writing": "write", "typing": "type", "pushing": "push", "pulling": "pull",
    "laughing": "laugh", "crying": "cry", "cheering": "cheer", "celebrating": "cheer", "celebrate": "cheer",
    "sliding": "slide", "vaulting": "vault", "slashing": "attack", "stab": "attack", "stabbing": "attack",
    "swing": "attack", "dodgeroll": "roll", "combatroll": "roll", "drunken": "drunk",
    "wounded": "injured", "limping": "limp", "sneaky": "sneak", "shrugging": "shrug",
}  # fmt: skip
_NAMES_LISTED = """
forward backward left right up down walk run jog sprint crouch prone sit stand kneel idle loop start stop turn strafe
jump fall land attack block damage hit react reaction death dodge roll getup pickup climb ladder swim aim shoot reload
throw crawl sneak breathe look lookaround around talk wave punch kick fist stun knockdown knockback combo heavy light
high low inplace place in on to from rifle pistol gun sword bow grenade spell cast taunt cheer victory dance clap
point nod bow salute laugh cry yes no vault mantle ledge hang interact use open door push pull equip unequip draw
sheathe eat drink combat fight battle stance pose ready injured limp tired drunk sad happy angry scared relaxed fast
slow small big large head chest leg arm body stomach double power charge charged air degrees deg slide skid hover fly
glide wall object box magic agree disagree shrug greet ball stone hand over torch spear staff axe hammer shield phone
mug cup bag bucket umbrella carry hold hands both text read write type
"""
NAMES = frozenset(_NAMES_LISTED.split())
# Words that mean one thing together.
TOGETHER = {
    ("get", "up"): "getup", ("getting", "up"): "getup", ("stand", "up"): "standup", ("standing", "up"): "standup",
    ("pick", "up"): "pickup", ("picking", "up"): "pickup", ("look", "around"): "lookaround", ("look", "back"): "look",
    ("looking", "around"): "lookaround", ("in", "place"): "inplace", ("knock", "down"): "knockdown",
    ("knock", "back"): "knockback", ("knocked", "down"): "knockdown", ("sit", "down"): "sitdown",
    ("sitting", "down"): "sitdown", ("face", "down"): "facedown",
    ("sit", "floor"): "sitfloor", ("sitting", "floor"): "sitfloor", ("sit", "ground"): "sitfloor",
    ("hand", "gun"): "pistol", ("arms", "crossed"): "crossed",
    ("crossed", "arms"): "crossed", ("arms", "folded"): "crossed", ("folded", "arms"): "crossed",
    ("hands", "on", "hips"): "on hips", ("hands", "hips"): "on hips", ("hands", "in", "pockets"): "in pockets",
    ("hands", "pockets"): "in pockets", ("hands", "behind", "back"): "behind back", ("hands", "back"): "behind back",
    ("hands", "behind", "head"): "behind head", ("hands", "on", "head"): "on head", ("hands", "up"): "hands up",
}  # fmt: skip
