"""How something is done, in words: "a sad man", "exhausted", "with a limp", "like a robot", "as if on ice"."""

from __future__ import annotations

from collections.abc import Mapping

# What a manner's words are: adjectives count before somebody and where nothing follows that they could belong to,
# phrases and names anywhere.
ADJECTIVES: Mapping[str, str] = {
    "sad": "grieved|tearful|weeping|sobbing|crying|broken[- ]hearted|in tears|dismal|glum|homesick|"
    "sad|depressed|dejected|gloomy|heart ?broken|grieving|sorrowful|miserable|unhappy|mournful|melancholic|"
    "melancholy|downcast|despondent|disappointed|crestfallen|hopeless|defeated|lonely|devastated",
    "sulking": "sulky|pouting|moody|grumpy|sullen|offended|huffy",
    "tired": "jet ?lagged|knackered|burnt out|burned out|fed up|heavy[- ]footed|tired|weary|fatigued|"
    "sluggish|worn out|lethargic|lazy",
    "exhausted": "exhausted|drained|out of breath|breathless|overheated|sweating|hot|thirsty|dehydrated",
    "sleepy": "sleepy|drowsy|half[- ]asleep|dozy",
    "bored": "bored|uninterested|indifferent|unmotivated|apathetic",
    "proud": "stately|conceited|snobbish|snobby|aristocratic|imperious|proud|haughty|noble|arrogant|dignified|"
    "triumphant|victorious|pompous",
    "cocky": "cocky|swaggering|smug|macho|tough|boastful|muscular|buff",
    "confident": "assertive|resolute|fearless|courageous|professional|business[- ]like|confident|determined|"
    "heroic|brave|self-assured|bold",
    "elegant": "elegant|graceful|regal|royal|majestic|posh|ladylike|dainty",
    "feminine": "feminine|sexy|seductive|sassy|girly|flirty|sensual",
    "happy": "giddy|blissful|exuberant|gleeful|carefree and happy|hyper|hyperactive|happy|joyful|cheerful|glad|"
    "merry|elated|delighted|joyous|jolly|overjoyed|bouncy|bubbly|upbeat|peppy|"
    "excited|ecstatic|thrilled|energetic|lively|perky",
    "childlike": "childish|childlike|child-like|playful",
    "angry": "mad as hell|fuming|seething|outraged|pissed|angry|furious|mad|enraged|irritated|annoyed|"
    "aggressive|irate|raging|hostile|livid|frustrated|"
    "pissed(?: off)?",
    "hurried": "hurried|rushed|late|rushing|stressed|hasty|impatient",
    "nervous": "fretful|frantic|twitchy|antsy|on edge|nervous|anxious|worried|paranoid|jittery|uneasy|agitated|"
    "tense|restless|fidgety|insecure|jumpy",
    "scared": "fearful|cowardly|cowering|panic-stricken|traumatized|shocked|scared|frightened|terrified|afraid|"
    "fearful|panicked|panicking|petrified|horrified|startled|spooked",
    "cautious": "tentative|guarded|watchful|hesitating|unsure|uncertain|cautious|careful|wary|alert|vigilant|"
    "hesitant|suspicious",
    "shy": "shy|timid|bashful|embarrassed|ashamed|meek|coy",
    "confused": "confused|disoriented|lost|puzzled|bewildered|dazed|perplexed",
    "drunk": "stoned|hung ?over|tipsy|boozed|plastered|clumsy|unsteady|unbalanced|wobbly|shaky on (?:his|"
    "her|their) feet|drunk|drunken|tipsy|intoxicated|wasted|hammered|dizzy|woozy|staggering|concussed",
    "old": "doddering|decrepit|arthritic|wizened|retired|old|elderly|aged|ancient|frail|senile|hunched(?! over)|"
    "hunchbacked|stooped(?! over)",
    "cold": "cold|freezing|shivering|frozen|chilly",
    "stiff": "stiff|rigid|tense and stiff|wooden",
    "robot": "robotic|mechanical",
    "heavy": "heavy|heavyset|fat|obese|huge|giant|gigantic|overweight|bulky|massive|hulking|chubby",
    "sneaky": "sneaky|stealthy|sneaking|furtive|stealth",
    "pregnant": "pregnant",
    "blind": "blind|blindfolded",
    "wounded": "dying|bloodied|crippled|suffering|sick|ill|feverish|nauseous|poisoned|wounded|injured|hurt|"
    "stabbed|beaten up|in pain|battered|bleeding",
    "relaxed": "relaxed|casual|laid[- ]back|calm|chill|carefree|leisurely",
    "slouching": "slouching|slouched|slouchy|slumped",
    "bent over": "hunched[- ]over|bent[- ]over|stooped[- ]over|doubled[- ]over",
}  # fmt: skip
_A = r"(?:an? |the |some )?"
_OWN = r"(?:the |his |her |their |its |my |one |an? )*"
_HURT = r"(?:hurt|injured|wounded|broken|bad|twisted|sprained|sore|stiff|lame|limping|shot|bleeding|sprained)"
# Names and phrases that say it wherever they stand.
PHRASES: Mapping[str, str] = {
    "sad": r"sadly|after (?:\w+ )?(?:losing|getting fired|a breakup|a funeral|bad news)|weep(?:s|ing)|sob(?:s|bing)|"
    r"mourn(?:s|ing)|"
    r"sorrowfully|gloomily|dejectedly|miserably|mournfully|unhappily|in (?:sorrow|grief|despair)|"
    r"with sorrow|"
    r"hopelessly|despondently|disappointedly",
    "sulking": r"sulk(?:s|ing|ed|ily)?|moping|mopes|grumpily|moodily|in a (?:huff|bad mood)",
    "tired": r"trudg(?:es?|ing|ed)|plod(?:s|ding)?|slog(?:s|ging)?|tiredly|wearily|lazily|sluggishly|lethargically",
    "exhausted": r"exhaustedly|exhaustion|(?:breathing|panting|breathes|pants) (?:heavily|hard)|panting|worn[- ]out|"
    r"dead tired|about to collapse|dragging (?:himself|herself|themselves|itself|one's feet|his feet|her feet|"
    r"their feet)|"
    r"drags (?:himself|herself|themselves|itself|his feet|her feet)|(?:after|finishing) a (?:marathon|long run|"
    r"long day)|"
    r"barely (?:able|moving|walking|standing)|(?:in|through|across) the (?:\w+ )?(?:heat|desert)|desert(?= walk| heat)",
    "sleepy": r"sleepily|drowsily|falling asleep|just woken? up|nodding off",
    "bored": r"boredom|boredly|listlessly|apathetically",
    "proud": r"proudly|haughtily|arrogantly|pompously|triumphantly|victoriously|with pride|head (?:held )?high|"
    r"chest (?:puffed )?out|(?:puffed|puffing)(?: out)?(?: his| her| their)? chest",
    "cocky": r"cockily|swagger(?:s|ing)?|with (?:a )?(?:swagger|attitude)|smugly|strut(?:s|ting)?|gangster|"
    r"gangsta|thug|"
    r"bodybuilder|body builder|bouncer|tough guy|like a boss|owns? the (?:place|world|room|street)|"
    r"like a (?:rock ?star)|cowboy|gunslinger|pimp",
    "confident": r"confidently|determinedly|boldly|bravely|heroically|with (?:confidence|determination)|superhero",
    "elegant": r"elegantly|gracefully|regally|majestically|like royalty|(?:a|the) queen|queen|princess|king|ballerina|"
    r"duchess|gentleman|with (?:grace|elegance)",
    "feminine": r"sexily|seductively|femininely|catwalk|cat walk|runway|(?:fashion |super)?model(?= walk|ing\b|"
    r"s? on|$| strut)|"
    r"swinging (?:the |her |his )?hips|swaying (?:the |her |his )?hips|hips sway(?:ing)?|sashay(?:s|ing)?|"
    r"like a (?:fashion |super)?model|"
    r"femme fatale",
    "happy": r"happily|joyfully|cheerfully|gladly|merrily|gleefully|joyously|excitedly|enthusiastically|energetically|"
    r"with (?:joy|excitement|a spring in (?:his|her|their) step)|for joy|full of energy|bouncily",
    "childlike": r"childishly|playfully|(?:little )?(?:child|kid|toddler|little (?:boy|girl))(?!s)",
    "angry": r"angrily|furiously|aggressively|in (?:anger|rage|a rage|fury)|with (?:anger|rage|fury)|storm(?:s|ing)? "
    r"(?:off|out|away|forward|ahead|in)|hatefully|irritatedly|frustratedly",
    "hurried": r"hurriedly|hastily|in a (?:hurry|rush)|hurry(?:ing)?|hurries|rush(?:es|ing)?|running late|late for \w+|"
    r"urgently|impatiently",
    "nervous": r"nervously|anxiously|worriedly|restlessly|uneasily|fidgeting|fidgets|jittering",
    "scared": r"fearfully|in (?:fear|panic|terror)|with fear|terrifiedly",
    "cautious": r"cautiously|carefully|warily|hesitantly|gingerly|with caution|suspiciously|in the dark",
    "shy": r"shyly|timidly|bashfully|meekly|coyly",
    "confused": r"confusedly|in confusion|without knowing where",
    "drunk": r"drunkenly|drunkard|(?:stagger(?:s|ing)?|totter(?:s|ing)?|reel(?:s|ing)?(?= ))(?! back)|dizzily|"
    r"with a hangover|"
    r"on a (?:rocking )?(?:ship|boat)",
    "old": r"grand(?:pa|ma|father|mother)|granny|old[- ]?timer|old (?:man|woman|lady|guy|person)|hunchback|crone|"
    r"pensioner",
    "cold": r"shiver(?:s|ing)?|from the cold|in the (?:cold|freezing cold)|trembling with cold|freezing(?: cold)?",
    "stiff": r"stiffly|rigidly|like a (?:wooden )?(?:doll|puppet|mannequin|stick)|with stiff (?:legs|joints|back)",
    "robot": r"robot(?:ically)?(?!s)|android|cyborg|mechanically|machine(?= walk)|like a machine",
    "zombie": r"zombie|undead|mummy|walking dead|sleepwalk(?:s|er|ing)?",
    "heavy": r"(?<!breathing )(?<!breathes )(?<!panting )heavily(?! breath)|giant|ogre|troll|titan|golem|"
    r"colossus|(?<!space )monster|sumo(?: wrestler)?|elephant|"
    r"fat (?:man|guy|woman|person)|like a (?:bear|hulk|tank)|hulk|heavy steps|(?:in|wearing) (?:heavy |full )?armou?r|"
    r"dinosaur|big fat",
    "ape": r"gorilla|ape(?= walk|$)|(?:like|as) an? (?:ape|monkey|chimp\w*|caveman|neanderthal)|monkey(?= walk|"
    r"$)|caveman",
    "loaded": r"(?:carry|carrying|carries|lugging|lugs|bearing|hauling|"
    r"under) (?:\w+ ){0,2}?(?:something )?(?:heavy|weights?)"
    r"(?: (?:load|weight|backpack|rucksack|burden|thing|pack)|(?=\s*(?:$|[,.;]|and\b|up\b|on\b)))|"
    r"heavy (?:backpack|rucksack|load|pack|burden)|"
    r"(?:with|carrying|wearing) a (?:\w+ )?(?:backpack|rucksack|burden)|weighed down",
    "burdened": r"heavy(?= (?:\w+ )?(?:box|crate|stone|rock|barrel|sack|bag|suitcase|object|boulder|log|chest|"
    r"bucket)s?\b)|"
    r"(?:with )?(?:great )?effort|struggling with",
    "sneaky": rf"sneakily|stealthily|sneak(?:s|ing)?|like {_A}(?:thief|burglar|spy|ninja|cat|cat burglar|"
    rf"assassin)|thief|"
    r"burglar|ninja|creep(?:s|ing)?(?= )|prowl(?:s|ing)?|on the prowl|quietly|silently|without a sound|assassin",
    "limp": rf"(?:(?:with )?(?:a |an )?(?:bullet|arrow|cramp|thorn|nail|pain) in {_OWN}(?:left |right )?(?:leg|"
    rf"foot|knee|"
    rf"thigh))|limp(?:s|ing|ed)?(?: (?:with|on|in) {_OWN}(?:left|right)(?: (?:leg|foot|knee))?)?|hobbl(?:e|es|"
    rf"ing)|with a limp|(?:with {_OWN})?{_HURT} {_OWN}(?:left |right )?(?:leg|knee|foot|ankle)|"
    rf"(?:left |right )?(?:leg|knee|foot|ankle) (?:is |was )?{_HURT}|drag(?:s|ging) (?:\w+ )?(?:left |"
    rf"right )?(?:leg|foot)|"
    r"(?:pulled|shot in the|cramp in (?:the|his|her)) (?:left |right )?(?:leg|hamstring|calf)",
    "wounded": r"in pain|painfully|clutching (?:\w+ )?(?:side|ribs|wound)|(?:hold|clutch)(?:s|ing|es) "
    rf"{_OWN}(?:left |right |hurt |wounded |bleeding )?(?:side|ribs|wound|waist)(?: in pain)?|"
    r"shot in the (?:stomach|side|chest|gut)|stab wound|with (?:broken ribs|a wound)|stomach ?ache",
    "injured arm": rf"(?:with {_OWN})?{_HURT} {_OWN}(?:left |right )?(?:arm|shoulder|elbow|hand|wrist)|(?:left |"
    rf"right )?(?:arm|"
    rf"shoulder|"
    rf"elbow|hand) (?:is |was )?{_HURT}|(?:hold|clutch|nurs|cradl)(?:s|es|ing) {_OWN}(?:{_HURT} )?(?:left |right )?"
    rf"(?:{_HURT} )?(?:arm|elbow|shoulder)(?= *(?:$|[,.;]|in pain|while|and|as))|arm in a (?:sling|cast)",
    "pregnant": r"pregnan(?:t|cy)|with a (?:big|pregnant) belly",
    "blind": r"blind(?:ly)?|blindfolded|(?:in|through) the dark|in (?:total |complete |pitch )?darkness|"
    r"with (?:\w+ )?eyes "
    r"closed|feeling (?:his|her|their) way|without seeing",
    "wind": r"(?:against|into|in|through|facing) (?:\w+ ){0,3}?(?:wind|winds|storm|gale|blizzard|hurricane|headwind)",
    "snow": r"(?:through|in|into) (?:\w+ ){0,2}?(?:snow|mud|swamp|tall grass|sand)|(?:deep|knee[- ]deep) (?:snow|"
    r"mud|water)|"
    r"wad(?:e|es|ing)(?: through(?: \w+){0,2})?",
    "ice": r"(?:on|over|across|onto) (?:\w+ ){0,2}?(?:ice|icy|slippery|frozen)(?: (?:surface|floor|ground|lake|"
    r"road|street|"
    r"sidewalk|path))?|icy (?:\w+)|slippery (?:\w+)",
    "underwater": r"under ?water|in deep water|(?:on|across) the (?:sea|ocean) (?:floor|bed)|through (?:honey|jelly|"
    r"molasses|syrup)",
    "moon": r"(?:on|across) the moon|astronaut|low[- ]gravity|zero[- ]gravity|weightless(?:ly)?|moon ?like|"
    r"on mars|spaceman",
    "menacing": r"menacing(?:ly)?|threatening(?:ly)?|ominous(?:ly)?|intimidating(?:ly)?|sinister|villain(?:ous)?|"
    r"evil(?:ly)?|like a predator|stalk(?:s|ing)?|demon|vampire|werewolf|(?:serial )?killer|goblin|orc|creepy|creepily",
    "hot ground": r"(?:on|over|across) (?:hot|burning|glowing) (?:coals?|sand|ground|floor|pavement|asphalt|stones)|"
    r"(?:the )?(?:floor|ground) (?:is|was) (?:hot|lava|burning)|on (?:broken )?glass|barefoot on \w+",
    "sore back": rf"(?:with )?(?:a )?(?:bad|sore|aching|hurt|stiff|broken) back|(?:with )?(?:a )?back ?(?:ache|"
    rf"pain)|(?:holding|holds|rubbing) {_OWN}"
    r"(?:lower |aching |sore )?back(?= *(?:$|[,.;]|in pain|while|and|as))",
    "headache": rf"(?:with )?(?:a )?head ?ache|migraine|(?:holding|holds|clutching|"
    rf"clutches) {_OWN}(?:aching )?head in pain",
    "penguin": r"penguin|waddl(?:e|es|ing)|duck(?= walk)|like a duck",
    "ghost": r"ghost(?:ly)?|glid(?:e|es|ing)|float(?:s|ing)?|drift(?:s|ing)?(?= )|spectral|wraith|hover(?:s|"
    r"ing)?|phantom",
    "relaxed": r"ambl(?:es?|ing)|mosey(?:s|ing)?|saunter(?:s|ing)?|casually|leisurely|"
    r"calmly|carelessly|chill(?:ing)?|nonchalantly",
    "slouching": r"slouch(?:es|ing|ed)?|(?:bad|poor) posture|slump(?:s|ed|ing)?(?= (?!down|over|to|against))",
    "big steps": r"(?:with |taking |takes |in )?(?:big|long|large|huge|wide|giant) (?:steps?|strides?)",
    "small steps": r"(?:with |taking |takes |in )?(?:small|tiny|short|little|baby|shuffling|dainty) steps?|"
    r"shuffl(?:e|es|ing)(?! (?:side|back|to the))",
    "wide": r"(?:bow|bandy)[- ]legged|(?:with )?wide legs|legs (?:wide )?apart(?= )|like a (?:cowboy|sumo \w+)",
    "tiptoe": r"tip-?toe(?:s|ing|d)?|(?:on )?(?:the |his |her |their )?(?:very )?tip ?-?toes?|"
    r"on (?:the )?(?:balls of (?:the|his|her|their) feet|(?:his|her|their) toes)",
    "high heels": r"(?:in|wearing|on|with) (?:(?:\w+ )?high[- ]?heels|stilettos|pumps)|(?:in|wearing) (?:\w+ )?heels|"
    r"high[- ]?heels(?= walk|$)|high[- ]heeled",
    "on heels": r"on (?:(?:the|his|her|their) )?heels(?! of)|heel walk(?:s|ing)?|walk(?:s|ing) heels? first",
    "upright": r"(?:with )?(?:a |an |his |her |their |the )?(?:very |perfectly )?(?:straight|upright|erect) "
    r"(?:back|posture|spine)|(?:with )?(?:his |her |their |the )?(?:back|spine) (?:is )?(?:held )?straight|"
    r"(?:with )?(?:good|perfect|great|military) posture|straight[- ]backed",
    "head down": r"(?:with )?(?:\w+ )?heads? (?:is |are )?(?:down|bowed|lowered|hanging|low|hung)|hanging (?:his|"
    r"her|their) head|"
    r"looking (?:down )?at (?:the|his|her|their) (?:ground|floor|feet|shoes)|eyes on the (?:ground|floor)|"
    r"(?:bowed|lowered|hanging) head",
}  # fmt: skip
NAMES = tuple(dict.fromkeys((*PHRASES, *ADJECTIVES)))
# What one manner says is no other: "heavy backpack" no giant, "hurt leg" no wound.
RULES_OUT: Mapping[str, tuple[str, ...]] = {
    "limp": ("wounded",), "injured arm": ("wounded",), "loaded": ("heavy",), "zombie": ("stiff",),
    "robot": ("stiff",), "exhausted": ("tired", "slouching"), "sulking": ("sad",), "blind": ("cautious",),
    "ice": ("cautious",),
    "sleepy": ("tired",), "sad": ("head down", "tired"), "childlike": (), "drunk": ("confused",),
    "snow": ("big steps", "tired"),
    "scared": ("cautious", "nervous"), "heavy": ("big steps",), "old": ("slouching",), "cocky": ("wide", "proud"),
    "shy": ("head down",), "feminine": ("elegant",), "high heels": ("feminine", "elegant", "on heels"),
    "bent over": ("slouching",), "underwater": ("snow",), "bored": ("slouching",),
}  # fmt: skip
