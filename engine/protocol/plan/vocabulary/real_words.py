"""English words that are one slip away from a word that the planner knows: never read as that word.

Written by tools/real_words.py from the text encoder's vocabulary.
"""

from __future__ import annotations

_WORDS = """
able abled ables abling aboved aboves acced accent accented accenting accents accepteds acceptings acceptsed acceptsing
accing aced ached aching acing acred acring acteds actings acton actons actsed actsing acuted acuting adds adjusteds
adjustings advanceds advancings afcing afters agains aground ahmed aided aiding aied aiing aimeds aimee aimings aimsed
aimsing ained aining aired airing alain alied align aligns allen allens alted alter alting amied amis ammed amming ample
amples animed animing answereds answerings answersed answersing appled apples applieds appling applyings approacheds
approachings apts arced arched archeds archery arches arcing arise arised arises arising armed arming arounds arrows
arted arting ascende ascendeds ascendings ascent ascents asleeps assaults assembleds assemblied assemblies assembly
assemblying astor astors ated athleted ating atps attach attached attackeds attacker attackings attacksed attacksing
atted atting awakene awakeneds awakenings aware awared awares awaring awayed awaying aways awoke awokes bached baching
backeds backings backsed backsing backyard backyards bacon badged badger badges badging bagged bagging baing bake baked
baking balanceds balancings balls banco banded banding bands banes bangeds bangings banjos banked banker banking banks
banne banned banners banning bans bard bards barge baring barked barking barks baron barre barred barrels barren barres
barton baseballs bases basis basketballs baskets batons battle bcing beads bean bear beards beared bears becked becking
becks bedding beds beers befored befores begans begge beggeds beggings beginnings beginsing begun beguns behinds being
beinging beings below belowing belows belted belting belts bendings beneaths benin benins benning bens benting bents
bergs bernie bicycled bicycles bigged bigging biing biked biker bikes binding binds bing bingo bingos bings black
blacked blacking blacks bladed blades blake blaked blakes blaking blame blanked blankets blaze blend blending blends
blewing blews bloc blockeds blockings blocksed blocksing blocs blogs bloom blowings blown blowning blowns blush blushed
blushes blushing bmwed bmwing boar boars boated boating boats boed boeing boer boers boiled boiling boils boing bolded
bolding bolds bolteds bond bonded bonding bonds boned bones boning bono bonos boom booms boons boos boost boosts booted
booth booths booting bored bores boring boringing borings boses boths bots bottled bottles bought boulders bounceds
bouncings boundeds bouted bouting bouts boweds bowen bowings bowleds bowler bowlings boxeds boxings boyd boyds boyed
boyer boyers boying brace braced braces bracing braed braing brakings brass brave braved braves braving breached
breaches breaching breaking breath breatheds breathings breaths breathsed breathses breathsing brent bribe bribes brided
bridge bridges bridging briefcases brig briggs brigs bringings bringsing brink brinks brisk brisks brock brocks brody
broke broked brokes broking brood brook brooks brooms broughts browed browing brown brows brusheds brushings bucked
bucking bucks budge bugged bugging buick buicks builder buildings built builted builting builts bulks bulls bush bushed
bushes bushing businessmen businessmens butter butters bying cabined cabinets cabled cables caches cain caine cains
caked cakes cale calls camed camel cameo cameras cames caming candled candles caned canes caning canne canoe capped
capping caps cards cared carey careying caries caringed caringing carlies carly carmine carpets carr carred carrie
carrieds carrier carriers carring carrs carryings carts carve carved carving cary cased cases casey casing caste catcher
catchers catchings cats caughts cause cease ceased ceases ceasing celebrateds celebratings chains chairs champagned
champagnes chan change changed changes changing chaosed chaoses chaosing char chargeds chargers chargings charles
charmed charming charred chart charted charting chas chaseds chasings cheat checkeds checkings cheeked cheeking cheereds
cheerings cheesed cheesing chens cher chers ches chess chests chet chets chews chick chicks chied chief chiefs chile
chiled chiles chili chilis chill chills chin chins chipped chipping chips choir chois chokeds chokings choppeds chopper
chord chores chos chose chosed choses chosing chows chuck chucked chucking chucks cies cigaretted circaed circaing
circleds circlings clads clair clamped clan clans clappe clappeds clappings clarinets clark clarks clasp clasped clasps
class claus claws clays cleaneds cleaner cleanings cleansing clear cleared clearing clears climbeds climbings clinging
clipped clipping clips clone clones closeds closer closers closest closets closings cloth clothed clotheds cloths clover
clovers clube clubs clutcheds clutchings cming coach coast coats cobbs cobras cocked cocking cocks codes coding coes
coffeed coffees coils coing coke cokes coles colin coling colins collapseds collapsings comas combine combo combos comet
comets comfortings comings commed comming commuter comos compute computed computers computes coms comte comtes concept
concern concerto concerts conducteds conductings cones coning cons consuled consuling continueds continuings convert
cooke cookeds cookes cookings cooled cooling cools coops copas copes coping copped copping cora cords cored cores cories
coring corked corking corks corns corps corpsed corpses cotes couched couches couching cougheds coughings coupe coupled
couples coups cove coved coven covens covereds coverings coversed coversing covert coverts coves coveted coving cowed
cowing coxes coxing crack cracked cracking cracks cradleds crapped crapping craps crater crates crave craved craving
crawleds crawley crawlings crazed creams creamy create cred cree creed creeds creek creeking creeks creepings creepy
crees crepts crest crete crieds crimed crimes cring cringeds crises crook crooked crooks cropped cropping crops cropsed
cropses cropsing crossbows crosseds crossings crotch crotches croucheds crow crowds crowe crowed crowns crows crowses
crunch cryinged cryinging cryings crypt cupboards curate cure cured cures curing curled curling curries curry curse
cursed curses cursing curtised curtises curts curveds curvings dades daggers daing danaed danaing danceds dancings dane
danes danger dangers danned danning danses dante danted dantes danting dared dares daring darked darking darks darling
dars darteds dartings dases dasheds dassed dassing dated dating dats daughters daying dcing deads decked decking decks
defenced defencing defendeds defender defendings defensed defensing deffed deffing deis delivereds deliveried
deliverings delivery deliverying depend depended depending depends derive derives descendeds descendings descent
descented descenting descents desks dices dicked dicking dicks dieds diets digger diggings diing dimes ding dings dippe
dippeds dippings dires dirted dirting dirts dished dishes dishing dive dived dives diving djing docked docking docks
dodgeds dodgers doesn dogged dogging doied doiing doin doings doins dolls dolly domes doming dones dong donged donging
doning donor doors doping dose doses dosing douged douging dove doves doving downs draft drafted drafting drafts dragge
draggeds draggings draking dranking dranks draper drawers drawings drawn drawning drawns drawsing drewing drews dried
dries drifteds driftings dring drinkings drinksing dripped dripping drips driven drivens driver drivers drivings drone
droppe droppeds droppings dropsed dropsing droved droves droving drown drugged drugging drugs drummed drunked drunking
drying dubbed dubbing duckeds ducs ducts duded dued dues dueted dueting duets duffs dugging duing duked dukes duking
dunes dungs dunns duns duoing dusks dustied dustin dustins dusty dustying dyings earing easing east easting easts eater
eaters eatings edded edding edgeds edited editing edits edsed edses edsing egged egging elited eliting emails embraceds
embracings emil empress empressed empresses empressing endeds endings endsed endsing enned enning entereds enterings
entersed entersing entired entiring esting ests etas etats etting evaed evaing evaned evaning ever evered evering evers
examineds examiner examiners examing examinings excited exciting executeds executings exerciseds exercisings exiled
exiling exist existed existing exists exiteds exitings expresseds expressings extendeds extendings extendsed extendsing
extent extented extenting extents eyeds eyres faced faces facings facting fading fail failed failing fails faing faired
fairing faking fallings fallsing falsing faming fangs fansed fansing fared fares faring farmed farther farthers fasts
fatal fating fcing feather feathers feeing fees feets felling fellow fellowed fellowing fellows fells fenced fences
fender feral fests fetals fiats fibre fibres fiddles fides fied fifes fightings fightsing figured figureds fiing filed
files filing filings filled filling fills filmeds filmings filmsed filmsing finch finches fined fines fing fining
finisheds finishings finned finning finnish finnished finnishes finnishing fireds firings firmed firming firms firs
first firsts fises fishermen fishermens fishings fisting fits fived fives fiving fixeds fixings flair flairs flashlights
flats flaws fleas fleds fleeings fleet fleeting fleets fleming flewed flewing flews flexeds flies flight flighting
flights flincheds flint flinted flinting flints flippe flippeds flippings flood floors flopped flops flour flowed
floweds flows flowsed flowses flowsing flungs fluted flutes fluxes flying flyinging flyings fming foldeds folder
foldings folked folking folks followeds follower followings followsed followsing fonded fonding fonds font fooded
fooding foods footballs foots forded fording fords foreheads foreman foremans fores form former formers foughts fours
foxed foxes foxing frail frails frans fred freeding freeing frees freezings fridges fried friends fries fright frights
fring fringe fringing froms fronts frost frozed frozen frozes fting fuing fulling fulls funned funning fxes gaing gallo
gallon gallons gallos garde gardened gardens gardes gardiner gardiners gardner gardners gasp gasped gasping gasps gated
gates gaved gaves gaving gentle gentry geos gestureds gesturings getsing gettings giggle giggles gilded giles gills gils
ging giros given givens givings glads glanceds glancings glassed glideds glider gliders glidings gloss glosses goin
goings goins golfed golfs gones gong goning google googles gores goring gotting grabbe grabbeds grabbings grabsed
grabsing grafs grams grans graspeds graspings grass grassed grasses grassing grave grays great greated greating greats
greeced greecing greed greeds greek greeked greeking greeks green greened greening greens greer greers greeteds
greetings grids grims grins grippe grippeds grippings grits groceried grounds guide guided guides guiding guitars
gutting hadn hadns hads haed hailed hails haing hairs hairy haled hales halfed halfing halfs haling halled halling halls
halos hals halteds hammed hammereds hammerings hampered hanas handed handel handels handguns handies handing
handkerchiefs handleds handler handlers handlings handsed handses handsing handy hangings hanking hanks hanning hans
hansing hards hari harried harries harry harrying harted harting harts hated hating hats hatted hatting hauleds haulings
haven havings havre hayed haying headeds header headings headsed headsing healed healing heals heaps heard hearded
hearding heards heared hearing hears heated heating heats heaveds heaven heavens heavied heavies heavings heavy heavying
helded helding helds helled helling hells helmets helms helmut helpeds helpings helpsed helpsing herbs herds heres
heroes heron herons herrs hers herselfs hesitateds hides hiding hied highs hiing hikings hilts himselfs hinds hines
hinting hints hipped hipping hired hires hiring hises hitsing hittings hives hoarse hobbies hobbses hockeys holdings
holdsing holed holes holing holms holted holting holts holying homer homered homering homers honging hongs hooded
hooding hoods hookeds hooker hoops hoover hoovers hoped hopes hoping hoppe hoppeds hopper hoppings horde horne horns
horsed horses horst hose hotting house hove hovere hovereds hoverings hoves huang huangs huged huges hugge huggeds
huggings hughed hughing hughs huging hugoed hugoing hugos hulled hulling hulls humane humanes hunan hunans hunged hunger
hungered hungering hungers hunging hungs hunted hunteds huntered huntering hurle hurleds hurley hurlings hurrieds
hurryings hurted hurting hurts hutting iches iconed iconing icons idded idding idoled idoling iles illed illing inced
incheds incing infants insect insects inspecteds inspectings intos intro ioned ioning ions iraned iraning irans irened
irening irony irses isled isles isling ists itselfs jacked jackets jagged jobbed jobbing jogge joggeds joggings jongs
jorged jorging jumpeds jumper jumpings jungle jungled jungles jungling kaing kangs keel keels keening keens keepings
keepsing kemps kepts kging kickeds kicker kickings kidds kidsed kidses kidsing kiing kinds kins kirked kirking kirks
kisseds kissings kitchens kitses kitted kittens kming kneed kneeing kneelings kneesed kneesing knelts knews knicks
knifed knifes knockeds knockings koing kongs kungs kwing laceds lacey laceys lacies lacked lacking lacks lacs ladders
lads ladying laed laided laiding laids laing laked lakes laking lambs lames lamped lamping lamps lanas lanced lances
lancing landeds landings landsed landsing lane laned lanes lange langed langes langing langs laning lans lansing
lanterns laps laptops larry lases lated lates lating latter lauded laugheds laughings laughsed laughsing lawed lawing
laxes layer layings lbing leadings leadsing leaed leafed leafing leafs leahs leaing leaked leaking leaks leaneds
leanings leansed leansing leapeds leapings leapts learn learned learning learns lears leas lease leased leases leasing
least leavings ledding leds leeds lefted lefting lefts leger leggeds legging legos legsed leis lena lenas lending lends
lens leoned leoning leons lester letters level levers lieds lieus lifed lifes lifing lifteds liftings liftsed liftsing
lighted lighters liing likes limaed limaing limas limbs limes limos lims lined linen liner lines ling lipped lipping
lips listed listing lists lits litted litter litting liver lives lizes llced llcing lling loading loads loaned loaning
loans locked locking locks locus lofts logged logging logos loing lokked lokking loks longed longing longs lookeds
lookings looksed looksing loomed looming looped looping loops loosed loosing looted looting loser losered losering
losers lots lough loughs lous lover lovered lovering lovers lowe lowed lowereds lowerings lowes lowry lping lting luces
luggages luing lumps lunaed lunaing lunch lunched lunches lunching lunds lung lungeds lungs lungsed lungses lungsing
lurcheds lyings maces mach maches machined machines macking maded mades mading maed maes magazined magazines mags maing
mains maker makers makings males maling manas manes manis manns mapped mapping marc marced marche marcheds marchings
marcing marco marcoed marcoing marcs mares marge marges maring marking marsh marshed marshes marshing mases masking
masks match matched matches matching mates mating maxed maxes maxing maying mazes meade meal means medal mediated
mediation medication meditations mental menus message messaged messages messaging meta metals metas miaed miaing miced
mices micing mied mies miing miked mikes miking miled miles miling mine mined mineds mines mining minor minors mises
mixeds mixer mixers mixings mking moans mobiled mobiles mocks moded modes moding moed moes moing moles monas moneyed
moneying moneys monkey monos mons month monts monty mored mores moring moses mosesed mosesing moth mothed motorcycled
motorcycles mouths moveds movie movied movies movings movying mtved mtving much muched muches muching munchen munchens
munich muniched muniches muniching munster munsters mxes naias nairs nedded nedding neds neils newborns newspapers
niches nils nina ninas nodde noddeds noddings noded nodes noding nodsed nodsing noise nords norse norses norte nosed
noses notebooks noted notes notre nouns nunses nurs nursed nutses objects oboes odes odor offed offereds offerings
offersed offersing ontos openeds opener openings opensed opensing operaed operaing operases operateds operatings opined
opponents opses organs ovens overheads overheard overs owened owening owens paceds pacings packaged packages packed
packing packs pacs pacts padses paed paged pages paging pain pained paing paining pains painteds paintings pairs palace
palaced palaces palacing paled paler pales pali paling pangs pans pante panted panting papers paraed paraing parcels
parred parring parsons parted partied parties parting parts party partying pases passed passes passing past pasted
pasting pasts pasture patch patched patches patching patent patents pathed pathing paths patrolling patron patroned
patroning patrons patsy patte patteds pattings pauled pauling paus pauseds pausings paved paving pawses payed paying
pays paysed payses paysing pazes pbsed pbses pbsing pced pcing pcses peace peaced peaces peacing pears pearson pearsons
peats pecks peeked peeking peeks peeled peeling peels peereds peerings peersed peersing pees pendant pennants perch pere
peres performeds performings performsed performsing perred perried perries perring perry perrying pers persona personas
peter petered petering peters petrol petrols petted petting phoned phones photographeds photographied photographsed
photographsing photography photographying photon photos pianos pickeds picket pickings picksed picksing pics pictured
pictures piered piering piers piked piking piled piles pillars pills pilot piloted piloting pilots pinch pinched pinches
pinked pinking pinks piper pirated pistols piston pitcheds pitcher pitchers pitchforks pitchings pitted pitting piuses
placeds placings plan planck plancks plane planed planes planet planeted planeting planets planing planned planning
plans plansed plansing planteds plantings plantsed plantsing plaster plata platas plated plating plato platos platt
platts playeds playings playsed playsing plea pleadeds pleadings pleas pleasant pleasants pleased pleasing plots
pluckeds plump plumps pluses plush plushes pods podses poed poes poing pointe pointeds pointer pointers pointes
pointings pointsed pointsing poised poked pokes poking poled poles policemen policemens poling polisheds polled polling
polls ponce ponces pond ponded ponding ponds pont ponts poole poored pooring poors poped popes poping poppy popses pors
poseds posings positions posse posses posted posting posts postures potses potted potting pouch poundeds pounder
poundings poundsed poundsing poureds pourings practiceds practicings practiseds prank pranks pratted pratting prayeds
prayer prayers prayings prems preps pres presseds pressings preyed preying preys price prices prick pricks pries princed
princeses princesses princing print printed printer printers printing prints proceededs proceedings proceedsed
proceedsing prone prose prosed proses prosing proto psed pses psing ptses puck pucks pulleds pullings pullsed pullsing
pulps pulsed pulsing pumpeds pumpings puncheds punchings punts pups pured puring pusheds pushings putsing puttings queer
queers raceds racer racers racings racks raed raes rafes raged rages raging ragses raided raiding raidsed raidses
raidsing railed railing railses rained raing raining rainses rais raiseds raisings rakeds rams ramsed ramses ramsing
range ranged rangeds ranges ranked ranking ranning raoed raoing raped rapes raping rared rares raring rases rashes rated
rates rating ratsed ratses ratsing raves rawed rawing rayed raying raysed rayses raysing rbises rcaed rcaing reacheds
reacher reachers reachings reacteds reactings readings readsing ready readying realed realing reals rearing rears rebel
rebeled rebeling rebels receiveds receivers receivings recorded recorders recovereds recoveried recoverings recovery
recoverying recreated redding reds reeded reeding reeds reefed reefing reefs reelings rees refered refereed referre
referses regain regained regaining regains reich reiches reiding reids related relates relating relaxeds relaxings relay
relayed relaying relied relies rely relying remaineds remainings remainsed remainsing remote remoted remotes remoting
removeds removings rented renting rents repaireds repairings repairsed repairsing repay repeal repealed repeals
repeateds repeatings replay replieds reses reset resets respondeds respondings responsed responsing resteds restings
retain retained retaining retains retreateds retreatings returneds returnings returnsed returnsing revolvers revolves
rhode ribses ribsing riced rices ricing ricked ricking ricks ridding rider riders ridge ridges ridging ridings rids ries
rifled rifles rights rioing rioses ripes risen risens risings risking risks rites rmses roach roaches roaded roading
roads roamings roared roaring roars robbed robbing robed robing rockeds rocker rocket rockied rockings rocksed rocksing
rocky rockying rocs roded rodeo rodes roding roes roled roles rolfs roling rolleds roller rollings rollins rollsed
rollsing roma romaed romaing romas romed roming roms ronning rooks roomed rooming rooms root roots roped ropes roping
rosed rosen roses rosie rosing rotateds rotatings rotting roundeds roundings roundsed roundsing rouse rowe rower rowes
rowings rowsed rowsing royed roying rses rsing rubbe rubbeds rubber rubbings rubied rubying rudes ruding ruining ruins
runes runnings runsing ruses rusheds rushings russes rusts ruthed ruthing sabers sable sabres sacks sacred saed safed
safer safing saged saging saiding saids saing sake saked sakes saking saled saling sally sals salted salting samed
saming sammed samming sams sand sanding sands sanging sangs sanking sanks sanned sanning sans saoed saoing saps sars
sash sasha sashas sashes sats satted satting saunders save saved saves saving saxophoned saxophones sayings saysing
scaled scanne scanneds scanner scannings scar scare scareds scares scarfs scaried scarred scarring scars scarsed scary
scened scenes scent scing scoop scooped scoops scooted scored scout scouted scouting scouts scrambleds scramblings
scratcheds scratchings screameds screamings screamsed screamsing scrolling scrolls scrubbeds seaed seaman seamans seams
seans sears seated seating seats seattle seattled seattles seattling second sects seeks seems seens sees sell selled
selling sells sends senting sents seps sept septs serum serums serve served serves serving sething seths setsing
settings settleds settler settlers settlings sewing sewings sexed shack shade shaded shades shading shaft shafted
shafting shafts shaken shakens shakies shakings shaky shale shales shame shamed shames shaming shams shane shaned shanes
shang shaning shans shape shaped shapes shaping share shared shares sharing sharking shaveds shawed shawing shaws shays
shear sheath sheaths sheds sheep sheeping sheeps sheer sheered sheering sheers shell shelled shelling shells shes shied
shields shies shifteds shifter shiftings shiftsed shiftsing shiing shing shinning shins shipped shipping ships shirt
shirted shirting shirts shit shits shitted shitting shivereds shiverings shock shoed shoeing shone shones shooking
shooks shootings shootsing shopped shoppings shops shopsing shore shored shores shoring short shorted shorter shorters
shorting shorts shos shotguns shots shotted shotting shoulded shouteds shoutings shoveded shoveding shoveds shovings
showeds shower showings shown showned showning showns showsed showsing shrub shrubs shruggeds shuffleds shufflings shus
shutter shuttings shuttle shuttled shuttles shuttling shying siams sibling sick sicking sicks side sided sides siding
sied sieging signaleds signalings signalling signalsed signalsing signing signs siing silking silks sims sincing singh
singhing singhs singings singling singsing sinkings sinning sinns sinos sins sippe sippeds sippings sirred sirring sirs
sites siting sitsing sittings situs skater skaters skatings skier skies skiings skinning skins skippe skippeds skipper
skippings skying slabs slack slade slades slamme slammeds slammings slang slappe slappeds slappings slasheds slate
slated slates slating slave slaved slaves slaving sleek sleeks sleepings sleepy sleeving slepts slice slices slicing
slick slicking slicks slidding slidings slids slies slimmed slimming slims sling slings slippe slippeds slippings slits
sloop sloops sloped sloping slots sloweds slower slowings slugs slumpeds slung smack small smalled smalling smalls smart
smarted smarting smartphones smarts smash smashed smashes smashing smelleds smellings smokeds smokies smokings smoky
snack snake snaked snakes snaking snappe snappeds snappings sneakings sneered sniffeds sniffings snoop snoops snout
snouts snowed snowing snows soake soaking soaps soared sobbe sobbeds sobbings sober sofas sofia soing soled solid
soliding someoned someones somethin somethings somethins songing songs space spades spaed spain spaing spains spanned
spanning spans spare spared spares sparing spark sparked sparking sparks sparse spas spats speaker speakers speakings
speaksed speaksing speared spearing spears speds speed speeds spell spelled spelling spells spied spies spine spines
sping spining spinnings spits spitting splash splashed splashes spoke spoked spokes spoking sprangs sprayeds sprayings
spreadings springsing sprinteds sprinter sprung sprungs spunning spuns spurred spurring spurs spying spyings sqing squad
squads squeezeds squeezings squire squires sried sriing sring ssing stabbe stabbeds stabbings stabled stabling stacks
stacy stade staffs staged staggere staggereds staggerings staging stains stair stake staked stakes staking stalk
stampede stampeds stampsed stampsing stan stanced stances stancing standings standsing stanned stanning stans star stare
stared stares staring stark starked starking starks starr starred starring starrs stars starsed starsing starteds
starter startings startled startling startsed startsing starved starving stat state stated states stating stats stayeds
stayings staysed staysing steak steaks steamer steamers steel steeled steeling steels steep steeped steeping steeps
steereds steerings stems steppe steppeds steppes steppings stepsed stepsing stes stews sticks sticky stiff stiffed
stiffing stiffs stils sting stinging stings stink stinks stirling stirre stirreds stirrings stock stoke stoked stokes
stoking stole stoled stoling stompeds stoned stones stoning stony stooded stooding stoods stools stoppe stoppeds
stoppings stopsed stopsing store stored stores storied storing stormeds stormsed stormsing stormy story storying stout
stouts stove stoves straighted straighteneds straightenings straights strand stranding strands strange stranged stranges
stranging strangleds stray strays stream streamed streameds streaming streams streets stretcheds stretchings strife
strifes striker strikers strikings string stringing strings stripe stripes strive strives stroded strodes stroding
strokeds strokings strolleds strucks struggleds strugglings stuart stuarted stuarting stuarts stubble stubbles stuck
stuff stumbleds stumblings stump stumps stung subbed subbing subset sued sueds sues suing suitcases suits sung sunging
sungs sunk sunking sunks sunses sunsets superheros supporteds supporter supportings supportsed supportsing suring swami
swamp swamped swamping swamps swams swanned swanning swans swapped swaps swarm swayeds swayings swear sweats sweaty
sweepings sweet sweeting sweets swell swelled swelling swells swepts swift swifted swifting swifts swimmings swingings
swirleds swirlings swiss swore swored swores sworn sworns swunging swungs syeds synthesized synthesizers tabled tables
tablet tacks taes tagged tagging taing taken takens takings taks tale taled tales taling talkeds talkings talksed
talksing talled talling talls tals taluk taluks tames tang tanged tanging tangled tangs tank tanked tanking tanks taped
tapes taping tappe tappeds tappings tars tasked tasking tasks tates tating taxes taxing taxis teached teaches teams teas
teenage teenaged teenages tees teeths telephoned telephones telescoped telescopes televisions tellings tellsing tels
tented tenth tenting tents ters tesses tested testing tests texas texes texteds textsed textsing than thankeds thankings
thanksed thanksing thanned thanning thans thee thees theme thems thens there thick thicker thicking thicks thies thin
thing thinging things thinkers thinkings thinksing thinner thinning thins thorough though thoughs thoughts threed threes
threwing threws throning throughs throwings thrown throwning throwns throwsing thrus thrustings thugs thump thumps tide
tided tides tieds tiered tiers tiled tiles tilling tills timed timeds timer timers tims ting tippe tippeds tippings
tipsed tipsing tire tireds tires tises toasts toesed toeses toesing toing tolds tolling tolls tomes tonsed tonses
tonsing tooks toppe topped topping toppleds topsed topses topsing torah torched torches torching tored torned torning
torns toro toros tors torsos tosseds tossings toucheds touchings tough toughed toughing tourism tourisms toward towed
towels tower toying toysed toyses toysing track tractors tracy trail trailed trailing trails traineds trainee trainer
trainings trainsed trainsing trait traitor traits tran trans transporteds transportings trapped trapping traps traveleds
traveler travelings travelled travelling travelsed travelsing travers trays treasured treasurer treasures treasury treed
treks trembleds tremblings tres treses treys trick tridents tried tries trims trios tripled tripling trippeds tripsed
tripsing tris trois trombones trough trout trouted trouting trouts troys truce trucks trues trumped trumpets trunk trust
trusted trusting trusts trying tsars tuck tugge tuggeds tuggings tuing tumbleds tumblings tuned tungs tuning tuns turfs
turin turined turing turining turins turks turneds turner turnings turnsed turnsing tving twain twains twiced twices
twisteds twistings tyings tynes typeds typings tyres uing umbrellas unded unders unlockeds untils upped uppers upsed
upses upsing upward usaed usaing useds users usings ussed usses ussing vaulteds viaing vicing videos views viiing viing
vila villa villaing violas violins wadis waed waged wages waging wahs waing wais waist waisted waisting waists waiteds
waitings waitresses waived waivers wakings wales walkeds walkings walksed walksing walled waller wallers wallets walling
walls wally wals walsh walshed walshes walshing walt walted walter waltering walters walting walts wanda wandereds
wanderings wands wanted wanting wants warded warding wardrobes wards wares warmeds warmer warmings warned warning warns
warped warps warred warring wars warsed warsing wases washeds washings wasned wasning wassed wassing wasted wastes
wasting water waterings waters watersing wats watts waveds wavies wavings waxes wayed waying weaking weapons weave
weaves weaving weddings weeds weeking weeks weepings wees weigh weighs welcomeds welcomings welded welding wents wepts
wering whale wheeleds wheeler wheelings wheelsed wheelsing whies whigs whiled whiles whiling whimper whimpered whimpers
whippe whippeds whippings whirleds whispereds whisperings whispersed whispersing white whited whites whiting whole
whorls wided wides widing widow width wieldings wifed wifes wifing wiggleds wight wights wild wilded wilding wilds willy
windows wined wines wing winging wings wining wipeds wipings wired wires wiring wirings wised wises wished wishes
wishing wising witches withs wits wives woked woken wokes woking women womens wonder wondered wondering wonders woods
woody worded wording words wored wores woring workeds workings worksed worksing worms worned worning worns worsed
worsing wries wright wrights wristing writ writer writers writhing writings writs wrong wronging wrongs wroted wrotes
wroting wuing wwing yanned yanning yans yards yarns yawneds yelleds yellings zombied
"""
REAL = frozenset(_WORDS.split())
