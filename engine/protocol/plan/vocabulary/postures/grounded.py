"""Named postures on hands and feet or lying."""

from __future__ import annotations

from .rows import GROUND, LIES, OWN, SELF, WITH, Row, rows

# The first that fits counts: what says more stands before what says less.
GROUNDED: tuple[Row, ...] = (
    *rows(
        "lying",
        ("forearm-plank", r"(?:forearm|elbow|low)[ -]plank(?:s|ing)?|plank on (?:his|her|the) (?:elbows|forearms)",
        ""),
        ("side-plank", r"side[ -]plank(?:s|ing)?|vasisthasana", ""),
        ("plank", r"(?:high |straight arm )?plank(?:s|ing)?(?! (?:of|over))|(?:push|press)[ -]?up (?:position|pose|"
         r"start|hold|ready)",
         r"plank(?:s|ing)(?= *(?:$|[,.;]|for\b|and\b|then\b|on\b))"),
        ("down-dog", r"down(?:ward)?(?:s)?[ -]?(?:facing[ -])?dog|adho mukha svanasana", ""),
        ("cobra", r"cobra(?: pose| stretch| position)?|bhujangasana|up(?:ward)?(?:s)?[ -]?(?:facing[ -])?dog|sphinx "
         r"pose|seal stretch", ""),
        ("bird-dog", r"bird[ -]?dog", ""),
        ("cat", r"cat (?:pose|stretch)|angry cat", ""), ("cow", r"cow (?:pose|stretch)", ""),
        ("bear", r"bear (?:plank|hold|pose)|beast hold", ""),
        ("fours", r"(?:on )?(?:all[ -]fours|(?:his |her )?hands and (?:his |her )?knees)|quadruped(?: position)?|"
         r"table ?top pose",
         r"(?:kneel(?:s|ing)?|get(?:s|ting)?|go(?:es|ing)?|drop(?:s|ping)?|fall(?:s|ing)?|stand(?:s|ing)?|down|is|"
         r"stays?|waits?|waiting|comes|sinks|lowers)(?: (?:down|back))? (?:on|onto|to) (?:all[ -]fours|(?:his |her |"
         r"the )?hands and (?:his |her |the )?knees)"),
    ),
    *rows(
        "lying",
        ("propped", r"draw me like one of your french girls(?: pose)?|paint me like one of your french girls",
         rf"(?:{LIES}|reclin(?:es|ing|e))(?: down)?(?: (?:on|onto) {OWN}(?:left |right "
         rf")?side)?{GROUND},? {WITH}(?:propping (?:up )?)?"
         rf"{OWN}head (?:up )?(?:propped|resting|resting up|supported|held|leaning)?(?: up)? ?(?:on|in|by|with)"
         rf" {OWN}(?:hand|arm|elbow|"
         rf"palm|fist)|(?:{LIES}|reclin(?:es|ing|ed?)) on {OWN}(?:left |right )?side,? (?:propped|leaning)"
         rf"(?: up)? on {OWN}(?:elbow|arm|"
         rf"hand)"
         rf"|{LIES} on {OWN}(?:left |right )?side,? {WITH}propping (?:up )?{OWN}head[\w ]*"),
        ("fetal", r"f(?:o)?etal(?: position| pose)?|embryo position",
         rf"(?:{LIES}(?: (?:on (?:the|his|her) (?:left |right )?side))?{GROUND},? (?:and )?)?curl(?:s|ed|"
         rf"ing)?(?: {SELF})?(?: up)?"
         rf"(?: up|(?: (?:in|into) (?:a|the) (?:tight )?(?:ball|f(?:o)?etal position)))(?: on (?:the|his|her) "
         rf"(?:left |right )?side)?{GROUND}"
         rf"(?: (?:in|into) (?:a|the) (?:tight )?ball)?|{LIES}{GROUND} in (?:a|the) f(?:o)?etal position"),
        ("sleep-side", r"side sleeper",
         rf"(?:sleep(?:s|ing)?|asleep|slept|naps?)(?: down)? on {OWN}(?:left |right )?side{GROUND}|{LIES} on {OWN}"
         rf"(?:left |right )?side{GROUND},? (?:and )?(?:sleeping|asleep|sleeps)"),
        ("sleep-front", r"stomach sleeper|belly sleeper",
         rf"{LIES} on {OWN}(?:belly|stomach|front|tummy){GROUND},? (?:and )?(?:sleeping|asleep|sleeps)|"
         rf"(?:sleep(?:s|ing)?|asleep|slept|naps?) (?:on {OWN}(?:belly|stomach|front|tummy)|face[ -]?down|"
         rf"prone){GROUND}"),
        ("sunbathe", "", rf"sun-? ?bath(?:es|e|ing)|{LIES}(?: on {OWN}back)?{GROUND},? {WITH}{OWN}(?:hands|"
         rf"arms) (?:\w+ )?behind {OWN}head"
         r"|sun-? ?tann?ing"),
        ("sleep-back", r"sleeping(?: pose| idle)", rf"(?:sleep(?:s|ing)?|asleep|slept|naps?|napping|snor(?:es|ing))"
         rf"(?: peacefully| soundly| deeply)?"
         rf"(?: on {OWN}back)?(?: (?:on|in) (?:the|a|his|her) (?:bed|floor|ground|grass|mat|couch|sofa))?(?= *(?:$|"
         rf"[,.;]|and\b|then\b|for\b))"
         rf"|{LIES} on {OWN}back{GROUND},? (?:and )?(?:sleeping|asleep|sleeps)|"
         r"unconscious(?: on (?:the|his|her) (?:floor|ground|back))?"),
        ("starfish", r"star-? ?fish(?: pose| position)?|snow angel(?: pose)?|spread[ -]eagled?",
         rf"{LIES}(?: on {OWN}back)?{GROUND},? (?:spread[ -]eagled?|like a star-? ?fish|{WITH}{OWN}(?:arms and "
         rf"legs|limbs) (?:spread|"
         rf"stretched)(?: out| wide| apart)*){GROUND}"),
        ("coffin", r"(?:coffin|vampire|dracula|mummy)(?: sleeping)? (?:pose|position)",
         rf"{LIES}(?: on {OWN}back)?{GROUND},? (?:like a (?:vampire|mummy|corpse in a coffin)|in a "
         rf"coffin|{WITH}{OWN}(?:hands|arms) (?:\w+ )?"
         rf"(?:on|over|across) {OWN}(?:chest|belly|stomach))"),
        ("dead", r"dead(?: body)?(?: on (?:the|his|her) (?:floor|ground|back))*(?:,? on (?:the|his|her) back)?|corpse|"
         r"dead idle",
         rf"{LIES} (?:there )?(?:dead|lifeless|unconscious|motionless on the (?:floor|ground))"
         r"(?: on (?:the|his|her) (?:floor|ground|back))*|plays dead"),
        ("on-side", r"recovery position", ""), ("on-front", r"prone(?: position)?", ""),
        ("on-back", r"corpse pose|shavasana|savasana|supine(?: position)?", ""),
        ("knees-up", "", rf"{LIES}(?: on {OWN}back)?{GROUND},? {WITH}{OWN}(?:knees|legs) (?:bent|up|raised|"
         rf"bent up)"),
        ("bridge", r"(?:glute|hip)[ -]bridge(?:s)?|bridge (?:pose|position|exercise)|setu bandha(?:sana)?|hip "
         r"thrust hold", ""),
        ("superman", r"super-? ?man (?:exercise|stretch|hold|plank|back extension)|locust pose|supermans", ""),
        ("face-down", "", rf"(?:{LIES} |passed out |planted |flat |unconscious |dead )face[ -]?(?:down|first)(?: "
         rf"(?:on|in) the (?:\w+))?"),
    ),
)  # fmt: skip
