"""Things that hands hold and use, with the verbs that belong to them: what is done with them, and by which legs."""

from __future__ import annotations

from typing import NamedTuple

HOLDING = (
    "(?:with|carr(?:y|ies|ying)|hold(?:s|ing)?|bear(?:s|ing)|clutch(?:es|ing)?|grip(?:s|"
    "ping)?|lug(?:s|ging)|haul(?:s|ing))"
)
CARRYING = (
    "(?:carr(?:y|ies|ying)|hold(?:s|ing)?|bear(?:s|ing)|clutch(?:es|ing)?|cradl(?:es|ing)|grip(?:s|ping)?|"
    "lug(?:s|ging)|haul(?:s|ing))"
)  # a child that somebody is with isn't held
BLADES = "swords?|katana|axe|ax|sabre|saber|lightsaber|mace|club|blade|machete|broadsword|longsword|greatsword"
POLES = "staff|spear|stick|halberd|lance|pitchfork|polearm|oar|scythe"
LONG_GUNS = "rifle|shotgun|machine gun|assault rifle|musket|carbine|crossbow|sniper|gun|weapon|bazooka|flamethrower"
PISTOLS = "pistol|handgun|revolver|glock"
LOADS = (
    "box(?:es)?|crate|parcel|package|stack|pile|basket|barrel|treasure chest|load|books|logs?|bricks?|"
    "cake|pot|tv|television|rock|stone|boulder|sack|cauldron|something (?:heavy|big|large)|"
    "laundry|firewood|groceries|case"
)
POCKETED = (
    "phone|cellphone|smartphone|mobile|wallet|keys?|card|coins?|lighter|cigarettes?|notebook|photo|badge|money|"
    "gun|weapon"
)
HATS = "hat|cap|helmet|hood|crown|beanie|glasses|sunglasses|goggles|headphones|mask"
_SERVED = "tray|plate|platter|pizza|pizzas|dish|cake|pie|bowl|drinks"
_ONE_HAND = (
    r"(?:with|on|in|by|atop) (?:only )?(?:one|an?|the|his|her|the palm of (?:his|her|one)) "
    r"(?:open |flat |raised |left |right )*(?:hand|palm|arm|fingertips)"
)
_SMALL_ONES = "bab(?:y|ies)|infant|newborn|toddler|child|son|daughter|cat|kitten|puppy|dog|doll|teddy(?: bear)?"
_PAINTS = (
    "make-?up|make up|lipstick|lip gloss|lip balm|mascara|eyeliner|blush|rouge|foundation|eyeshadow|face paint|"
    "sun ?screen|sun ?cream|moisturi[sz]er|face cream|cream|lotion|powder"
)
_BESIDE = (
    r"(?: (?:with (?:one|the|his|her) (?:left |right )?hand|(?:next to|beside|near|by|at|over) (?:the|his|her) "
    r"(?:face|eyes?|head|cheek)))*"
)
_HIGH_UP = r"(?:the|a|his|her) (?:\w+ )?(?:shelf|shelves|bookshelf|rack|cupboard|cabinet)"


_SOMEBODY = (
    r"(?:(?:(?:an?|the|his|her|their|another) (?:(?!to\b|with\b|and\b)[a-z-]+ ){0,2}?)?"
    r"(?:somebody|someone|him|her|them|friend|person|man|woman|girl|boy|guy|kid|child|soldier|comrade|teammate|partner|"
    r"buddy|opponent|enemy|boss|customer|stranger|colleague|mother|father|mom|dad|brother|sister|son|daughter|wife|"
    r"husband|patient|student|player|dog|horse|cat|officer|guest|victim|lover|girlfriend|boyfriend|client|neighbo(?:u)?r|"
    r"companion|hostage|prisoner|thief|grandmother|grandfather|grandma|grandpa|lady|pal|mate|team|coach|king|queen)s?\b)"
)
_THEIRS = rf"{_SOMEBODY}(?:'s)?"
_GETS = r"(?:tak|accept|receiv|get|collect|grab)(?:e?s|ing|bing|ting)?"
_FROM_WHOM = rf"from (?:(?:an?|the) (?:\w+ )?(?:guy|man|woman|person|courier|hand|\w+er|\w+or|clerk)|{_SOMEBODY})"
_BACK = r"(?:back|shoulders?|head|arm|knee|cheek|hand)"
_LARGE = r"(?:package|parcel|box|crate|bag|suitcase|basket|tray|stack|baby|gift|present|pizza)"


class Row(NamedTuple):
    """verbs, things: patterns of them, no thing where the verb says it all. use: of `HANDLING`. legs: who does it where
    the sentence doesn't say."""

    verbs: str
    things: str
    use: str
    legs: str = "stand"


# The first that fits is meant.
ROWS: tuple[Row, ...] = (
    Row("(?:put|plac|set|lay|stow|return)(?:e?s|ting|ing)?(?: back)?",
        rf"[a-z]+ (?:up |back |away )?(?:on|onto|in|into)(?: top of)? {_HIGH_UP}", "shelve"),
    Row("(?:tak|get|grab|pick|pull|lift|fetch)(?:e?s|ting|ing|bing)?(?: down)?",
        rf"[a-z]+ (?:down )?(?:from|off|out of)(?: of)? {_HIGH_UP}", "unshelve"),
    Row("(?:tak|get|lift|bring)(?:e?s|ting|ing)? down", LOADS, "unshelve"),
    Row("(?:pick(?:s|ing)? up|answer(?:s|ing)?|get(?:s|ting)?|grab(?:s|bing)?)",
        "phone|cellphone|telephone|(?:phone )?call|receiver", "answer"),
    Row(r"hang(?:s|ing)? up(?: on (?:him|her|them|someone))?(?: the (?:phone|call|receiver)| his phone| her phone)?"
        r"(?! (?:\w+ )?(?:coat|hat|jacket|picture|painting|clothes|laundry|sign|poster))|"
        r"(?:end|finish)(?:s|es|ing)? the (?:phone )?call", "", "hang-up"),
    Row("(?:tak|snap|shoot|film|record|pos)(?:e?s|ing|ping)?(?: for)?", r"selfies?(?: (?:video|photo|stick))?",
        "selfie"),
    Row("(?:tak|snap|shoot|click)(?:e?s|ing|ping)?",
        "(?:photo|picture|snapshot|photograph|pic|video|shot)s?(?: (?:with|on|using) (?:a|the|his|her) "
        r"(?:\w+ )?(?:camera|phone|smartphone))?(?! (?:out|off|from)\b)", "photo"),
    Row("(?:film|photograph|record|video)(?:s|ing)?(?: [a-z]+)?(?: (?:with|on|using))?",
        "camera|phone|smartphone|camcorder|concert|scene|video|something|it|them|him|her|view|sunset|crowd|wedding",
        "photo"),
    Row(r"photograph(?:s|ing)\b(?: (?:a|an|the) \w+)?", "", "photo"),
    Row(rf"(?:{HOLDING}|aim(?:s|ing)?|look(?:s|ing)? through|point(?:s|ing)?)",
        "camera|camcorder|binoculars|viewfinder|telescope|spyglass", "photo"),
    Row("pour(?:s|ing)?(?: out)?", r"(?:drink|tea|coffee|water|wine|beer|milk|juice|whiskey|cup|glass|mug|shot|bottle)"
        r"(?: (?:from|into|in) (?:a|the|his|her) \w+)*", "pour"),
    Row("(?:draw|pull|unsheath|tak|whip)(?:e?s|ing|ping)?(?: out)?", BLADES + "|dagger|knife", "unsheathe"),
    Row("(?:sheath|put)(?:e?s|ing|ting)?(?: away| back)?", rf"(?:{BLADES}|dagger|knife)(?! (?:on|down)\b)", "sheathe"),
    Row("(?:tak|pull|get|draw|whip|fish|bring)(?:e?s|ing|ting|ping)?(?: out)?", f"{POCKETED}|{PISTOLS}", "pocket"),
    Row("(?:put|stow|pocket|holster|tuck)(?:s|ting|ing)?(?: away| back)?",
        rf"(?:{POCKETED}|{PISTOLS})(?! (?:on|onto|down)\b)", "stow"),
    Row("(?:tak(?:e|es|ing) off|remov(?:e|es|ing)|tip(?:s|ping)?|doff(?:s|ing)?)", HATS, "unhat"),
    Row("(?:put(?:s|ting)?(?: back)? on|puts?|don(?:s|ning)?|adjust(?:s|ing)?|fix(?:es|ing)?)",
        rf"(?:{HATS})(?! (?:down|away)\b)", "hat"),
    Row("(?:wip|mop)(?:e?s|ing|ping)", "forehead|brow|sweat|face|tears?|eyes?|mouth|nose", "wipe"),
    Row("(?:check|look|glanc|consult|read)(?:e?s|ing)?(?: (?:at|on))?", "watch|wristwatch|time", "watch"),
    Row(r"(?:smell|sniff)(?:s|ing)?", "[a-z]+", "smell"),
    Row(rf"(?:pat|tap|clap|strok|rub|pet|comfort|consol|reassur)(?:e?s|ting|ping|ing)? {_THEIRS}(?: (?:gently )?on"
        rf"(?: (?:the|his|her|their))? {_BACK})?(?: reassuringly| gently)?", "", "pat"),
    Row(rf"(?:pat|tap|clap|rub|massag|strok)(?:e?s|ting|ping|ing)? (?:{_SOMEBODY}'s|(?:a|the) \w+'s) {_BACK}", "",
        "pat"),
    Row(rf"(?:put|lay|plac)(?:e?s|ting|ing)? (?:a|one|the|his|her) hand on {_SOMEBODY}(?:'s)? {_BACK}", "", "pat"),
    Row(rf"whisper(?:s|ing)?\b(?: something| a secret| words)*(?: (?:to {_SOMEBODY}|(?:in|into) {_THEIRS} ear))?"
        r"|tell(?:s|ing)? (?:\w+ )*a secret", "", "whisper"),
    Row(rf"(?:giv(?:e|es|ing) (?:{_SOMEBODY} )?(?:an? )?)?high[- ]?fiv(?:e|es|ing)s?\b(?: (?:to |with )?{_SOMEBODY})?",
        "", "five"),
    Row(rf"(?:help(?:s|ing)? {_SOMEBODY}(?: to)? (?:walk|limp|along|off|away|home|cross\b[a-z ]*)|"
        rf"support(?:s|ing)? {_SOMEBODY})", "", "arm-around", "walk"),
    Row(rf"(?:giv(?:e|es|ing) (?:{_SOMEBODY} )?an? |carr(?:y|ies|ying) {_SOMEBODY} )?(?:piggy-?back|pickaback)"
        rf"(?: rid(?:e|es|ing))?(?: to {_SOMEBODY})?", "", "piggyback", "walk"),
    Row(rf"(?:help|pull|lift|pick)(?:s|ing)? {_SOMEBODY}(?: (?:back |get |to get |stand ))*"
        r" ?(?:up|to (?:the|his|her|their) feet)(?: (?:from|off) (?:of )?the (?:ground|floor))?", "", "help-up"),
    Row(rf"(?:put|throw|wrap|drap|sling)(?:s|ting|ing|e?s)? (?:an|one|the|his|her) arm (?:around|over|round) {_THEIRS}"
        r"(?: (?:shoulders?|waist|neck))?|with (?:an|one|the|his|her) arm (?:around|round) [a-z ]+", "", "arm-around"),
    Row(rf"(?:walk(?:s|ing)? )?hold(?:s|ing)? hands\b(?: with {_SOMEBODY})?|hold(?:s|ing)? {_SOMEBODY}(?:'s)? hand\b",
        "", "bag", "walk"),
    Row(rf"(?:chok|strangl|throttl)(?:e?s|ing)(?: out)? {_SOMEBODY}|grab(?:s|bing)? {_SOMEBODY} by the "
        r"(?:collar|throat|neck|shirt|shoulders)|"
        rf"shak(?:e|es|ing) {_SOMEBODY} by the (?:collar|shoulders)", "", "choke"),
    Row(r"work(?:s|ing)? with both hands\b", "", "work"),
    Row(r"(?:fan)(?:s|ning)? (?:himself|herself|themselves|oneself|the face|his face|her face)\b(?: with [a-z ]+)?", "",
        "fan"),
    Row(r"(?:with|holds|embraces|leads) (?:a|his|her|the) (?:dance |dancing )?partner(?: close)?\b", "", "partner"),
    Row("wav(?:e|es|ing)", "flags?|banner|torch|lantern|sign|placard|handkerchief|towel|scarf|pennant|streamers?",
        "flag"),
    Row(rf"{_GETS} (?:an?|the|some|his|her) (?:\w+ )?{_LARGE} {_FROM_WHOM}", "", "accept-load"),
    Row(rf"{_GETS} (?:(?:an?|the|some|his|her) (?:\w+ )?[a-z]+|something) {_FROM_WHOM}", "", "accept"),
    Row(r"(?:hand|giv|pass|offer|deliver)(?:e?s|ing)?(?: over)?",
        rf"{_LARGE} (?:over )?to (?:someone|somebody|him|her|them|an? (?:\w+ )?\w+|the (?:\w+ )?\w+)|"
        rf"(?:him|her|them|someone|somebody) an? (?:\w+ )??{_LARGE}", "give-load"),
    Row("(?:hand|giv|pass)(?:e?s|ing)? over", _LARGE, "give-load"),
    Row("(?:hand|giv|pass)(?:e?s|ing)? over", "[a-z]+(?: to (?:an? |the )?[a-z]+)?", "give"),
    Row("(?:hand|giv|pass|offer)(?:e?s|ing)(?: over)?",
        r"[a-z]+ (?:over )?to (?:someone|somebody|him|her|an? \w+|the \w+)|"
        r"(?:him|her|them|someone|somebody) (?:an?|the|his|her) [a-z]+", "give"),
    Row(rf"shak(?:e|es|ing) {_SOMEBODY}(?:'s)? hand\b", "", "handshake"),
    Row(r"spray(?:s|ing)?\b(?: (?!the\b|an?\b)[a-z]+)?", "", "hose"),
    Row(r"shak(?:e|es|ing) hands\b(?: with (?:\w+ )?\w+)?", "", "handshake"),
    Row("pull(?:s|ing)? (?:out|back|up)", "chair|seat|stool", "chair"),
    Row("(?:tak|pull|get|whip|fish|bring)(?:e?s|ing|ting|ping)? out(?! of\\b)", "[a-z]+", "pocket"),
    Row("(?:put|set|plac|lay)(?:e?s|ting|ing)?(?: back)?(?: down)",
        "glass|cup|mug|bottle|beer|drink|pen|plate|book|keys|phone|hat|letter|paper", "place"),
    Row("(?:put|set|plac|lay)(?:e?s|ting|ing)?",
        "(?:glass|cup|mug|bottle|beer|drink|pen|plate|book|keys|phone|hat|letter|paper)(?: back)? down", "place"),
    Row("(?:rais|lift)(?:e?s|ing)(?: up)?", "glass|cup|mug|toast|beer|bottle|trophy|torch|lantern", "toast"),
    Row("(?:ti|ty|lac)(?:es?|ing)(?: up)?", "(?:shoe ?)?laces?|shoes?|boots?|sneakers?", "tend", "kneel"),
    Row("(?:plant|tend|weed|water)(?:s|ing)?", "flowers?|seeds?|trees?|garden|bulbs?|plants?", "tend", "kneel"),
    Row("(?:hold|carry|press|keep|with)(?:s|es|ing)?",
        "(?:cell|smart)?phone (?:to|at|against|by|on) (?:his|her|the|their|an?) ear", "call"),
    Row("(?:talk|speak|chat|answer|mak|tak)(?:e?s|ing|ting)?(?: (?:on|into|over))?",
        "phone|cellphone|mobile|telephone|(?:phone )?call", "call"),
    Row("(?:open|uncork|uncap|unscrew|pop)(?:s|ing|ping)?", "bottle|jar|can|beer|lid|champagne", "uncap"),
    Row("(?:brush|dust)(?:es|s|ing)?(?: off)?", "himself|herself|themselves|itself|clothes|jacket|coat|pants|trousers",
        "dust"),
    Row("(?:hammer|nail|driv)(?:e?s|ing)?(?: (?:in|on))?", "nails?|wood|boards?|planks?|sign|metal|anvil", "hammer"),
    Row(r"hammer(?:s|ing)\b", "", "hammer"),
    Row("(?:pick(?:s|ing)? up|tak(?:e|es|ing)|grab(?:s|bing)?|lift(?:s|ing)?)",
        r"[a-z]+ (?:up )?(?:from|off) (?:of )?(?:the|a|his|her) (?:\w+ )?(?:table|desk|counter|bar|workbench)", "take"),
    Row("(?:put(?:s|ting)?|plac(?:e|es|ing)|set(?:s|ting)?|lay(?:s|ing)?)(?: down)?",
        r"[a-z]+ (?:down )?(?:on|onto) (?:the|a|his|her) (?:\w+ )?(?:table|desk|counter|bar|workbench)", "place"),
    Row("(?:spin|twirl|rotat|whirl)(?:e?s|n?ing)?", f"{POLES}|baton|{BLADES}|nunchucks?|nunchaku", "spin"),
    Row("aim(?:s|ing)?|point(?:s|ing)?|shoot(?:s|ing)?|fir(?:e|es|ing)|level(?:s|ing)", LONG_GUNS, "aim"),
    Row("aim(?:s|ing)?|point(?:s|ing)?|shoot(?:s|ing)?|fir(?:e|es|ing)|hold(?:s|ing)?|with|carrying", PISTOLS,
        "pistol"),
    Row("shoot(?:s|ing)?|fir(?:e|es|ing)|draw(?:s|ing)?|loos(?:e|es|ing)|aim(?:s|ing)?", "arrow|bow|longbow",
        "archery"),
    Row(r"aim(?:s|ing)?\b(?! (?:an?|the|his|her|their)\b)(?: at [a-z ]+)?|tak(?:es|ing) aim", "", "aim"),
    Row("chop(?:s|ping)?|split(?:s|ting)?", "wood|logs?|tree|firewood", "chop"),
    Row("(?:swing(?:s|ing)?|strik(?:es|ing)|slam(?:s|ming)?|pound(?:s|ing)?)(?: with)?",
        "sledgehammer|pickaxe|pick|hammer", "chop"),
    Row("(?:swing|slash|hack|strik|hit|attack|cut|fight|wield|chop|duel|brandish|stab)(?:e?s|ing|"
        "ping|ting)?(?: with)?", f"{BLADES}|{POLES}", "swing"),
    Row("(?:swing(?:s|ing)?|hit(?:s|ting)?)(?: with)?",
        "(?:baseball |cricket )?bat|golf club|racket|racquet|hockey stick", "bat"),
    Row(r"(?:dig|shovel)(?:s|ging|ing|ling)?\b(?: (?:with|using) (?:a|the|his|her) (?:shovel|"
        "spade)| (?:a|the) (?:hole|trench|grave|snow|garden|ground))?", "", "dig"),
    Row("(?:sweep|mop|rak|vacuum|hoover|broom)(?:e?s|ing|ping)?",
        "floor|leaves|room|street|kitchen|porch|yard|carpet", "sweep"),
    Row("(?:push|shov)(?:e?s|ing)(?: against)?",
        "(?:shopping |wheel)?(?:cart|trolley|wheelbarrow|barrow|stroller|pram|lawn ?mower|"
        "wheelchair|bicycle|bike)", "cart", "walk"),
    Row("push(?:es|ing)?(?: against)?", "wall|tree|pillar", "push"),
    Row("push(?:es|ing)?(?: against)?",
        f"{LOADS}|car|sofa|couch|block|table|wardrobe|fridge|sled|something|cupboard|desk|piano", "push", "walk"),
    Row("(?:push|shov)(?:e?s|ing)", "somebody|someone|him|her|man|opponent|guy|woman", "shove"),
    Row("(?:pull|tug|heav)(?:e?s|ing|ging)?(?: (?:on|at))?", "rope|chain|cord|cable|line|fishing rod|lever|net",
        "pull"),
    Row("(?:drag|pull|haul)(?:s|ging|ing)", f"{LOADS}|body|sled|sledge|cart|something|corpse|table|couch|sofa|bag",
        "drag", "back"),
    Row("push(?:es|ing)? open", "door|gate", "open"),
    Row("(?:open|clos|unlock|shut)(?:e?s|ing|ting)?", "door|gate|fridge|window|cupboard|drawer|cabinet|closet",
        "open"),
    Row("push(?:es|ing)?", "door|gate", "open"),
    Row("knock(?:s|ing)?(?: (?:on|at))?", "door|window|wall|gate|table|wood", "knock"),
    Row(r"knock(?:s|ing)\b(?! (?:down|over|out|him|her|it|some|the|a)\b)", "", "knock"),
    Row(r"shrug(?:s|ging)?\b(?: (?:the|his|her|their) shoulders?)?|(?:gives|makes) (?:a|one) shrug", "", "shrug"),
    Row("(?:catch|receiv)(?:e?s|ing)", "ball|something|bottle|basketball|football|object|parcel|box|apple|keys",
        "catch"),
    Row(rf"(?:hug|embrac|cuddl)(?:s|es|ging|ing)?(?:$| {_SOMEBODY})|giv(?:e|es|ing) (?:an? )?(?:\w+ )?(?:hug|embrace)"
        rf"(?: to {_SOMEBODY})?", "", "hug"),
    Row(r"giv(?:e|es|ing) (?:an? )?(?:\w+ )?handshake", "", "handshake"),
    Row("hug(?:s|ging)?|embrac(?:es|ing)", "somebody|someone|him|her|friend|person|man|woman|child|tree", "hug"),
    Row(r"(?:drink|sip)(?:s|ping|ing)?\b(?: (?:from|out of|at|on))?(?: (?:a|an|the|his|her|"
        r"some)(?: [a-z]+)?(?: of [a-z]+)?)?|smok(?:e|es|ing)\b(?: an? [a-z]+)?", "", "drink"),
    Row(r"(?:eat|munch)(?:s|es|ing)?\b(?: (?:a|an|the|his|her|some) [a-z]+|" " [a-z]+(?<!and)(?<!while))?", "",
        "eat"),
    Row(r"(?:text|mess)(?:s|es|ing|aging)?\b(?: (?:on|with))?|(?:look|check|scroll|star|"
        "typ)(?:e?s|ing)(?: (?:at|on|through))?", "phone|cellphone|smartphone|mobile", "text"),
    Row(r"text(?:s|ing)\b", "", "text"),
    Row(r"(?:typ(?:e|es|ing)|work(?:s|ing))\b(?: (?:on|at))?",
        "keyboard|computer|laptop|typewriter|letter|email|desk", "type", "sit"),
    Row(r"typ(?:es|ing)\b", "", "type", "sit"),
    Row("play(?:s|ing)?(?: on)?", "guitar|bass|banjo|ukulele|lute", "guitar"),
    Row("strum(?:s|ming)?", "guitar|banjo|ukulele|lute", "guitar"),
    Row("play(?:s|ing)?(?: on)?", "violin|fiddle|viola", "violin"),
    Row("play(?:s|ing)?(?: on)?", "piano|keyboards?|organ|synthesizer", "piano", "sit"),
    Row("(?:play|hit|beat|bang)(?:s|ing)?(?: on)?", "drums?|drum kit|bongos", "drums", "sit"),
    Row("(?:play|blow)(?:s|ing)?(?: (?:on|into))?", "trumpet|flute|clarinet|saxophone|horn|trombone|recorder|oboe",
        "trumpet"),
    Row(r"(?:writ|paint|draw)(?:es?|s|ing)(?: (?:something|a \w+))? on", "board|blackboard|whiteboard|wall|canvas",
        "write"),
    Row("paint(?:s|ing)?", "wall|fence|picture|canvas", "write"),
    Row("(?:driv|steer)(?:e|es|s|ing)", "car|truck|bus|van|taxi|lorry|tractor|wheel", "drive", "sit"),
    Row(r"conduct(?:s|ing)?\b(?: (?:an?|the) (?:\w+ )?(?:orchestra|choir|band))?", "", "conduct"),
    Row(r"(?:rub|wring)(?:s|bing|ing)?", "hands", "rub"),
    Row(r"flex(?:es|ing)?\b(?: (?:the|his|her|their|both)(?: \w+)?)?", "", "flex"),
    Row(r"(?:beg|plead)(?:s|ging|ing)?\b(?: for \w+)?", "", "beg", "knees"),
    Row(r"(?:stir|mix)(?:s|es|ring|ing)?\b(?: (?:a|the|his|her) (?:\w+ )?(?:pot|soup|bowl|tea|coffee|cauldron))?", "",
        "stir"),
    Row("read(?:s|ing)?", "book|newspaper|letter|map|magazine|paper|menu|scroll|note", "read"),
    Row("(?:lift|press|rais)(?:e?s|ing)", "barbells?|weights?|dumbbells?", "press"),
    Row("(?:balanc(?:e|es|ing)|carr(?:y|ies|ying)|hold(?:s|ing)?|with|serv(?:es|ing)|bear(?:s|ing))",
        rf"(?:{_SERVED})s?(?: boxe?s?)?(?: (?:of|full of) \w+)? (?:balanced |held |carried |resting |high |up )*"
        rf"(?:{_ONE_HAND}|at (?:the |his |her )?shoulder(?: height| level)?|(?:on|over|above) (?:the|his|her) "
        r"(?:right |left )?shoulder|high|overhead|above (?:the|his|her) head)", "platter", "walk"),
    Row("(?:balanc(?:e|es|ing))", rf"(?:{_SERVED})s?(?: of \w+)?", "platter", "walk"),
    Row(rf"(?:{HOLDING}|tuck(?:s|ing)?|keep(?:s|ing)?)",
        r"[a-z]+ (?:tucked |held |clamped |safely |tight |close )*(?:under(?:neath)?|beneath) "
        r"(?:(?:the|his|her|their|one|an?|its) )?(?:left |right )?(?:arm|armpit)", "tucked", "walk"),
    Row(r"(?:tuck(?:s|ing)? (?:the|an?|his|her) )?[a-z]+ (?:tucked|held|clamped) (?:under(?:neath)?|beneath) "
        r"(?:(?:the|his|her|one) )?(?:left |right )?(?:arm|armpit)", "", "tucked", "walk"),
    Row("(?:rock|lull|sooth|cradl|bounc|swing|comfort|calm|sway)(?:e?s|ing)?(?: with)?",
        rf"(?:{_SMALL_ONES})(?: (?:to sleep|gently|back and forth|softly|up and down|asleep|in (?:a|the) blanket))*",
        "rock"),
    Row(CARRYING, rf"(?:{_SMALL_ONES})(?: in (?:his|her|the) arms)?,? (?:and|while) (?:rock|sway|bounc)(?:e?s|ing)"
        "(?: (?:it|him|her|gently|side to side))*", "rock"),
    Row("(?:brush|floss|clean|scrub)(?:e?s|ing)?|brush", "teeth", "brush"),
    Row("(?:brush|comb|straighten|blow-?dr|dry|dries|drying|styl|curl)(?:e?s|ing|ies|ying)?|blow-?dr(?:y|ies|ying)",
        "hair|beard(?! with)|wig", "comb"),
    Row(r"shav(?:e|es|ing)\b(?: (?:off )?(?:his |her |the )?(?:face|beard|cheeks?|chin|moustache|mustache|head))?"
        r"(?: (?:with|using) (?:a|the|his|her|an) (?:\w+ )?(?:razor|shaver|blade))?", "", "shave"),
    Row("(?:put|apply|applies|paint|us|pat|powder|touch|do|dab)(?:e?s|ting|ing|ying|ping)?(?: (?:on|up|in|with))?",
        rf"(?:{_PAINTS})(?: (?:on|onto|to|over)(?: (?:the|his|her|their))? "
        r"(?:face|lips|cheeks?|eyes|nose|skin))?", "shave"),
    Row("powder(?:s|ing)?", "nose|face|cheeks", "shave"),
    Row("(?:wash|rins|splash|scrub|cleans)(?:e?s|ing)(?: water (?:on|onto|in|over))?", "face", "rinse"),
    Row("(?:hold|mak|giv|show|flash|throw|do|pos)(?:e?s|ing)?(?: (?:up|with|out|off))?",
        rf"(?:peace|victory|v|rock|horns|ok|okay)(?: hand)?(?:-| )(?:sign|gesture|symbol)s?{_BESIDE}", "peace"),
    Row(rf"(?:peace|victory|v|ok|okay)(?: hand)? (?:sign|gesture)s?{_BESIDE}", "", "peace"),
    Row("(?:giv|show|hold|do|mak|stick|put|flash|rais)(?:e?s|ing|ting)?(?: (?:up|out|him|her|them|us|someone))?",
        r"(?:big )?thumbs?(?:-| )(?:up|down)|thumb (?:up|in the air)", "thumb"),
    Row(r"(?:double )?thumbs?[ -](?:up|down)(?: (?:with|using) (?:the|his|her|one) (?:left |right )?hand)?", "",
        "thumb"),
    Row(CARRYING, "bab(?:y|ies)|child|toddler|infant|cat|puppy|dog|kitten|lamb|bride", "cradle", "walk"),
    Row(HOLDING, "tray|plates?|platter", "tray", "walk"),
    Row(HOLDING, f"{BLADES}|bat|baseball bat|sledgehammer|pickaxe", "hilt"),
    Row(HOLDING, "staff|broom|rake|shovel|spade|mop|halberd|oar|scythe|pitchfork", "staff"),
    Row(HOLDING, "cane|(?:walking )?stick|crutch", "cane"),
    Row(HOLDING, "spear|pole|lance|flagpole|trident", "pole"),
    Row(HOLDING, LONG_GUNS, "rifle"),
    Row(HOLDING, "buckets?|pail|suitcase|briefcase|handbag|shopping bags?|bags?|toolbox|watering can|"
        "jerrycan|luggage", "bag", "walk"),
    Row(HOLDING, "torch|lantern|candle|flashlight|sign|flag|banner|lamp|placard|trophy", "torch"),
    Row(HOLDING, "umbrella|parasol", "umbrella"),
    Row(HOLDING, "shield", "shield"),
    Row(HOLDING, "map|book|newspaper|magazine|clipboard", "read"),
    Row(HOLDING, "cup|mug|glass|bottle|beer|coffee|flowers?|rose|apple|drink|ice cream|knife|dagger|wand", "cup"),
    Row(HOLDING, LOADS, "box", "walk"),
)  # fmt: skip
