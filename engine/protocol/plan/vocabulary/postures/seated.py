"""Named postures of who sits, kneels or squats."""

from __future__ import annotations

from .rows import CHAIR, FLOOR, GROUND, KNEELS, LEG, LEGS, OWN, SELF, SITS, WITH, Row, rows

# The first that fits counts: what says more stands before what says less.
_TOP = r"(?:table|desk|bar|counter)"
SEATED: tuple[Row, ...] = (
    *rows(
        "sitting",
        ("head-in-hands", "", rf"{SITS}{CHAIR},? {WITH}(?:{OWN}head (?:is )?in {OWN}hands|{OWN}face "
         rf"in {OWN}hands)"
         rf"|sits? on the edge of (?:the|a|his|her) \w+,? head in hands"),
        ("thinker", r"(?:rodin'?s? )?(?:the )?thinker|le penseur", rf"{SITS} like (?:rodin'?s |the )?thinker"),
        ("legs-crossed", "", rf"{SITS}(?: on| in) (?:a|the|his|her) (?:\w+ )?(?:chair|bench|stool|sofa|couch|seat|"
         rf"throne)"
         rf",? {WITH}(?:{OWN}(?:legs|knees) crossed|crossed legs|one leg (?:crossed )?over the other)"
         rf"|{SITS},? {WITH}(?:{OWN}legs crossed|one leg (?:crossed )?over the other) (?:on|in) (?:a|the) chair"
         r"|cross(?:es|ing)? (?:his|her|the) legs on (?:a|the) chair"),
        ("asleep-at-desk", "", r"(?:sleep(?:s|ing)?|asleep|passed out|dozing|naps|napping|slumped)(?: over)? (?:at|"
         r"on|over) "
         r"(?:the|a|his|her) (?:desk|table|keyboard)|head down on (?:the|a|his|her) (?:desk|table)"),
        ("asleep", "", rf"(?:sleep(?:s|ing)?|asleep|dozing|dozes|nodding|nods off|naps?|napping|snoozing|falls "
         rf"asleep)(?: off)?"
         r"(?: sitting| seated| upright)? (?:in|on) (?:an?|the|his|her) (?:\w+ )?(?:chair|armchair|seat|bench|train|"
         r"bus|plane)"
         rf"|{SITS} asleep(?: in (?:a|the|his|her) \w+)?|(?:sleep(?:s|ing)?|asleep) (?:sitting|seated|while sitting)"
         rf"(?: up| upright| down)?|{SITS} (?:and |in a chair )?sleeping"),
        ("reclines", "", rf"{SITS}{CHAIR},? (?:leaning back|reclin(?:ed|ing)),? {WITH}{OWN}hands "
         rf"behind {OWN}head"
         rf"|{SITS}{CHAIR},? {WITH}{OWN}hands behind {OWN}head|leans? back in (?:the|a|his|her) "
         rf"chair,? {WITH}{OWN}"
         rf"hands behind {OWN}head"),
        ("spread", r"man ?-?spread(?:ing)?", rf"man ?-?spread(?:s|ing)?{CHAIR}(?:,? {WITH}{OWN}hands on {OWN}"
         rf"(?:thighs|knees))?|{SITS}{CHAIR},? {WITH}{OWN}(?:legs|knees) (?:wide |spread )?(?:apart|wide|spread)"
         rf""),
        ("elbows-on-knees", "", rf"{SITS}{CHAIR},? (?:leaning forwards?,? )?{WITH}{OWN}elbows (?:resting "
         rf")?on {OWN}knees"),
        ("chin-on-hand", rf"(?:(?:an|one|both) )?elbows? (?:resting |propped )?on {OWN}{_TOP}",
         rf"(?:leans?|leaning|rests?|resting|props?|propping|puts?) (?:an|his|her|one|the|both) elbows? on {OWN}{_TOP}"
         rf"(?:,? (?:and )?(?:with )?{OWN}(?:chin|head) (?:resting )?(?:in|on) {OWN}(?:hand|fist|palm)s?)?"
         rf"|{SITS}{CHAIR},? {WITH}(?:{OWN}elbows? on {OWN}{_TOP},? {WITH})?{OWN}(?:chin|head|cheek) "
         rf"(?:resting |propped |rested )?(?:on|in) (?:the|his|her|one|a) (?:hand|fist|palm)"),
        ("desk", "", rf"{SITS} (?:at|behind) (?:a|the|his|her) (?:desk|table),? {WITH}{OWN}(?:hands|arms) "
         rf"(?:folded|"
         rf"clasped|crossed|resting)? ?on {OWN}(?:desk|table|top)"),
        ("seat-lap", "", rf"{SITS}{CHAIR},? {WITH}{OWN}hands (?:folded |clasped |resting )?in {OWN}lap"),
    ),
    *rows(
        "sitting",
        ("sulks", "", rf"(?:sulk(?:s|ing)|{SITS} sulking|cr(?:ies|ying))[\w ]*?,? {WITH}{OWN}arms (?:\w+ "
         rf")?(?:a?round) "
         rf"{OWN}{LEG}|{SITS}[\w ]*?(?:head|face) (?:buried |resting |down |hidden )*(?:on|in|between) {OWN}knees"
         r"(?: and arms around them)?"),
        ("hugs-knees", "", rf"{SITS}{GROUND}[\w ]{{0,30}}?,? {WITH}(?:{OWN}arms (?:\w+ )?(?:a?round)"
         rf" {OWN}{LEG}|"
         rf"(?:hugg?ing|hugs|holding|holds|clutching|embracing|wrapping) {OWN}(?:arms "
         rf"around {OWN})?{LEGS}|{OWN}knees "
         rf"(?:pulled |drawn |tucked )*(?:up )?(?:to|against|into|at) {OWN}chest|{OWN}knees (?:pulled|drawn|"
         rf"tucked) up)"
         rf"(?:{GROUND})|hug(?:s|ging)? {OWN}(?:knees|legs)(?: to {OWN}chest)?{GROUND}"
         rf"|{OWN}arms (?:wrapped )?around {OWN}{LEGS}"),
        ("leans-back", "", rf"(?:{SITS}{GROUND},? (?:and )?)?(?:lean(?:s|ing|ed)|propped|props {SELF}|"
         rf"propping {SELF})(?: back"
         rf"| up)*,? (?:on|onto|against) {OWN}(?:hands|palms|arms)(?: behind (?:him|her|them)(?:self)?)?"
         rf"{GROUND}|{SITS}{GROUND},? {WITH}{OWN}(?:hands|arms) (?:\w+ )?behind (?:him|her|them)(?:self)?(?: "
         rf"on the \w+)?"
         rf"|{SITS}{GROUND},? leaning back"),
        ("lotus", r"(?:full |half )?lotus(?: position| pose| posture| seat)|padmasana|(?:full |half )lotus",
         rf"{SITS} (?:in )?(?:the |a )?(?:full |half )?lotus"),
        ("floor-pray", "", rf"{SITS}(?: down)? cross-? ?legged{GROUND},? {WITH}(?:praying|{OWN}(?:hands|palms) "
         rf"(?:in prayer|"
         r"together))"),
        ("meditation", r"(?:cross-? ?legged )?meditation(?: pose| position| posture| idle)?|easy pose|sukhasana|"
         r"zazen|buddha(?: pose| position)",
         rf"(?:{SITS}{GROUND}[\w ,-]{{0,24}}?)?\bmeditat(?:es|e|ing)(?: {SITS}| cross-? ?legged|{GROUND})*|"
         rf"{SITS} like (?:a )?(?:buddha|monk|yogi)"),
        ("cross-legged", r"(?:sitting )?(?:indian style|criss-? ?cross(?: apple-? ?sauce)?)|tailor(?:'s)? (?:seat|"
         r"sit|pose)",
         rf"{SITS}{GROUND},? {WITH}(?:cross(?:ed)?-? ?legged|criss-? ?cross(?: apple-? ?sauce)?|indian[ -]style|"
         rf"{OWN}legs crossed(?! (?:on|in) a chair)|crossed legs|tailor style){GROUND}"
         rf"(?:,? {WITH}{OWN}(?:hands|palms|arms) (?:resting |placed )?on {OWN}knees)?|cross-? ?legged "
         rf"sit(?:ting)?{GROUND}"),
        ("butterfly", r"butterfly (?:pose|stretch|sit|position)|cobbler'?s? pose|baddha konasana|bound angle pose",
        ""),
        ("straddle", r"straddle (?:sit|stretch|split|pose)|pancake stretch",
         rf"{SITS}{GROUND},? {WITH}{OWN}legs (?:\w+ )?(?:wide )?(?:apart|spread|wide|open){GROUND}"),
        ("long-sit", r"staff pose|dandasana|long sit(?:ting)?",
         rf"{SITS}{GROUND},? {WITH}{OWN}legs (?:straight|stretched|extended|outstretched|out)(?: out)?(?: (?:in "
         rf"front|"
         rf"ahead|forwards?)(?: of (?:him|her|them)(?:self)?)?)?{GROUND}"),
        ("side-sit", r"mermaid (?:pose|sit|position)|side[ -]sit(?:ting)?(?: position)?",
         rf"{SITS}{GROUND},? (?:like a mermaid|{WITH}{OWN}(?:legs|feet) (?:\w+ )?to (?:the|one|his|her) side)"),
        ("knee-up", "", rf"{SITS}{GROUND},? {WITH}(?:one|the|his|her|a)(?: left| right)? (?:knee|leg) (?:pulled |"
         rf"drawn |bent )?up"
         rf"{GROUND}(?:,? {WITH}{OWN}arm (?:resting )?on (?:it|{OWN}knee))?"),
        ("slumped", "", rf"(?:{SITS} )?(?:slump(?:s|ed|ing)?|passed out|unconscious|wounded|knocked out)(?: down)? "
         r"against (?:the|a) (?:wall|tree|rock|crate|door)(?:,? unconscious|,? dead)?"),
        ("boat", r"boat (?:pose|position)|navasana|v-? ?sit(?:s)?(?: hold)?|v-? ?hold", ""),
        ("head-on-knees", "", rf"{SITS}{GROUND},? {WITH}{OWN}head in {OWN}hands{GROUND}"),
    ),
    *rows(
        "kneeling",
        ("seiza", r"seiza|japanese sitting|thunderbolt pose|vajrasana|hero pose",
         rf"{KNEELS}{GROUND},? (?:back )?{WITH}(?:in )?(?:seiza|{OWN}hands (?:\w+ )?on {OWN}(?:thighs|lap|knees)|"
         rf"(?:sitting )?(?:back )?on {OWN}heels)|{SITS} (?:in seiza|(?:back )?on {OWN}(?:heels|knees)(?! (?:of|to)))"),
        ("dogeza", r"dogeza|kowtow|prostration|sajda|sujud",
         rf"(?:bow(?:s|ing)?|prostrat(?:es|ing)(?: {SELF})?|kneels? and bows?|grovel(?:s|ing|led)?)(?: deeply| "
         rf"down| low)? "
         rf"(?:on|to|onto|against) (?:the )?{FLOOR}(?: (?:in )?dogeza)?|kowtow(?:s|ing)?|prostrat(?:es|ing) {SELF}|"
         rf"{KNEELS},? (?:and )?(?:presses|touches|touching|pressing|lowers|puts|with) {OWN}(?:head|forehead) "
         rf"(?:down )?"
         rf"(?:to|on|against|onto) the (?:floor|ground)"),
        ("child", r"child'?s?['’]?s? pose|childs? pose|balasana|resting child", ""),
        ("camel", r"camel(?: pose)|ustrasana", ""),
        ("hostage", r"hostage (?:pose|position|kneeling)(?: hands behind head)?",
         rf"(?:(?:a )?hostage )?(?:{KNEELS}),?{GROUND},? {WITH}{OWN}(?:hands|arms|fingers) (?:\w+ )?(?:behind|"
         rf"on) {OWN}(?:head|neck)"),
        ("kneel-surrender", "", rf"{KNEELS},?{GROUND},? {WITH}{OWN}(?:hands|arms) (?:held |raised )*(?:up|in "
         rf"the air|raised)(?: in surrender)?"),
        ("kneel-bound", "", rf"{KNEELS},?{GROUND},? {WITH}{OWN}(?:hands|arms|wrists) (?:\w+ )?behind {OWN}back"),
        ("kneel-pray", "", rf"{KNEELS},?{GROUND},? {WITH}(?:in prayer|to pray|prays|praying|{OWN}(?:hands|palms)"
         rf" (?:clasped |"
         r"folded |held |pressed )*(?:in prayer|together))|pray(?:s|ing) on (?:his |her |the )?knees"),
        ("kneel-beg", "", rf"(?:beg(?:s|ging)?|plead(?:s|ing)?)(?: for \w+)? on {OWN}knees|{KNEELS},?{GROUND},? "
         rf"(?:and )?(?:begs?|"
         r"begging|pleads?|pleading)(?: for \w+)?"),
        ("knees", r"(?:tall|high)[ -]kneel(?:ing)?", ""), ("one-knee", r"half[ -]kneel(?:ing)?", ""),
        ("kneel-slumped", "", rf"{KNEELS},?{GROUND},? (?:defeated|slumped|in defeat|in despair|exhausted|hunched "
         rf"over)|"
         r"(?:falls|sinks|drops) to (?:his|her|the) knees in (?:despair|defeat)"),
        ("cower", r"cower(?:ing)?(?: pose)?", r"cower(?:s|ing)?(?: in (?:fear|terror|a corner|the corner)| "
         r"down)*(?: on the (?:floor|"
         rf"ground)| on {OWN}knees)?(?: in (?:fear|terror))?(?:,? ?(?:with )?{OWN}(?:hands|arms) (?:\w+ )?(?:over|"
         rf"above|on|"
         rf"around|covering) {OWN}head)?"),
    ),
    *rows(
        "kneeling",
        ("landing", r"(?:super ?-?hero|iron ?man|hero|three[ -]point|3[ -]point)(?: style)? landing", r"lands? like "
         r"a super ?hero"),
        ("propose", r"(?:marriage )?proposal(?: pose)?", r"propos(?:es|ing)(?: marriage)?(?: (?:to )?(?:her|him|"
         r"someone))?(?: (?:down )?"
         r"on one knee)?|(?:gets|goes|kneels|drops)(?: down)? on one knee (?:and proposes|to propose)"),
        ("knight", r"knight(?:ing|'s)? (?:kneel|bow|pose)|genuflect(?:ion)?",
         rf"{KNEELS}(?: on one knee)?,? (?:like a (?:knight|samurai)|{WITH}(?:{OWN}head (?:bowed|down)|"
         rf"bows {OWN}head|bowed head))"
         r"|genuflect(?:s|ing)|kneels? (?:down )?before (?:the|a|his|her) (?:king|queen|lord|throne|altar)"),
    ),
    *rows(
        "crouching",
        ("squat", r"(?:asian|slav|slavic|gopnik|russian|flat[ -]foot(?:ed)?)[ -]squat(?:ting)?|gopnik",
         r"squat(?:s|ting)?(?: down)? (?:slav|gopnik|asian)[ -]?style(?: (?:and |with )rest\w* (?:the |his |"
         r"her )?elbows on (?:the |his |her )?knees)?|squat(?:s|ting)?(?: down)? (?:like|as) (?:a |"
         r"an )?(?:gopnik|slav|asian|russian)|(?:slav|asian|gopnik)[ "
         r"-]squat(?:s|ting)"
         rf"|squat(?:s|ting)?(?: down)?,? {WITH}{OWN}(?:elbows|arms|forearms) (?:resting )?on {OWN}knees"),
        ("deep-squat", r"malasana|garland pose|yoga squat|prayer squat", ""),
        ("catcher", r"(?:baseball )?catcher'?s?['’]? (?:squat|stance|crouch|position|pose)|(?:baseball )?catcher",
         r"squat(?:s|ting)? like a (?:baseball )?catcher|catcher (?:crouch|squat)\w*(?: behind (?:home |the )?plate)?"),
        ("frog", r"(?:frog|spider-? ?man|gargoyle|toad) (?:squat|pose|crouch|perch|stance|position)",
         r"(?:crouch(?:es|ing)?|squat(?:s|ting)?|perch(?:es|ed|ing)?)(?: down)? like (?:a )?(?:frog|spider-? ?man|"
         r"gargoyle|gollum)"),
        ("hand-down", "", rf"(?:crouch(?:es|ed|ing)?|squat(?:s|ting)?)(?: down)?(?: low)?,? {WITH}(?:one|a|his|her|"
         rf"the)(?: left| right)?"
         r" (?:hand|fist|palm) (?:touching |placed )?(?:on|to|down on) the (?:floor|ground)"),
        ("cover", "", r"(?:crouch(?:es|ed|ing)?|squat(?:s|ting)?|hid(?:es|ing)|duck(?:s|ed|ing)?|tak(?:es|ing) "
         r"cover)(?: down)?(?: low)? "
         r"(?:behind|in|under) (?:a |an |the |some )?(?:low )?(?:cover|wall|crate|crates|barrel|car|rock|box|bush|"
         r"table|barricade)"),
        ("ball-squat", r"duck and cover|brace position", r"duck(?:s|ing)? and cover(?:s|ing)?|(?:crouch(?:es|ing)?|"
         r"squat(?:s|ting)?)"
         rf"(?: down)?,? {WITH}{OWN}(?:hands|arms) (?:\w+ )?(?:over|on|covering) {OWN}head"),
        ("set", r"(?:sprint(?:er)?'?s?['’]? )?set position", r"get(?:s)? set"),
        ("marks", r"sprint(?:er)?'?s?['’]? (?:start(?:ing)?(?: position| pose| blocks?)?|crouch|block start)|"
         r"(?:starting|start) blocks?|"
         r"(?:track |running )start(?:ing)? position|on your marks?|crouch start",
         r"(?:gets |takes |is )?(?:in|into|on) (?:the |his |her )?(?:starting )?blocks|(?:gets )?(?:on|takes) "
         r"(?:your|his|her) marks?"),
        ("three-point", r"(?:three|3)[ -]point stance|(?:football )?lineman stance|linebacker stance", ""),
        ("sumo", r"sumo (?:stance|squat|pose|wrestler|ready)|shiko(?: stance)?", ""),
    ),
)  # fmt: skip
