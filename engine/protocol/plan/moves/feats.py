"""What artists call feats, work and exercises that go somewhere: they are looked for before the names of `names`."""

from __future__ import annotations

from .names import Name

_KIT = r"(?:ball|rock|stone|snowball|dodge ?ball|football|tomato|egg|bottle|brick|knife|dagger|axe|dart|stick|pebble)"
_HEAVY = (
    r"(?:(?:heavy|big|large|huge|loaded|massive) )*"
    r"(?:bar ?bells?|weights?|dumb ?bells?|kettle ?bells?|box|crate|boulder|rock|"
    r"stone|log|bar|sack|something heavy)"
)
_HIGH = "(?:ledge|wall|roof|rooftop|platform|cliff|balcony|rock|crate|container|building)"
FEATS: tuple[Name, ...] = (
    # Over in the air and on the floor.
    Name("backflip", 2.75, (
        r"\bback[ -]?flip(?:s|ping|ped)?\b",
        r"backwards? (?:flip|somersault)s?\b",
        r"\bback (?:tuck|somersault)s?\b",
        r"flips? backwards?\b",
    )),
    Name("frontflip", 2.9, (r"\bfront[ -]?flip(?:s|ping)?\b", r"\bforwards? flips?\b", r"flips? forwards?\b")),
    Name("roll side", 2.0, (
        r"\broll(?:s|ed|ing)? (?:away |out )?(?:to(?:wards?)? )?(?:(?:the|his|her|one) )?"
        r"(?:left|right|side|sideways?)\b(?! (?:hand|arm|shoulder|leg|eye|foot|ankle|wrist|over|onto))",
        r"^(?:\w+ ){0,2}?(?:left|right|side|sideways?|sidewards?|lateral|barrel)[ -]rolls?\b(?! over)",
        r"\b(?:does|do|doing|performs?) (?:an? )?(?:\w+ )?(?:left|right|side|sideways?|barrel)[ -]rolls?\b",
        r"\b(?:dodge|combat|evade|evasive|tactical|dive|diving|ninja)s?(?: and)? (?:roll\w* )?"
        r"(?:to (?:the |his |her )?)?(?:left|right|side|sideways) rolls?\b",
        r"\bdodge ?roll\w* (?:to )?(?:the )?(?:left|right|side)",
    )),
    Name("roll", 2.6, (
        r"\b(?:forward|combat|tactical|front|dodge|ninja)s?[ -]rolls?\b(?! (?:back|side|left|right))",
        r"\brolls? forwards?\b(?! on (?:the|his|her) side)",
        r"\bsomersaults?(?: forwards?)?$", r"^(?:(?:a|an|the) )?(?:\w+ )?roll(?:s|ing)?$",
    )),
    Name("vault", 2.7, (
        r"\bvault(?:s|ing|ed)?\b(?! door)",
        r"(?:hop|jump|leap|swing)\w* over <a>(?:fence|wall|rail(?:ing)?|barrier|gate|counter) "
        r"(?:with|on|using) <a>hands?\b",
    )),
    Name("sideflip", 2.6, (r"\bside[ -]?(?:flip|somersault)(?:s|ping)?\b", r"flips? sideways\b")),
    # Up and down.
    Name("ladder down", 0.72, (
        r"(?:climb|go|com|get|descend)\w* (?:back )?(?:down|off) <a>ladder",
        r"descend\w* <a>ladder",
        r"ladder (?:climb\w* )?(?:down|descen\w+)",
    ), goes_on=True),
    Name("ladder", 0.72, (
        r"(?:climb|go|scal|ascend|hurr|rush)\w* (?:up |on |onto )?<a>ladders?\b",
        r"^ladder(?: (?:climb|up))*\w*$",
        r"\bup <a>ladder\b",
    ), goes_on=True),
    Name("ledge", 4.0, (
        rf"climb\w* (?:up )?(?:on|up|onto|on to) <a>{_HIGH}\b",
        r"\bmantl(?:e|es|ing)\b",
        r"pull\w* (?:him|her|them)sel(?:f|ves) (?:back )?up\b",
        r"(?:ledge|wall) (?:climb|grab|pull[ -]?up)",
        r"(?:grab|catch|hang)\w* (?:on |onto |from |off )*<a>ledge,? (?:and |then )+(?:climb|pull)",
    )),
    # Of who fights or is hit.
    Name("flying kick", 2.5, (
        r"\b(?:flying|jump(?:ing)?|leaping)[ -](?:(?:side|front|round ?house|spin(?:ning)?) ?)?kicks?\b",
    )),
    Name("hit stagger", 2.3, (
        r"<hit>\b.*\b(?:stumbl|stagger|reel)\w*",
        r"<hit>\b.*\b(?:knocked|thrown|driven) back",
    )),
    Name("jab+cross+jab+cross+hook+uppercut", 3.75, (
        r"\b(?:flurry|barrage|series|volley|rain) of (?:\w+ )?(?:punch|blow|jab)(?:e?s)?\b",
        r"\b(?:rapid|quick|fast|repeated|multiple|many|several)(?:ly|-fire)? punch(?:es|ing)\b",
    )),
    Name("sword draw+slash", 2.6, (
        r"(?:draw|unsheath|pull)\w* (?:out )?<a><blade>,? (?:and |then )+(?:slash|attack|strik|swing|cut)\w*",
        r"\biaido\b|\bquick ?draw <blade>",
    )),
    Name("sword parry+thrust", 2.1, (r"\bripostes?\b", r"parr\w* .*(?:thrust|stab|counter)\w* .*<blade>")),
    # Work.
    Name("dig", 3.0, (
        r"\bdig(?:s|ging)?\b(?! (?:through|in |into|at |for|around|his|her|the (?:music|beat)))",
        r"\bdig(?:s|ging)? (?:in|into|for|at) (?:the )?(?:ground|dirt|earth|soil|sand|snow|garden|treasure|worms)",
        r"\bshovel(?:s|ing|ling)\b",
    ), goes_on=True),
    Name("sweep", 1.5, (
        r"sweep(?:s|ing)? (?:up )?<a>(?:floor|room|yard|street|porch|kitchen|lea(?:f|ves)|path|ground|house|hall\w*"
        r"|shop|store|patio|deck|dust|dirt|sidewalk|pavement|garage|barn|stage|crumbs)\b",
        "^sweep(?:s|ing|er)?(?: up)?$",
        r"sweep\w* (?:up )?with <a>broom",
        r"\bmop(?:s|ping)?\b(?! (?:his|her|the|their) (?:brow|forehead|face))",
        r"\brak(?:es|ing)\b(?: (?:up|the|some|a))* ?(?:lea(?:f|ves)|yard|garden|lawn|hay|grass|$)",
        r"\bvacuum\w*",
    ), goes_on=True),
    Name("rope pull", 0.9, (
        r"(?:pull|haul|heav|tug|yank)\w* (?:on |in |at |up |hard on )?<a>(?:rope|net|anchor|chain|line)\b",
        r"hand over hand\b(?!.*climb)",
        r"tug[ -]?(?:of|o')[ -]?war",
    ), goes_on=True),
    Name("wash", 3.4, (
        r"\bwash(?:es|ing)? (?:up )?<a>(?:dish|plate|pot|pan|cup|glass|bowl)(?:es|s)?\b", r"\bdoes the dishes\b",
        r"\bdoing (?:the )?dishes\b", r"\bscrub\w* <a>(?:dish|plate|pot|pan)(?:es|s)?\b",
    ), goes_on=True),
    Name("roller", 2.4, (r"\bpaint(?:s|ing)? <a>(?:wall|fence|house|room|door|ceiling|shed|barn)s?\b",), goes_on=True),
    Name("drive", 5.2, (
        r"\bdriv(?:es?|ing)\b(?: \w+)? <a>(?:car|truck|bus|van|taxi|cab|race ?car|vehicle|jeep|suv|lorry)\b",
        "^driv(?:es?|ing|er)$",
        r"\b(?:driver|trucker|cabbie|chauffeur)s? (?:is )?driv(?:es?|ing)\b",
        r"\bsteer(?:s|ing) <a>(?:car|wheel|truck|vehicle)\b",
        r"(?:turn|spin|grip|hold)\w* (?:a |the )?steering ?wheel",
    ), goes_on=True, ends="sitting"),
    Name("motorbike", 4.0, (
        r"\b(?:rid(?:es?|ing)|driv(?:es?|ing)|steer\w*|speed\w*|cruis\w*) (?:\w+ ){0,2}?<a>"
        r"(?:motor ?-?(?:bikes?|cycles?)|mopeds?|vespa|dirt ?bike|harley|chopper|quad(?: bike)?|jet ?ski|snowmobile)\b",
        r"^(?:motor ?-?(?:bike|cycle)|moped)(?: rid(?:e|er|es|ing))?(?: (?:idle|loop|forward))?$",
        r"\bmotor ?-?cyclist (?:is )?(?:rid|driv)\w*",
    ), goes_on=True, ends="sitting"),
    Name("exercise bike", 1.1, (
        r"\b(?:exercise|stationary|gym) (?:bi(?:ke|cycle)|cycle)\b(?! crunch)", r"\bspin(?:ning)? (?:class|bike)\b",
        r"\b(?:b[iy]c[iy]cl\w*|bik\w+|cycl(?:es|ing)|pedal(?:s|l?ing))\b.*?\b(?:in place|on the spot)\b",
    ), goes_on=True, ends="sitting"),
    Name("bicycle", 1.1, (
        r"\b(?:rid(?:es?|ing)|pedal(?:s|l?ing)?) (?:\w+ ){0,2}?<a>"
        r"(?:b[iy]c[iy]cles?|bikes?|tandem|cycle)\b",
        r"\b(?:bi)?cycl(?:es|ing)\b(?! through)(?! (?:\w+ )?(?:kick|crunch))",
        r"\bpedal(?:s|l?ing)\b(?! back)", r"\bbik(?:es|ing)\b(?= (?:along|down|up|to|through|fast|slow|away|home))",
        r"^(?:bi(?:cycle|ke)|cyclist)(?: rid(?:e|er|es|ing))?(?: (?:idle|loop|forward))?$",
        r"\bcyclist (?:is )?(?:rid|pedal)\w*",
    ), goes_on=True, ends="sitting"),
    Name("horse ride", 0.8, (
        r"\b(?:rid(?:es?|ing)|trot(?:s|ting)?|gallop(?:s|ing)?|canter\w*) (?:\w+ ){0,2}?<a>"
        r"(?:horse(?:s|back)?|pony|donkey|mule|camel|mount|stallion|mare|dragon|elephant|unicorn)\b",
        r"\bhorse ?-?(?:back)? ?rid(?:e|es|ing|er)\b(?! stance)", r"\b(?:rid|sit)\w* on (?:a )?horse ?back\b",
        r"\b(?:jockey|cowboy|knight|rider) (?:is )?(?:rid(?:es|ing)|gallop(?:s|ing))\b",
    ), goes_on=True, ends="sitting"),
    Name("clean press", 4.4, (
        r"\b(?:squat|crouch|bend|kneel|stoop)\w*(?: \w+){0,2}?(?: to|,? and|,)+ (?:grabs? .*? and )?"
        rf"(?:lift|pick|grab|take|hoist|press|rais|push)\w* (?:up )?<a>{_HEAVY}\b.*?"
        r"(?:\boverhead|\bover|above)\b(?: (?:the|his|her|their) heads?)?",
        rf"(?:lift|pick|grab|hoist|heav|rais)\w* (?:up )?<a>{_HEAVY} (?:up )?(?:off|from) (?:of )?the "
        r"(?:floor|ground)(?: and (?:lifts|presses|raises|pushes|hoists) it)? (?:\w+ )?(?:overhead|over|above)"
        r"(?: (?:the|his|her|their) heads?)?",
        rf"(?:lift|pick|grab|hoist|heav)\w* (?:up )?<a>{_HEAVY},? (?:and |then )+(?:lifts|presses|raises|pushes|hoists|"
        r"holds|lifting|pressing|raising) it (?:\w+ )?(?:overhead|over|above)(?: (?:the|his|her|their) heads?)?",
        r"\b(?:clean[ -]and[ -](?:jerk|press)|snatch(?= (?:lift|exercise|with))|power ?clean|olympic lift(?:ing)?)\w*",
        r"\b(?:weight ?-?lifter|strong ?man) (?:lifts|presses|hoists)\b(?: <a>barbell)?",
    )),
    Name("throw", 1.75, (
        r"throw\w* (?:\w+ ){0,3}over ?-?(?:hand|arm)",
        rf"(?:throw|hurl|chuck|fling|lob|launch|toss)\w* (?!up)<a>{_KIT}s?\b(?! (?:up|straight|in(?:to)? the air|under|"
        r"to (?:him|her)self|from hand))(?!.*(?:catch|under ?-?(?:hand|arm)|bowl))",
        r"quarterback (?:throw|pass)\w*",
    )),
    # Exercises.
    Name("walking lunges", 1.9, (r"\bwalk\w* (?:\w+ )?lunges?\b", "lunge walk", r"lunges across\b"), goes_on=True),
    Name("side lunges", 2.0, (
        r"\b(?:side|lateral|sideways?)[ -]lunges\b", r"\blunges? (?:from )?side to side\b",
        r"\b(?:side|lateral|sideways?)[ -]lunge(?:s|ing)?,? alternat\w+",
        r"\blunges? to (?:alternat\w+|both|either|each) sides?\b",
    ), goes_on=True),
    Name("step touch", 0.9, (
        r"\bstep[ -]?touch\w*", r"\b(?:steps?|stepping|shuffl\w+) (?:from )?side to side\b",
        r"^(?:<do> )?(?:alternating )?side[ -]steps$", r"\bside[ -]?steps? (?:from )?side to side\b",
        r"\balternat\w+ side[ -]?steps?\b",
    ), goes_on=True),
    Name("press", 2.4, (
        r"\b(?:over ?head|shoulder|military|barbell|dumbbell|push) press(?:es|ing)?\b(?! the)",
        r"(?:press|lift|push|hoist)\w* <a>(?:barbell|dumbbells?|weights?|kettlebells?)\b(?! plate) (?:\w+ )*?"
        r"(?:over|above|up)\b",
    ), goes_on=True),
    Name("bench press", 2.6, (r"\bbench[ -]?press\w*",), goes_on=True, ends="lying"),
    Name("pull up", 2.4, (r"\b(?:pull|chin)[ -]?ups\b", r"\b(?:a|one|<n>) (?:pull|chin)-up\b"), goes_on=True),
    Name("kettlebell", 1.6, (r"\bkettle ?bell swing(?:s|ing)?\b", r"swing\w* <a>kettle ?bell\b"), goes_on=True),
    Name("pistol squat", 3.0, (r"\bpistol squats?\b", r"\b(?:one|single)[ -]leg(?:ged)? squats?\b")),
    Name("plank tap", 0.9, (r"\bplank\b.*\btaps?\b", r"\bshoulder taps\b"), goes_on=True, ends="lying"),
    # Games.
    Name("putt", 2.8, (
        r"\bputt(?:s|ing)?\b(?! (?:on|off|up|down|out|away|back|both)\b)"
        r"(?! (?:the|an?|his|her|their|one|my) (?!(?:\w+ )?(?:balls?|putt|hole)\b))",
    )),
    Name("frisbee", 1.8, (r"(?:throw|toss|fling|hurl|flick)\w* <a>(?:frisbee|disc|discus)\b", "^frisbee")),
    # Alone, and not over what the legs do or beside other gestures.
    Name("laugh", 3.1, (
        r"^(?:(?:he|she|they|someone|somebody|(?:(?:an?|the|one) )?(?:\w+ )?(?:(?:wo)?man|girl|boy|guy|person|kid|"
        r"child|lady|character|villain|witch|king|figure)|(?:an?|the) \w+) )?(?:is |starts |stands )?"
        r"(?:laugh(?:s|ing)?|guffaw(?:s|ing)?|cackl(?:es|ing)|(?:bursts?|bursting) out laughing|cracks up|laughter)"
        r"(?: (?:out loud|(?:so |very |really )?(?:hard|loud|loudly)|\w+ly|a lot|"
        r"at (?:him|her|them|someone|it|(?:a|the|his|her) \w+(?: \w+)?)))*$",
    ), goes_on=True),
    # The street.
    Name("hip hop", 4.8, (
        r"\bhip[ -]?hop\b(?! (?:music|walk|bunny))", r"\b(?:street|urban)[ -]?danc\w+", r"\bdanc\w+ to (?:a )?rap\b",
    )),
)  # fmt: skip
