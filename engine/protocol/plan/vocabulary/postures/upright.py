"""Named postures of who stands."""

from __future__ import annotations

from .rows import LEANS, ON, OWN, PUTS, SELF, STANDS, WITH, Row, rows

# The first that fits counts: what says more stands before what says less.
UPRIGHT: tuple[Row, ...] = (
    *rows(
        "standing",
        ("fly", r"super-? ?man(?: flying| fly)?(?: pose)?|flying superhero(?: pose)?", r"(?:poses|posing|stands|"
         r"flies) like super-? ?man"),
        ("power", r"(?:super-? ?hero|hero|wonder ?woman|power|heroic|victorious hero)(?: standing)? (?:pose|stance|"
         r"idle)",
         rf"{STANDS} like a (?:super ?-?hero|hero)"),
        ("t-pose", r"t-? ?pose|bind pose", r"t-? ?pos(?:es|ing)"),
        ("a-pose", r"a-? ?pose|rest pose", r"a-pos(?:es|ing)"),
        ("hug", r"self[ -]hug(?:ging)?", rf"(?:hugs?|hugging|embrac(?:es|ing)|hold(?:s|ing)) {SELF}(?: "
         rf"(?:tight(?:ly)?|close|warm|because (?:he|she) "
         rf"is cold|in the cold|from the cold|for comfort))*|wrap(?:s|ping|ped)? {OWN}arms (?:tightly "
         rf")?around {SELF}|(?:with )?{OWN}arms "
         rf"(?:wrapped )?around {SELF}"),
        ("facepalm", r"face-? ?palm", rf"face-? ?palm(?:s|ing|ed)?(?: (?:in|with|from) (?:frustration|disbelief|"
         rf"embarrassment|disappointment|"
         rf"annoyance)| hard| slowly)?|(?:puts|buries|hides) {OWN}face in {OWN}hand(?!s)|(?:slaps|hits|smacks)"
         rf" {OWN}(?:forehead|face)"),
        ("surrender", r"hands up(?= *$)|hands up,? (?:surrender(?:ing)?|don'?t shoot|freeze)|surrender(?: pose| idle)?",
         rf"(?:{PUTS} {OWN}(?:hands|arms) up|raises? {OWN}hands|(?:with {OWN})?hands up),? "
         rf"(?:and |to |in )?surrender(?:s|ing|ed)?|surrender(?:s|ing|ed)?"
         rf"(?:,? {WITH}{OWN}(?:hands|arms) (?:up|raised|in the air))?|(?:held|is held) at gunpoint(?:,? hands "
         rf"up)?|(?<!.)hands up(?= *$)"),
        ("crucified", r"crucifi(?:ed|xion)(?: pose)?|jesus (?:on the cross|pose)|christ the redeemer|cross pose|"
         r"scarecrow(?: pose)?",
         rf"(?:{STANDS} )?(?:like|as if|as though)? ?crucified(?:,? {WITH}{OWN}arms (?:stretched )?(?:out|spread|"
         rf"wide))?|{STANDS} like (?:a "
         r"scarecrow|jesus|christ)|hangs? on (?:a|the) cross"),
        ("arms-v", r"(?:victory|winner|winning|champion|triumph(?:ant)?|celebration|rocky) pose(?:,? (?:with "
         r")?(?:both )?(?:arms|fists|hands) (?:raised|up|in a v|"
         r"in the air)(?: in a v)?)?|(?:both )?arms (?:raised |up |held )*in a v(?:[ -]shape)?|touchdown(?: signal| "
         r"pose)?",
         rf"(?:{PUTS} )(?:{OWN})(?:fists|arms|hands) (?:up |high |in the air )?(?:in|for) (?:victory|triumph|"
         rf"a v(?:[ -]shape)?)|"
         rf"{STANDS} victorious(?:ly)?(?:,? {WITH}{OWN}(?:arms|fists) (?:raised|up))?|(?:y-? ?pose|y-? ?poses)"),
        ("dab", r"dab(?: dance| pose| move)?", r"dab(?:s|bing|bed)?(?: (?:to the (?:left|right)|hard|on them))?(?! "
         r"(?:at|the|his|her|on|with))"),
        ("biceps", r"(?:double )?bicep?s?(?: flex(?:ing)?| pose)|body-? ?builder?(?: flex(?:ing)?| pose| posing)?|"
         r"strongman pose|muscle (?:pose|flex)|"
         r"flexing (?:pose|idle)",
         rf"(?:flex(?:es|ing)?|show(?:s|ing)?(?: off)?) {OWN}(?:biceps?|muscles?|guns|arms)|body-? ?builder "
         rf"flex(?:es|ing)?|flex(?:es|ing) like a bodybuilder"
         r"|poses? like a body ?builder"),
        ("flex-pose", r"most muscular(?: pose)?|crab (?:flex|pose)", ""),
        ("lightning", r"(?:usain )?bolt(?:'s)? (?:pose|celebration)|lightning bolt pose|archer celebration|to di "
         r"world", r"poses? like usain bolt"),
        ("titanic", r"titanic pose|king of the world(?: pose)?", r"(?:poses|stands) like (?:in |on (?:the "
         r")?)?titanic"),
        ("namaste", r"namaste|wai(?: greeting)?|anjali mudra|gassho", r"(?:says|does|greets with|bows) (?:a "
         r")?namaste"),
        ("shush", r"shush|shh+|be quiet gesture", r"shush(?:es|ing)?(?: \w+)?|(?:puts|holds|places) (?:a|his|her|"
         r"the|one) (?:\w+ )?finger (?:to|on|over|against) "
         rf"{OWN}(?:lips|mouth)"),
        ("thinking", r"thinking (?:pose|idle|stance)|pensive (?:pose|idle)", rf"{STANDS} (?:and "
         rf")?thinking,? {WITH}{OWN}hand on {OWN}chin|"
         rf"(?:ponders|pondering|contemplat(?:es|ing)|thinks hard)(?:,? {WITH}{OWN}hand on {OWN}chin)?"),
        ("attention", r"(?:standing at |stand(?:s)? to )?attention(?: pose| stance)?", rf"{STANDS} (?:at|to) "
         rf"attention(?: like a soldier)?|snaps to attention"),
        ("at-ease", r"(?:soldier |standing )?at ease|parade rest|military rest", rf"{STANDS} (?:at ease|at parade "
         rf"rest)"),
        ("guard", r"box(?:ing|er)'?s?['’]? (?:guard|stance|pose|idle|position|ready)|orthodox stance|"
         r"(?:high )?guard (?:stance|up|position)|boxing stance",
         rf"{PUTS} {OWN}(?:fists|guard|dukes) up(?: (?:in|into) (?:a )?(?:boxing )?(?:guard|stance))?|{STANDS} "
         rf"in (?:a )?boxing (?:guard|stance)|(?<!.)fists up(?= *$)"),
        ("fighting", r"(?:karate|kung[ -]?fu|martial arts?|taekwondo|mma|street fighter|judo) (?:stance|pose|ready|"
         r"idle|position)", ""),
        ("en-garde", r"(?:fenc(?:ing|er)'?s? )?en[ -]?garde?(?: stance| position| pose)?|fencing (?:stance|pose|"
         r"position|guard|idle)|fencer'?s? stance", ""),
        ("ready", r"(?:athletic |tennis |goalie |goalkeeper |defensive |basketball |volleyball |sports )?ready "
         r"(?:stance|position|pose)|(?:athletic|goalie|goalkeeper|"
         r"goalkeeper's|shortstop|(?:basketball )?defen[sc]ive|volleyball(?: receive)?) (?:stance|position|pose|"
         r"ready)", ""),
        ("horse", r"horse[ -](?:riding )?stance|kiba[ -]?dachi|ma ?bu|goddess pose", ""),
        ("lunge", r"(?:static |low |deep )?lunge (?:position|pose|hold)|crescent lunge|(?:low|static) lunge|split "
         r"squat hold", r"hold(?:s|ing)? (?:a|the) (?:low |deep )?lunge"),
        ("tree", r"(?:yoga )?tree[ -]pose|vrksasana|tree (?:asana|position)", ""),
        ("crane", r"crane (?:kick )?(?:pose|stance)|karate kid(?: pose| stance)?|flamingo (?:pose|stance)|crane", ""),
        ("passe", r"pass[eé](?: position)?|retir[eé]|ballerina pose|ballet pose|music box (?:pose|ballerina)|"
         r"arabesque prep", ""),
        ("dancer", r"(?:king |lord of the )?dancer'?s?['’]? pose|natarajasana", ""),
        ("warrior-three", r"warrior[ -]?(?:3|three|iii)(?: pose| yoga)*|airplane pose|virabhadrasana (?:3|iii)|"
         r"arabesque|t-? ?balance", ""),
        ("warrior-two", r"warrior[ -]?(?:2|two|ii)(?: pose| yoga)*|virabhadrasana (?:2|ii)", ""),
        ("warrior-one", r"warrior[ -]?(?:1|one|i)(?: pose| yoga)*|(?:yoga )?warrior(?:'s)?[ -]pose|"
         r"virabhadrasana(?: (?:1|i))?|yoga warrior", ""),
        ("triangle", r"(?:extended )?triangle pose|trikonasana", ""),
        ("chair-pose", r"(?:yoga )?chair[ -]pose|utkatasana", ""),
        ("forward-fold", r"(?:standing )?forward (?:fold|bend)(?: pose)?|uttanasana|rag ?doll pose|toe touch "
         r"(?:pose|hold|stretch)", ""),
    ),
    *rows(
        "standing",
        ("wall-foot-up", "", rf"{LEANS} against (?:a |the )?\w+,? {WITH}(?:one|a|his|her|the)(?: left| right)? "
         rf"(?:foot|leg|knee) (?:propped |resting |bent |raised )*"
         r"(?:up )?(?:on|against|up)(?: (?:it|the wall))?|foot up on the wall"),
        ("wall-shoulder", r"", rf"{LEANS}(?: sideways| {OWN}(?:left |right )?shoulder| to the side)+ (?:against|"
         rf"on) (?:a |the |his |her )?(?:brick |door ?)?(?:wall|doorframe|frame|"
         r"door|doorway|post|tree|lamp ?post|pole|column|pillar)|lean(?:s|ing)? in (?:a |the )doorway|lean(?:s|"
         r"ing)? (?:against|on) (?:a |the )(?:lamp ?post|doorframe|door ?way|pole)"),
        ("hands-on-wall", "", rf"(?:{LEANS} against (?:a |the )?wall,? {WITH}{OWN}hands(?: on (?:it|the wall)"
         rf")?|{PUTS} {OWN}hands (?:on|against) (?:a |the )wall|"
         rf"{LEANS} with {OWN}hands (?:on|against) (?:a |the )wall|{OWN}hands (?:on|against) the wall)"),
        ("wall", r"(?:wall lean|lean(?:ing)? (?:wall|idle))(?: idle)?", rf"(?:{STANDS} )?{LEANS} {OWN}(?:back "
         rf")?(?:up )?against (?:a |the |his |her )?(?:brick )?(?:wall|car|tree|fence|locker|"
         r"lockers|pillar|column|door|truck|counter)|(?:back|backs up) against (?:a |the )wall"),
        ("rail", "", rf"{LEANS} (?:on|against|over) (?:a |the |his |her )?(?:bar|rail(?:ing)?|counter|balcony(?: "
         rf"rail(?:ing)?)?|fence|bar counter|window ?sill|ledge)(?:,? {WITH}{OWN}"
         r"(?:elbows|forearms|arms)(?: on it)?)?|(?:elbows|forearms) on the (?:bar|railing|counter)"),
        ("table", "", rf"{LEANS} {ON} (?:a |the |his |her )?(?:table|desk|workbench|map table)"
         rf"(?:,? {WITH}{OWN}(?:hands|arms|palms)(?: (?:flat )?on it)?)?|"
         rf"{OWN}hands (?:flat )?on (?:the|a) (?:table|desk)(?:,? leaning(?: forward)?)?|lean(?:s|ing)? over (?:a|"
         rf"the|his|her) (?:table|desk|map)"),
        ("bent-over", "", r"(?:(?:bent over|bends over|doubled over|doubles over|out of breath|catching "
         rf"(?:his|her) breath|catches (?:his|her) breath|panting|exhausted),? ?)+"
         rf"{WITH}{OWN}hands (?:resting |braced )?on {OWN}knees(?:,? (?:out of breath|panting|catching (?:his|"
         rf"her) breath|exhausted|breathing (?:hard|heavily)))?|hands on knees,? (?:out of breath|"
         r"panting|exhausted|catching breath)"),
    ),
)  # fmt: skip
