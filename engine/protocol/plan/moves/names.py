"""What artists call the moves of `engine/motion/posing/keyed`: patterns of names and of sentences, a row a move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Name(NamedTuple):
    """What a move is called. move: its name in the tables of key poses. seconds: of one; goes_on: without an end of its
    own. ends: the posture that it ends in. patterns: of its words, in small letters; parts in <> are those of `PARTS`.
    """

    move: str
    seconds: float
    patterns: tuple[str, ...]
    goes_on: bool = False
    ends: str = "standing"


PARTS: Mapping[str, str] = {
    "a": r"(?:(?:an?|the|his|her|their|some|one|imaginary|invisible) )*(?:\w+ )??",
    "blade": "(?:swords?|katana|blade|sab(?:er|re)|lightsab(?:er|re)|machete|longsword|broadsword|greatsword"
        "|knight|samurai)",
    "hit": r"(?:(?:gets?|getting|got|is|being|was) (?:\w+ )?(?:hit|punched|struck|shot|kicked|kneed|slapped|stabbed"
        r"|slashed|smacked|bashed|clubbed|pierced|elbowed)|(?:takes?"
        r"|taking) (?:an? )?(?:\w+ )?(?:hit|punch|blow|kick|shot)|hit[ -]?react(?:ions?|s)?|react(?:ions?|s"
        r"|ing)? to (?:an?|being) (?:hit|blow|punch|shot)|flinch\w*|(?:damage|impact|hurt|^hit))",
    "n": r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)",
    "do": "(?:do|does|doing|performs?|performing|<n>|some|sets? of)",
    "falls": "(?:(?:trips?|slips?|tripping|slipping)(?: and)? )?"
        "(?:falls?|fell|falling|topples?|toppling|collapses?|faints?|keels?)(?: (?:down|over))?",
    "dies": "(?:deaths?|dead|dies|die|dying|killed|falls? (?:down )?dead|drops? dead|collapses? dead)",
}  # fmt: skip
FROM_LYING = frozenset({"wake", "sit up"})
# The first that fits is meant.
NAMES: tuple[Name, ...] = (
    # Sport.
    Name("golf", 3.3, (
        r"golf(?:er)?(?:'s)? (?:\w+ )?(?:swing|shot|drive|stroke)",
        r"(?:swing|tee|driv|hit)\w* (?:with )?<a>(?:golf[ -]?(?:clubs?|balls?)|driver|putter)\b",
        r"play\w* (?:\w+ )?golf\b",
        r"\btees? off\b",
        "^golf(?:er|ing)?$",
    )),
    Name("pitch", 2.9, (
        "baseball (?:pitch|throw)",
        r"pitch(?:es|ing)? <a>(?:base|fast|curve)?ball\b",
        "pitcher (?:throws?|pitch|winds? up)",
        r"throw\w* (?:an? |the )?(?:fast|curve|base)ball",
        "^pitch(?:er|ing)?$",
    )),
    Name("bat", 2.3, (
        "base?ball (?:bat )?(?:swing|hit|bat)",
        r"(?:swing|hit)\w* (?:with )?<a>bat\b",
        "home ?run",
        r"batter (?:\w+ )?(?:hits?|swings?|up)",
        "^(?:batter|batting|bat swing)$",
        r"hit\w* (?:an?|the) baseball",
    )),
    Name("serve", 3.0, (
        "(?:tennis|volleyball) serv",
        r"serv(?:es?|ing) (?:\w+ )*?(?:tennis|ball|an ace)",
        "^(?:overhead )?serv(?:e|es|ing)$",
    )),
    Name("backhand", 2.0, ("backhand(?! slap)",)),
    Name("forehand", 2.0, (
        "forehand",
        "tennis (?:swing|stroke|shot|player|hit)",
        r"(?:swing|hit)\w* (?:with )?(?:an? |the |his |her )?(?:tennis )?rac(?:ket|quet)",
        r"play\w* (?:\w+ )?(?:tennis|badminton|squash)\b",
        "^tennis$",
    )),
    Name("jump shot", 2.2, (
        "jump ?shot",
        "free throw",
        "three[- ]pointer",
        r"(?:shoot|throw)\w* (?:\w+ )?(?:an? |the |some |his |her )?(?:basketball|hoop|basket)s?\b",
        "basketball (?:jump )?shot",
        "shoots? (?:at|for) the (?:hoop|basket)",
    )),
    Name("layup", 2.8, (r"lay[- ]?ups?\b",)),
    Name("dunk", 2.9, ("(?:slam )?dunk",)),
    Name("dribble", 0.62, (
        r"dribbl\w+(?! (?:a |the )?(?:soccer|football))(?! with (?:his|her|the|their) f)",
    ), goes_on=True),
    Name("soccer", 2.2, (
        "(?:soccer|football|penalty|free|goal) (?:ball )?(?:kick|shot)",
        r"(?:kick|strik|shoot)\w* <a>(?:soccer[ -]?|foot)ball\b",
        r"tak\w+ (?:a|the) penalty",
        "shoots? (?:at|on) goal",
        r"kick\w* (?:an? |the )?ball\b",
    )),
    Name("header", 1.9, (r"header\b", "head(?:s|ing|butts)? (?:the|a) (?:soccer |foot)?ball")),
    Name("throw-in", 1.9, (r"throw[- ]?ins?\b", "throws? in (?:the|a) ball")),
    Name("keeper", 2.2, (
        r"(?:goal ?)?(?:keeper|keeping|goalie)\b.*\b(?:div|sav|leap)",
        "diving save",
        "div(?:es?|ing) (?:for|after|to catch) the ball",
    ), ends="lying"),
    Name("bowling", 3.4, (r"\bbowl(?:s|ing|er)\b(?! (?:of|over))", "^bowl$")),
    Name("spike", 2.4, (
        "volley ?(?:ball)? (?:spike|smash|attack|hit)",
        r"(?:spik|smash)\w* (?:\w+ )*?(?:volley)?ball",
        "^spik(?:e|ing)$",
    )),
    Name("javelin", 2.6, ("javelin", r"(?:throw|hurl|toss|launch)\w* <a>spear\b", "spear (?:throw|toss)")),
    Name("bow shot", 3.4, (
        r"(?:shoot|fir|draw|loos|aim|pull|us)\w* (?:with )?(?:back )?<a>(?:bow\b(?! and sit)|arrows?\b"
         "|longbow)",
        "archery",
        "archer (?:shoot|draw|fir)",
        "(?:bow|arrow) shot",
        "^archer$",
    )),
    Name("ski", 2.4, (r"\bski(?:s|ing|er)\b", "slalom", "downhill ski", "^ski$"), goes_on=True),
    Name("row", 2.2, (r"\brow(?:s|ing|er)\b(?! of)", "^row$"), goes_on=True, ends="sitting"),
    Name("breaststroke", 1.8, ("breast ?stroke",), goes_on=True),
    Name("crawl stroke", 1.6, (
        r"\b(?:front crawl|freestyle|crawl stroke)\b(?! dan)",
        "^swim(?:s|ming|mer)?$",
        r"swim\w* (?:freestyle|strokes?|front|motion|arms?|in place)",
    ), goes_on=True),
    Name("cast", 2.4, (r"cast\w* (?:\w+ )*?(?:fishing|rod|line|net)\b", "fishing cast", r"\bfishing\b")),
    Name("whip", 1.6, (r"crack\w* <a>whip\b", "whip (?:crack|attack|lash)", "lash(?:es|ing) (?:an? |the )?whip")),
    # With weapons.
    Name("slash down", 1.35, (
        "<blade> (?:overhead|downward|vertical|heavy) (?:slash|strike|swing|attack|cut|chop)",
        "(?:overhead|downward|vertical|heavy) <blade>",
        r"<blade> (?:slash|strike|swing|attack|cut|chop)\w* (?:from )?(?:overhead|above|down|vertical)",
        r"(?:slash|strik|swing|chop|cut|bring)\w* (?:\w+ )*?<blade> (?:\w+ )*?(?:overhead|down|over (?:the"
         "|his|her) head)",
        "overhead slash",
    )),
    Name("slash up", 1.25, (
        "(?:upward|rising) (?:<blade> )?(?:slash|strike|cut)",
        "<blade> (?:upward|rising|uppercut)",
    )),
    Name("thrust", 1.25, ("<blade> (?:thrust|stab|lunge|poke)", r"(?:thrust|stab|lung|pok)\w* (?:\w+ )*?<blade>")),
    Name("shield block", 1.3, (
        "shield (?:block|bash|up|guard|raise)",
        r"(?:block|defend|rais|hid)\w* (?:\w+ )*?(?:with|behind|up|a|the|his|her) shield",
    )),
    Name("sword parry", 1.0, ("<blade> (?:parry|block|guard)", r"(?:parr|block)\w* (?:\w+ )*?<blade>")),
    Name("slash", 1.3, (
        r"<blade> (?:\w+ )?(?:slash|cut|sweep)",
        "^<blade> (?:swing|attack|strike)",
        "(?:horizontal|diagonal|side|wide|sweeping|light) (?:<blade> )?slash",
        r"slash\w* (?:\w+ )*?<blade>",
        r"swing\w* <a><blade> (?:\w+ )*?(?:horizontal|sideway|across|from (?:the )?(?:left|right))",
    )),
    Name("grenade", 2.4, (r"(?:throw|toss|lob|hurl)\w* <a>(?:grenade|molotov|bomb)", "^(?:frag )?grenade")),
    Name("reload", 2.6, (r"\breload",)),
    Name("draw", 2.3, (
        r"(?:draw|pull)\w* (?:out )?<a>(?:pistol|gun|handgun|revolver|sidearm)\b(?: and (?:shoot|fire"
         r"|aim)\w*)?",
        "quick ?draw",
        "(?:pistol|gun) draw",
    )),
    Name("cover", 1.5, ("tak(?:es?|ing) cover", r"\b(?:into|in|behind) cover\b", "^cover$"), ends="crouching"),
    # Falls, and blows that are taken.
    Name("death front", 2.1, (
        r"<dies>\b.*\b(?:front|forwards?|face[- ]?(?:down|first)|stomach|belly)",
        "(?:front|forward) (?:death|dying)",
    ), ends="lying"),
    Name("death side", 2.0, (r"<dies>\b.*\b(?:left|right|side\w*)\b", "(?:left|right|side) death"), ends="lying"),
    Name("death back", 1.9, (
        r"<dies>\b.*\bback(?:wards?)?\b",
        "back(?:wards?)? (?:death|dying)",
        r"\b(?:shot|stabbed)\b.*\b(?:falls?|collaps\w+|drops?) (?:\w+ )?back",
    ), ends="lying"),
    Name("death", 2.1, (
        r"\b(?:dies|is dying|drops? (?:down )?dead|falls? (?:down )?dead|collapses? dead)\b"
        r"(?! (?:of )?(?:laugh|bored|with)\w*)(?! (?:down|out|away)\b)",
        r"^(?:\w+ )?(?:die|dying|death)(?: anim\w*| pose)?$",
    ), ends="lying"),
    Name("fall front", 2.1, (
        r"<falls> (?:\w+ )??(?:forwards?|face[- ]?(?:down|first)|flat|(?:on|onto) <a>(?:face|stomach|belly|front))\b",
    ), ends="lying"),
    Name("fall side", 2.0, (
        r"<falls> (?:sideways|(?:on|onto|to) <a>(?:(?:left|right) side|side|left|right))\b",
    ), ends="lying"),
    Name("hit groin", 2.6, (r"<hit>\b.*\b(?:groin|crotch|balls|nuts|privates|testicles)\b",)),
    Name("hit belly", 1.85, (r"<hit>\b.*\b(?:stomach|belly|guts?|abdomen|ribs?|torso|kidneys?|solar)\b",)),
    Name("hit shoulder", 2.2, (
        r"<hit>\b(?<!hurt)(?<!impact).*"
        r"\b(?:shoulder|arm|forearm|elbow|hand|wrist|bicep)s?\b(?<!with the hand)(?! (?:by|with|on))",
    )),
    Name("hit leg", 2.5, (
        r"<hit>\b(?<!hurt)(?<!impact).*"
        r"\b(?:legs?|knees?|shins?|thighs?|cal(?:f|ves)|foot|feet|ankles?|toes?|hips?)\b",
    )),
    Name("hit head", 1.3, (
        r"<hit>\b.*\b(?:head|face|jaw|chin|nose|cheek|eye|mouth|temple|throat|neck)",
        "gets? slapped",
        "(?:head|face) hit",
    )),
    Name("hit back", 1.35, (r"<hit>\b.*\b(?:from (?:behind|the back|the rear)|in the (?:back|spine))",)),
    Name("hit side", 1.4, (
        r"<hit>\b.*\b(?:left|right|side)\b(?! (?:hand|arm|leg|foot))",
        r"(?:left|right|side) hit\b",
    )),
    Name("hit front", 1.35, (
        r"hit[ -]?react(?:s|ion|ions)?\b",
        "(?:damage|hurt|impact) react",
        "<hit> (?:from )?(?:the )?front",
        "<hit> (?:hard )?(?:in|on|to) the (?:chest|heart|body|torso)",
        r"<hit>$",
        "reacts? to (?:an? |being )(?:hit|blow|punch)",
    )),
    # Of who lies on the back at first (FROM_LYING).
    Name("wake", 4.0, (r"\bwak(?:es?|ing) up\b", r"\bawakens?\b", r"\b(?:wakes|awakes)\b"), ends="sitting"),
    Name("sit up", 2.3, (r"\bsit(?:s|ting)? (?:\w+ly )?(?:bolt |straight )?up(?:right)?\b",), ends="sitting"),
    # Guards and evasions.
    Name("block high", 0.95, (
        r"\bblock\w* (?:an? )?(?:\w+ )?(?:high|overhead|head)\b",
        "(?:high|upper|head|rising) block",
    )),
    Name("block low", 0.9, (r"\bblock\w* (?:an? )?(?:\w+ )?low\b", "(?:low|lower|downward) block")),
    Name("parry", 0.72, (r"\bparr(?:y|ies|ying)\b",)),
    Name("weave", 1.05, (r"\bbob\w* and weav", r"\bweav(?:es?|ing)$")),
    Name("dodge back", 0.95, (
        r"\bdodg\w+ (?:\w+ )??back",
        "back dodge",
        "lean(?:s|ing)? back (?:to|and) (?:dodg|avoid|evad)",
    )),
    Name("dodge", 1.0, (
        r"\bdodg(?:e|es|ing)\b(?! ?ball)",
        r"\bevad(?:es?|ing)\b",
        "(?:sidestep|slip)s? (?:an?|the) (?:punch|blow|attack|hit)",
        r"\bslip(?:s|ping)?(?=,? (?:and |then )*(?:throw|counter|punch|jab|cross|hook|upper|left|right))",
    )),
    Name("duck", 0.95, (r"\bduck(?:s|ing)? (?:under|beneath|to avoid|from|an?|the)\b", "^ducks?(?:ing)?$")),
    Name("block", 1.0, (
        r"\bblock(?:s|ing)? <a>(?:punch|attack|blow|hit|strike|kick)",
        "^block(?:s|ing)?$",
        r"\bblock(?:s|ing)?(?=,| and\b| then\b)",
        "(?:boxing|guard|defensive) block",
    )),
    Name("chop", 0.8, ("(?:karate|judo) chop",)),
    Name("jab+jab+cross+weave+hook+cross", 4.7, (
        "shadow[ -]?box",
        "^(?:box(?:es|ing|er)|kick ?boxing)$",
        r"(?:punch|hit|work)\w* (?:on )?(?:an? |the )?(?:heavy|punching|boxing|speed)? ?bag\b",
    ), goes_on=True),
    Name("headbutt", 0.8, ("head[- ]?butt",)),
    Name("slap", 0.8, (
        r"\bslap(?:s|ping)? (?:someone|somebody|him|her|an? |the (?:man|woman|guy|face|other)|across|in the)",
        "^slap(?:s|ping)?$",
    )),
    # Exercises.
    Name("jack", 1.04, ("jumping[ -]?jacks?", "star jumps?", r"\bjacks\b"), goes_on=True),
    Name("burpee", 3.0, ("burpees?",), goes_on=True),
    Name("mountain climber", 0.5, (r"mountain[ -]?climb(?:ers?|ing)\b(?! up)",), goes_on=True),
    Name("high knees", 0.36, (
        "(?<!with )high[ -]knees",
        "knees high in place",
        "(?:runs?|running|jogs?|jogging) (?:in place|on the spot) with high knees",
    ), goes_on=True),
    Name("butt kicks", 0.38, ("butt[ -]?kick(?:s|ers?)", "heel (?:flicks|kicks)"), goes_on=True),
    Name("jump squat", 1.7, ("(?:jump(?:ing)?|jumped) squats?", "squat jumps?"), goes_on=True),
    Name("squat", 1.9, (
        r"<do> (?:\w+ )?squats\b",
        r"^(?:air |body ?weight |deep )?squats(?: x ?\d+)?$",
        "(?:air|body ?weight) squats?",
        "squat(?:s|ting) (?:reps|exercise|workout|up and down|repeatedly)",
    ), goes_on=True),
    Name("lunges", 2.1, (
        r"(?:alternat\w+|walking) (?:\w+ )?lunges?",
        r"<do> (?:\w+ )?lunges\b",
        "^(?:forward |front )?lunges$",
        r"lunges? (?:on )?alternat\w+",
        "lunges in place",
    ), goes_on=True),
    Name("windmill", 1.5, (
        "windmill (?:exercise|stretch|toe)",
        r"alternat\w+ toe touch",
        "windmills?$(?<!arm windmill)(?<!arm windmills)",
    ), goes_on=True),
    Name("toe touch", 2.6, (
        "toe[ -]touch",
        r"touch(?:es|ing)? (?:the |his |her |their |your )?toes\b",
    ), goes_on=True),
    Name("side bend", 2.2, (
        r"side[ -]bends?\b",
        "(?:standing )?side stretch",
        "bend(?:s|ing)? (?:from )?side to side",
    ), goes_on=True),
    Name("torso twist", 1.4, (
        "(?:torso|trunk|waist|standing) (?:twist|rotation)s?",
        "twist(?:s|ing)? (?:the |his |her )?(?:torso|waist|upper body)",
    ), goes_on=True),
    Name("bicycle crunch", 0.9, ("bicycle (?:crunch|kick|sit)", "russian twist"), goes_on=True, ends="lying"),
    Name("crunch", 1.6, (r"\bcrunch(?:es)?\b", r"\babs (?:workout|exercise)"), goes_on=True, ends="lying"),
    Name("leg raise", 2.4, ("(?:lying )?leg (?:raise|lift)s",), goes_on=True, ends="lying"),
    Name("plank", 4.0, (
        r"(?<!saws a )(?<!saws the )(?<!carries a )(?<!carrying a )(?<!lifts a )\bplank(?:s|ing)?\b(?! of)",
    ), goes_on=True, ends="lying"),
    Name("hamstring", 5.0, ("hamstring", "(?:leg|calf) stretch")),
    Name("quad stretch", 4.5, (
        "quad(?:riceps)? stretch",
        "thigh stretch",
        r"stretch\w* (?:the |his |her )?(?:quad|thigh)",
    )),
    Name("overhead stretch", 4.2, (
        "overhead stretch",
        "stretch(?:es|ing)? (?:the |his |her |both |their )*arms? (?:up|over|above)",
        r"stretch(?:es|ing)?(?: and yawn\w*)?$",
    )),
    Name("arm circle", 1.2, (
        "arm circles?",
        r"(?:circl|rotat)\w* (?:the |his |her |both |their )*arms?\b",
        r"windmill\w* (?:the |his |her |both |their )*arms?",
        "arm windmills?",
    ), goes_on=True),
    Name("calf raise", 1.4, ("calf raises?", "heel raises?"), goes_on=True),
    Name("deadlift", 3.0, ("dead ?lifts?",), goes_on=True),
    Name("curl", 1.8, (
        "bicep?s? curls?",
        "(?:dumbbell|barbell|hammer) curls?",
        "curl(?:s|ing)? (?:the |a |some |his |her )?(?:dumbbell|weight|barbell)s?",
    ), goes_on=True),
    Name("rope", 0.52, (
        "(?:jump|skip)(?:s|ping|ing)?[ -](?:a |the |with a )?(?:jump |skipping )?rope",
        "rope (?:jump|skip)",
        "double unders?",
    ), goes_on=True),
    Name("hula", 1.0, ("hula[ -]?hoop",), goes_on=True),
    # Leaps.
    Name("vertical", 2.0, ("vertical (?:jump|leap)", "jump(?:s|ing)? straight up")),
    Name("long", 2.4, ("(?:long|broad) jump",)),
    Name("leap", 2.7, (
        r"(?:leap|jump|hurdl|vault|hop)\w* (?:\w+ )?(?:over|across) (?:an? |the |some )?(?:\w+ )?(?:puddle"
         "|gap|log|obstacle|hurdle|stream|creek|ditch|fence|barrier|hole|crack|box|rock|wall|crate|river|pit"
         r"|chasm|bar)\b(?! with)",
        r"hurdl(?:e jump|er|es|ing)\b",
        "grand jet",
        "^(?:leap|running jump|run(?:ning)? leap)$",
    )),
    Name("down", 2.6, (
        r"jump(?:s|ing)? (?:down )?(?:off|from) (?:of )?(?:an? |the )?(?:\w+ )?(?:ledge|roof|wall|box|height"
         "|platform|crate|table|rock|cliff|fence|balcony|chair|truck)",
        r"jump(?:s|ing)? down\b",
        r"drops? (?:down )?(?:off|from) (?:an? |the )?(?:\w+ )?(?:ledge|roof|wall|height|platform)",
    )),
    Name("land", 1.9, (
        "^(?:hard |soft |heavy )?land(?:s|ing)?(?: (?:hard|softly))?$",
        "superhero landing",
        "(?:lands|landing) (?:from|after) (?:a |the )?(?:jump|fall|height)",
    )),
    Name("double", 2.5, ("double[ -]jump",)),
    Name("handstand", 4.0, ("hand[ -]?stand",)),
    Name("trampoline", 1.0, ("trampoline",), goes_on=True),
    # Stage and street.
    Name("moonwalk", 0.62, ("moon ?walk",), goes_on=True),
    Name("robot", 3.2, (
        "(?:the|a) robot dance",
        "robot (?:dance|dancing|moves?)",
        "(?:do|does|doing|dances?|dancing) (?:the|like a) robot",
    ), goes_on=True),
    Name("disco", 1.0, ("disco", "saturday night fever", "john travolta"), goes_on=True),
    Name("twerk", 0.5, ("twerk",), goes_on=True),
    Name("floss", 0.8, (
        "floss(?:es|ing)? ?(?:dance|the dance|moves?)",
        "(?:do|does|doing) the floss",
        "^(?:the )?floss(?:es|ing)?$",
        "fortnite floss",
    ), goes_on=True),
    Name("dab", 1.9, (r"\bdab(?:s|bing)?\b(?! (?:at|with|of|the|his|her))",)),
    Name("air guitar", 1.8, (
        "air[ -]guitar",
        "rock(?:s|ing)? out",
        r"(?:shred|thrash)\w* (?:on )?(?:an? |the |his |her )?(?:electric |air )?guitar",
    ), goes_on=True),
    Name("drumming", 1.0, ("air[ -]drum", "^drum(?:s|ming|mer)?$", "drum(?:s|ming) standing"), goes_on=True),
    Name("conduct", 2.0, (r"conduct(?:s|ing|or)\b",), goes_on=True),
    Name("stage bow", 3.2, (
        r"(?:theatrical|stage|grand|flourish\w*|gentleman(?:'s)?|royal|elaborate|curtain) bow",
        "bows? with (?:a )?flourish",
        "bows? (?:to|for|before) the (?:audience|crowd|king|queen)",
        "curtain call",
    )),
    Name("curtsy", 2.8, ("curts(?:y|ies|ey|ying)",)),
    Name("waltz", 3.6, (r"waltz(?! (?:in|into|out|off|away|over|up|past|through)\b)",), goes_on=True),
    Name("tap", 0.96, ("tap[ -]?danc", "^tap steps?$"), goes_on=True),
    Name("plie", 3.4, (r"\bpli[e\u00e9]s?\b",), goes_on=True),
    Name("arabesque", 4.2, ("arabesque",)),
    Name("pirouette", 1.2, ("pirouett", "(?:ballet|fouett?e) (?:spin|turn)s?")),
    Name("twist", 0.9, (r"(?:do|does|doing|danc\w+) the twist", "^the twist$", "twist dance"), goes_on=True),
    Name("headbang", 0.6, ("head ?bang",), goes_on=True),
    Name("cossack", 0.66, ("cossack", "(?:russian|ukrainian) (?:squat )?(?:dance|dancing|kicks)"), goes_on=True),
)  # fmt: skip
