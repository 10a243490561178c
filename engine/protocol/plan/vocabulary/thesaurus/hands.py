"""Verbs of the upper body: gestures, arms raised and pointed, blows, throws, things used, looks and nods, signs of
feeling.

A line: what is meant, in the planner's own words, and the verbs that are said for it.
"""

from __future__ import annotations

ROWS = """
wave: hail, hail a cab, hail a taxi, flag down, bid farewell, bid goodbye, bid adieu, say greetings, flag, flag a
  taxi, flag a cab, signal a taxi, thumb a lift, hitchhike, hitch-hike, wag hand, high-sign, semaphore, wig-wag, shoo,
  shoo away, shoo off, swat, swat away, swat at, bat away, brush away, brush off, swat a fly, shoo a fly, waft away,
  dismiss, royal wave, say cheerio, say ciao, bye, flag someone down, hail someone
wave with both hands: signal for help, call for help, flag down a plane, flap arms, flap ones arms, flap wings, flail
  arms, flail ones arms, windmill arms, wave arms overhead, guide a plane, marshal a plane, land a plane, direct
  traffic
clap: give applause, give a round of applause, golf-clap, slow-clap, put hands together, golf clap, give a standing
  ovation, smack hands together, slap hands together, cheer and clap
beckon: gesture to come, beckon over, wave closer, motion to come, motion over, call over, summon, invite in, usher,
  usher in, wave in, come-hither, signal to come, crook a finger, motion closer, bid come, gesture come here, motion
  come here, gesture over, curl a finger, coax, lure, entice
point forward: indicate, gesture toward, gesture towards, gesture at, finger-point, single out, jab a finger, jab
  finger, jab a finger at, pick out, accuse, wag a finger, wag finger, wag ones finger, shake a finger, shake finger,
  press a button, push a button, press button, hit a button, press the button, push the button, flip a switch, flick a
  switch, flick the switch, ring the bell, ring a doorbell, ring the doorbell, poke, prod, nudge, jab at, tap on a
  screen, tap the screen, use a touchscreen, signal ahead, direct, show the way, tell off, scold, admonish, lecture
  sternly, command, dial, input a code, enter a code, turn on the light, switch on the light, turn off the light, poke
  with a finger, prod with a finger, motion forward, signal forward, gesture forward, call out, denounce, blame,
  identify a suspect
point up: gesture up, gesture upward, gesture upwards, point skyward, point heavenward, point skywards, gesture to the
  sky, motion up
point down: gesture down, gesture downward, gesture downwards, motion down
point to the left: gesture left, gesture to the left, motion left, motion to the left, signal left
point to the right: gesture right, gesture to the right, motion right, motion to the right, signal right
raise the right hand: put hand up, stick hand up, stick ones hand up, ask a question, volunteer, vote, take an oath,
  swear an oath, hold out a hand to stop, signal stop, signal to stop, motion to stop, gesture to stop, toast, propose
  a toast, make a toast, do a toast, flip off, flip the bird, give the finger, give the bird, show the middle finger,
  shake fist, shake a fist, shake ones fist, hold aloft, snap ones fingers, click fingers, click ones fingers, snap a
  finger, cast a spell, cast spell, cast, cast a fireball, cast fireball, cast magic, do magic, conjure, conjure up,
  enchant, hex, zap, bewitch, wave a wand, summon a spirit, channel, work magic, spell-cast, spellcast, use magic, use
  the force, force push, dab, do a dab, do the dab, hang ten, rock on, throw horns, hold up a sign, brandish, answer
  in class, hold up a torch, draw in the air, paint a picture, change a lightbulb, change a light bulb, screw in a
  lightbulb, pick fruit, pick an apple, pluck an apple, take from a shelf, grab from a shelf, hang a picture, hang up
  a coat, hang up coat, hang laundry, paint the ceiling, touch the ceiling, chalk, write on the board
raise both arms: surrender, give up, put ones hands up, put your hands up, stick em up, throw up ones arms, throw up
  ones hands, appeal to heaven, invoke, call to the gods, praise the sun, praise, praise the lord, spread wings,
  unfurl wings, do a wave at the stadium, be arrested, be held up, get arrested, plead for calm, reach for heaven,
  capitulate, yield
spread both arms: t-pose, do a t-pose, taunt, goad, provoke, challenge, welcome everyone, welcome with open arms, show
  off, ta-da, come at me, jeer, heckle, mock, egg on, display, bring it on, block the way, bar the way, block a
  doorway, act like an airplane, play airplane
cross the arms: sulk, huff, sulk angrily, refuse, be stubborn, be grumpy, be annoyed, act annoyed, wait impatiently,
  be impatient, act impatient, glower, scowl with arms crossed, get impatient
put the hands on the hips: stand hands on hips, stand akimbo, superhero pose, superhero-pose, rest hands on hips, be
  bossy, be sassy
put both hands on the head: clutch head, clutch ones head, grab head, grab ones head, grip head, facepalm with both
  hands, tear ones hair, tear hair, pull ones hair, pull hair, tear out hair, tear at hair, pull out hair, grasp head,
  grasp ones head, have a headache, rub temples, rub ones temples, massage temples, massage ones temples, despair,
  agonise over, be frustrated, adjust hat, adjust a hat, adjust ones hat, put on a hat, put on hat, put on a helmet,
  put on helmet, tip hat, tip ones hat, tip a hat, put on a cap, run hands through hair, run hand through hair, run
  fingers through hair, run a hand through hair, ruffle hair, fix hair, fix ones hair, smooth hair, smooth ones hair,
  flip hair!, flip ones hair, toss hair!, toss ones hair, do hair, do ones hair, wash hair, wash ones hair, tie up
  hair, tie hair, tie hair back, shampoo, scratch head, scratch ones head, scratch scalp, be arrested with hands on
  head, put on a crown, put on headphones, take off a hat, take off hat, take off a helmet, take off helmet
stand sadly with both hands over the face: hide face, hide ones face, bury face in hands, bury ones face in hands,
  bury face in ones hands, bury head in hands, weep, sob, cry into hands, bawl, blubber, wail, break down crying,
  break down in tears, break down sobbing, burst into tears, cry ones eyes out, mourn, grieve, cry, whimper, lament
put both hands over the face: facepalm, face-palm, face palm, rub eyes, rub ones eyes, rub face, rub ones face, shield
  face, shield ones face, blow nose, blow ones nose, wipe tears, wipe away tears, wipe away a tear, wipe eyes, wipe
  ones eyes, wipe face, wipe ones face, wipe sweat off face, put on glasses, take off glasses, adjust glasses, adjust
  ones glasses, put on a mask, take off a mask, peekaboo, play peekaboo, count in hide and seek
put the right hand on the forehead: wipe sweat off forehead, wipe sweat from forehead, wipe forehead, wipe ones
  forehead, wipe brow, wipe ones brow, wipe sweat off brow, wipe sweat from brow, mop brow, mop ones brow, slap
  forehead, slap ones forehead, smack forehead, smack ones forehead, slap own forehead, shield eyes, shield ones eyes,
  shade eyes, shade ones eyes, snap a salute, snap off a salute, feel forehead, rub forehead, rub ones forehead, peer
  into the distance, look into the distance, look out to sea, scan the horizon, look into the sun
put the right hand on the chin: scratch chin, scratch ones chin, stroke chin, stroke ones chin, stroke beard, stroke
  ones beard, scratch beard, scratch ones beard, tap chin, tap ones chin, think hard, think it over, have a think,
  think about it, bite nails, bite ones nails, chew nails, pick nose, pick ones nose, rest chin on hand, wipe mouth,
  wipe ones mouth, whistle with fingers, put finger to lips, put a finger to lips, put finger to ones lips, shush,
  hush, shh, cough, sneeze, clear throat, clear ones throat, hack up, stifle a yawn, yawn, scratch nose, scratch ones
  nose, rub nose, rub ones nose, scratch face, scratch cheek, rub cheek, hold nose, smoke a cigarette, smoke a pipe,
  smoke, take a drag, puff on a cigarette, light a cigarette, light up a cigarette, vape, blow a whistle, think
  deeply, speculate, cogitate, doubt, think about something, chew on a pencil
put both hands over the ears: plug ears, plug ones ears, stick fingers in ears, block ears, hear a loud noise
put both hands on the chest: clutch chest, clutch ones chest, clutch heart, clutch ones heart, grab chest, hold chest,
  have a heart attack, beat chest, beat ones chest, pound chest, pound ones chest, thump chest, thump ones chest,
  cross heart, cross oneself, swoon romantically, thump ones heart, pledge allegiance, straighten tie, straighten ones
  tie, adjust tie, adjust ones tie, fix tie, fix ones tie, tie a tie, button up, button shirt, button a shirt, button
  jacket, button ones shirt, zip up, zip up jacket, do up jacket, do up coat, adjust clothes, adjust ones clothes,
  straighten clothes, dust oneself, dust oneself off, dust oneself down, dust off, brush oneself off, brush oneself
  down, pat oneself down, pat down, pat pockets, pat ones pockets, check pockets, check ones pockets, search pockets,
  search ones pockets, smooth clothes, smooth dress, smooth skirt, buckle up, buckle a belt, buckle belt, fasten
  seatbelt, apply sunscreen, wash oneself, scrub oneself, take a shower, shower, soap oneself, towel off, towel
  oneself
put both hands on the belly: pat belly, pat ones belly, pat stomach, have a stomach ache, laugh heartily, guffaw,
  chortle, chuckle, giggle, snigger, snicker, cackle, titter, belly-laugh, laugh out loud, laugh, laugh it up, be
  hungry, hold ones sides
put the hands in the pockets: stick hands in pockets, stuff hands in pockets, reach into pocket, reach into ones
  pocket, dig in pockets, fumble in pocket, reach into a pocket, rummage in pockets, pull out wallet
put the hands behind the back: be handcuffed, clasp hands behind back, stand at parade rest, be cuffed, get
  handcuffed, hide something behind back, hide behind back, parade rest, rub back, rub ones back, hold back in pain,
  clutch back, hold ones back, scratch back, scratch ones back
put the hands together: clasp hands, clasp ones hands, fold hands, fold ones hands, steeple fingers, interlace
  fingers, namaste, give thanks, say grace, implore, beseech, make a wish
put the right hand behind the neck: rub neck, rub ones neck, scratch neck, scratch ones neck, rub back of neck, rub
  the back of ones neck, rub the back of the neck, massage neck, hold neck, scratch back of neck, rub nape, act
  sheepish
rub the hands: rub hands together, rub ones hands together, wash hands, wash ones hands, warm hands, warm ones hands,
  wipe hands, dry hands, lather hands, lotion hands, scheme, plot evilly, sanitize hands, fret with hands, fiddle with
  fingers, play with fingers, pick at nails, file nails
punch: slug, sock, deck, clobber, clout, wallop, thump, pummel, pound, sucker-punch, sucker punch, throw a right,
  throw a left, land a punch, haymaker, throw a haymaker, jab-cross, biff, bop on the nose, bash, beat up, lash out,
  lay into, pop on the jaw, knock out, clock, right-hook, left-hook, backfist, hammer-fist, hammerfist, superman
  punch, superman-punch, one-two, do a one-two, cross-punch, rabbit-punch, body-blow, ground-pound, thwack, whack,
  wham, smack, smack around, sock on the jaw, rain blows, elbow, elbow strike, headbutt, head-butt, head butt, nut,
  shoulder-barge, bludgeon, batter, smite with fist, fist-bump, fist bump, bump fists, give a fist bump, knuckle-bump,
  karate-chop, karate chop, drive a fist into, rough up, rearrange ones face, slap, backhand, bitch-slap, bitchslap,
  cuff, slap around, swat hard, smack across the face, give a slap, take a swing, take a swing at, swing at, swing a
  fist, swing a punch, throw hands, pistol-whip
throw: lob, chuck, sling, cast a stone, pelt, heave a rock, launch a ball, loft, flick, flip a coin, discard, dispose
  of, chuck away, lob over, jettison, skim a stone, skip a stone, skip stones, lob a grenade, go bowling, shot-put,
  shot put, free-throw, shoot a basket, shoot a hoop, shoot hoops, shoot a basketball, shoot a free throw, pass a
  ball, pass the ball, cast a net, cast a line, cast a fishing line, cast a rod, serve a tennis ball, serve a ball,
  spike a ball, spike the ball, slam down, smash down, dash down, litter, feed the ducks, feed ducks, feed chickens,
  feed the birds, scatter seeds, sow seeds, sow, scatter, deal cards, do a discus throw, jack in, drop a bomb
catch a ball: intercept, field a ball, snag, nab, keep goal, save a goal, make a save, receive a pass, trap a ball,
  catch a pass, glove
shove someone: jostle, body-check, body-slam, bodycheck, barge into, push over, push back, push aside, push away,
  shove away, shove back, shove aside, shove over, repel, ward off, hold off, throw off, thrust away, bowl over,
  tackle, rugby-tackle, shoulder-charge, shoulder charge, ram, bump into, jostle aside, block a door
hug someone: cuddle, snuggle, bear-hug, give a cuddle, bear hug, clasp to the chest, throw ones arms
  around, wrap ones arms around, wrap arms around, squeeze tight, canoodle
shrug: do a shrug, raise shoulders, lift shoulders, raise ones shoulders, be clueless, act clueless, plead ignorance,
  be unsure, look confused and shrug, say I don't know, be confused, act confused, play dumb, feign innocence
reach forward: check, stretch out a hand, hold out a hand, hold out hand, hold out ones hand, extend a hand, extend
  ones hand, offer a hand, feel for, grope for, fumble for, offer a
  handshake, snatch, seize, lunge for, clutch at, take hold of, take hold, lay hold of, steal a wallet, pickpocket,
  pick a pocket, pickpockets, touch a wall, feel along the wall, touch, feel, pluck, harvest apples, pay, interact,
  interact with, activate, adjust, apply, slide open, check a pulse, heal, revive, resuscitate, tickle, pinch, tweak a
  nose, dip a hand, dab at, cut hair, open a jar, open a bottle, uncork, pop a cork, light a candle, light a fire,
  light a match, strike a match, blow out a candle, play chess, move a chess piece, roll dice, feed a baby, fill in a
  form, sign, sign a document, sign the paper, take notes, jot down, scribble, doodle, sketch, draft, note down
open the door: unlatch, unbolt, open up, throw open, fling open, pull open, yank open, push open, slam the door, lock,
  lock the door, bolt the door, close up, crack open the door, try the door, try the door handle, answer the door
knock on the door: rap, rap on, rap at, bang on, hammer on, pound on, hammer at, thump on, beat on the door, tap on
  the door, tap on the window, knock at, pound on the door, bang on the door, hammer on the door
look around: gaze around, gaze about, look round, look in all directions, survey, survey the area, scan the area, scan
  the room, scan the crowd, check surroundings, check the surroundings, check the area, cast about, cast around,
  search the room, look this way and that, keep an eye out, be on the lookout, stay alert, be alert, watch out, be
  vigilant, take in the view, take in the scene, admire the view, look lost, be lost, act lost, rubberneck, look
  hither and thither, look here and there, look for someone, look for something, search, search for something, seek,
  swivel ones head, crane neck, crane ones neck, be wary, act suspicious, be suspicious, look suspicious, case the
  room, check both ways, check the coast, check the corners, check corners, clear the room, look everywhere, look
  every which way, be confused looking, get ones bearings, get bearings, orient oneself, reconnoitre, recce,
  double-check, look for enemies
look behind: peek over shoulder, peek over the shoulder, check behind, check ones six, check six, check over shoulder,
  check over the shoulder, check over ones shoulder, look rearward, check blind spot, check the rear, cast a glance
  back, do a double take, double-take, double take, do a double-take, throw a glance over, steal a glance back, gaze
  back, peek back, peek behind, gaze over shoulder
look up: gaze up, gaze upward, gaze upwards, peek up, stare up, look skyward, look to heaven, look heavenward, gaze at
  the stars, gaze at the sky, stargaze, raise ones head, lift ones head, lift chin, raise chin, stare at the ceiling,
  roll eyes!, roll ones eyes, eye-roll, watch the fireworks, watch fireworks, watch the birds
look down: gaze down, stare down, lower ones head, drop ones head, bow ones head in shame, stare at feet, stare at the
  floor, stare at the ground, avert eyes, avert ones eyes, avert gaze, drop ones gaze, check watch, check ones watch,
  check the time, look at wrist, consult a watch, be ashamed, be embarrassed, check ones wristwatch, act ashamed, feel
  ashamed, feel guilty, be sad, act sad, look sad, look ashamed, look guilty, look dejected, hang head in shame, hang
  ones head in shame, despond, be dejected, be depressed, be disappointed, act disappointed, look disappointed, blush,
  look at the map, check the map, study a map, consult a map, read a watch
look to the left: peek left, gaze left, check left, eye left, check the left, check the left side
look to the right: peek right, gaze right, check right, eye right, check the right, check the right side
nod: bob head, bob ones head, agree, say yes, approve, acknowledge, consent, affirm, confirm, concur, assent, accede,
  bow ones head slightly, express agreement, give approval, say okay, say ok, head-bob, bang head to the music, bob
  head to the music, understand
shake the head: say no, disagree, disapprove, deny, object, decline, tut, tut-tut, reject, express disagreement,
  refuse politely, wag head, wag ones head, express disbelief, be in denial, express disapproval, say nope,
  contradict, gainsay, demur, negate, veto, dissent
gesture with both hands: talk, speak, chat, converse, discuss, argue, debate, explain, present a slide, lecture,
  preach, orate, recite, give a speech, give a talk, make a speech, deliver a speech, hold a speech, address the
  crowd, address, tell a story, tell a joke, narrate, negotiate, bicker, quarrel, rant, rave on, gossip, natter,
  chatter, chinwag, yak, jabber, blather, babble, mouth off, complain, whine, moan, grumble, gripe, protest, persuade,
  convince, reason, rap to the beat, sing, croon, belt out a song, mime, act out, gesticulate, emote, perform on
  stage, do stand-up, instruct, teach, coach, describe, report, brief, boast, brag, confess, apologise, apologize,
  interview, haggle, bargain, proclaim, declare, holler, bellow, roar, howl, growl, shriek, yowl, scream, shout, yell,
  talk on stage, freestyle rap, curse, swear, cuss, swear loudly, trash-talk, trash talk, sweet-talk, flirt, hit on,
  banter, make small talk, have a chat, have a conversation, hold a conversation, rehearse, talk animatedly, chat
  away, wax lyrical, expound, gesture, pontificate, joke, crack a joke, kid, tease, praise someone, pitch an idea,
  pitch a product, give directions, give orders, bark orders, yodel, serenade, translate, sign language
hold up a peace sign: flash a peace sign, make a peace sign, give a peace sign, throw a peace sign, throw up a peace
  sign, show a peace sign, pose with a peace sign, flash a victory sign, make a victory sign, give a victory sign,
  show a victory sign, do a peace sign, do a victory sign, make a v sign, flash a v sign
give a thumbs up: show a thumbs up, do a thumbs up, flash a thumbs up, show thumbs up, stick a thumb up, make a thumbs
  up
take a selfie: snap a selfie, shoot a selfie, film a selfie, pose for a selfie, make a selfie
take a photo: snap a photo, snap a picture, shoot a photo, click a photo, shoot a video, record a video, film a video
put on make-up: do makeup, do ones makeup, powder nose, powder ones nose, touch up makeup, apply lipstick, apply
  mascara
brush the teeth: clean teeth, clean ones teeth, scrub teeth, scrub ones teeth
wash the face: rinse face, rinse ones face, splash face, splash water on face, splash ones face, cleanse face
talk on the phone: phone, call, ring up, make a call, make a phone call, take a call, be on the phone, talk into a
  phone, speak on the phone, phone home, chat on the phone, ring someone, call someone, talk on a phone, facetime,
  speak into a walkie-talkie, talk on the radio, talk into a radio, use a walkie-talkie, radio in, use a radio
text on the phone: scroll, doomscroll, scroll through a phone, use a phone, use phone, use the phone, check messages,
  browse the phone, play with phone, be on ones phone, tap on a phone, tweet, use a tablet, use a smartphone, message
  someone, play on phone
read a book: peruse, leaf through a book, flick through a book, study, study a book, browse a book, turn a page, flip
  through a magazine, look at a map, skim, do homework
drink: gulp, gulp down, swig, swig from a bottle, guzzle, quaff, slurp, chug, down a pint, down a drink, down a shot,
  take a sip of!, take a swig of!, take a gulp of!, take a drink of!, take a sip, take a swig, take a gulp, take a
  drink, have a drink, drain a glass, knock back a drink, take a shot, drink up, drink a potion, drink potion, use
  potion, sip tea, sip coffee, have a coffee, have tea, take a pill, take medicine, imbibe, swill, have a beer, taste
eat: nibble, chew, chew gum, gobble, gobble up, wolf down, scoff, devour, feast, dine, snack, take a bite, have a
  bite, bite into, have lunch, have dinner, have breakfast, lick an ice cream, lick, tuck in, tuck into, chomp, gnaw,
  bite, chow down, pig out, gorge, stuff face, stuff ones face, have a snack, scarf down, graze
aim a rifle: level a gun, draw a bead, train a gun, shoot, open fire, fire at will, fire a shot, snipe, gun down,
  blast, blast away, spray bullets, spray and pray, reload, reload a gun, reload a rifle, reload rifle, reload weapon,
  cock a gun, load a gun, load a rifle, empty a magazine, return fire, lay down fire, ready weapon, ready a gun, raise
  weapon, raise rifle, shoulder a rifle, take a shot at, machine-gun, strafe with bullets, cover with a gun, scope,
  hip-fire, hipfire, suppress, fire a cannon, target, zero in, chamber a round
aim a pistol: draw a gun, draw gun, draw a pistol, pull a gun, pull out a gun, whip out a gun, holster, unholster,
  holster a gun, dual-wield, quick-draw, quickdraw, quick draw, reload pistol, reload a pistol, hold at gunpoint, slap
  leather, fan the hammer, draw weapon, unholster weapon
shoot an arrow: loose an arrow, nock an arrow, notch an arrow, do archery, practice archery, nock
hold a shield: raise shield, raise a shield, block with a shield, shield-block, shield oneself, raise ones shield,
  block with shield, shield-bash, shield bash, turtle up
block with both arms: block, deflect, fend, ward, protect oneself, shield, brace for impact, cover ones head, cover
  head, protect ones head, shield head, stop a blow
pull a rope: haul, haul on, tug at, yank, yank on, heave on, reel in, winch, tow, pull at, pull hard, start a
  lawnmower, throw a lever, heave ho, hoist a sail, ring a bell, draw water from the well, play tug of war, jerk on,
  reel in a fish, pull weeds, fish, go fishing standing, angle
push a heavy box: shove a box, push a heavy object, bulldoze a box, heave a box along, push a bed
drag a heavy box: lug a body, tow a sled
push a cart: mow the lawn, mow, mow the grass, wheel a cart, trundle a cart, go grocery shopping, push a buggy
carry a box: tote, shoulder, bear a load, cart a box, transport a box, hump a load, hold a box, lug, carry things,
  haul boxes, move boxes, ferry, portage
chop wood: split logs, split wood, fell a tree, cut down a tree, chop down, hack down a tree, lumberjack, split
  firewood, mine ore, pickaxe, pick-axe, break rocks, quarry, hammer down, smash, smash up, demolish, break down,
  sledgehammer, hammer a nail, hammer nails, forge, work the anvil, hammer at an anvil, shatter, break, crush
dig a hole: excavate, bury, bury a body, bury treasure, spade, till the soil, till, garden, plant a tree, delve, plant
  potatoes, stoke a fire, hoe, hoe the field, plow a field
sweep the floor: sweep up, mop up, hoover, broom, rake up, vacuum up, swab, swab the deck, clean the floor, curl
  stones, clean the house, scrub the floor standing, do housework, do chores, brush the floor, rake, sweep
stir a pot: whisk, whisk eggs, beat eggs, cook, cook dinner, brew, brew a potion, bake, bake a cake, make dinner, make
  soup, prepare food, grill, barbecue, make coffee, make tea, make a sandwich, blend, churn
play the guitar: shred, jam on guitar, busk, jam, rock out on guitar, strum
play the violin: fiddle, bow a violin
play the piano: tickle the ivories, pound the keys
play the drums: drum, drum on the table, beat a drum, beat the drum
play the trumpet: blow a horn, sound the horn, bugle, toot, play the pipes
conduct an orchestra: lead the band, wave a baton
drive a car: drive, steer the ship, drive around, motor, taxi, pilot, pilot a plane, fly a plane, fly a helicopter,
  drive to work, steer, joyride, chauffeur
type on a keyboard: code, program, work on a computer, use a computer, work at a desk, work on a laptop, use a laptop,
  hack, hack a computer, keyboard, send an email, write an email, bash keys, hammer at the keyboard, game on a pc,
  work at a computer, play a computer game, play a game on the computer, edit a video, surf the web, surf the
  internet, surf the net
write on the board: spray-paint, spray paint, spray graffiti!, tag a wall, graffiti, paint a portrait, decorate,
  whitewash, wallpaper, plaster, mark the board, put up a poster
lift weights: curl dumbbells, do bicep curls, do curls, do biceps curls, bicep-curl, curl weights, military-press,
  press overhead, weightlift, weight-lift, clean and jerk, overhead press, do overhead presses, shoulder-press
flex the muscles: show off muscles, show off biceps, kiss biceps, pose like a bodybuilder, do a bodybuilder pose,
  strongman, show muscles
blow a kiss: blow kisses, kiss, smooch, snog, peck on the cheek, give a kiss, throw a kiss, make out, kiss a hand,
  pucker up
swing a baseball bat: hit a baseball, hit a home run, swing a club, tee off, play golf, golf, putt a ball, drive a
  golf ball, hit a golf ball, play tennis, play baseball, play cricket, hit a tennis ball, play badminton, play ping
  pong, play table tennis, play squash, volley a tennis ball, hit a forehand, hit a backhand, play hockey, swing a
  golf club, play croquet, bunt, bat a ball
circle the arms: windmill, arm-circle, do arm circles, spin ones arms, rotate arms, rotate ones arms, windmill ones
  arms, whirl arms, roll arms, do circles with arms
work with both hands: use a keypad, swipe a card, use an atm, insert a coin, insert, plug in, connect, attach, work at
  a bench, use a console, operate a machine, operate a console, tinker, tweak, turn a knob, turn a dial, turn a key,
  turn the key, screw, unscrew, pick a lock, lockpick, hack a terminal, disarm a bomb, defuse a bomb, plant a bomb,
  measure, bandage, knead, knead dough, chop vegetables, chop onions, peel, grate, sew, knit, crochet, embroider,
  weave a basket, mould, sculpt, throw a pot, frost a cake, do laundry, fold laundry, fold clothes, fold a shirt,
  pack, pack a bag, pack a suitcase, unpack, wrap a present, wrap, unwrap, open a letter, open a present, play cards,
  shuffle cards, use an item, use item, groom a horse, milk a cow, frisk, search a suspect, frisk a suspect, give a
  massage, massage, solder, weld, wire a plug, carve, whittle, dismantle, take apart, put together, sharpen a knife,
  sort the mail, cut up, slice, dice vegetables, roll dough!, mix dough, polish a lens, set a trap, set up a tent,
  pull levers and push buttons
scrub the table: wipe the table, wipe a table, clean the table, dust the shelf, do the dishes, wash the dishes, wash
  dishes, wash up, clean, scour, buff, wax, varnish, clean the window, clean a window, wash the windows, wash a
  window, wipe the window, wipe down the window, wipe down
pat someone on the shoulder: pat on the back, pat on the shoulder, pat on the head, tap on the shoulder, clap on the
  back, petting, pet, pet a horse, pet the horse, stroke, caress, fondle, give a pat on the back, comfort, console
turn a valve: turn a valve, turn a handle, turn a crank, crank, wind up, turn a wheel, crank a handle, turn the wheel
give: hand, hand over, hand out, give away, pass over, proffer, present an object, hand over money, deliver, drop off,
  serve, serve food, serve drinks, offer
take something from someone: accept, receive, collect a ticket
flip a pancake: flip pancakes, flip a pancake, flip burgers, flip a burger, toss a pancake, fry an egg, stir-fry
fan the face: fan oneself, fan, fan ones face, fan face
give someone a high five: high-five, high five, give a high five, give a high-five
put on a jacket: put on a jacket, put on jacket, put on a coat, put on coat, put on a shirt, put on shirt, get
  dressed, put on a backpack, put on backpack, don, slip on a jacket, shrug on a jacket
take off a jacket: undress, take off a jacket, take off jacket, take off ones jacket, take off a coat, take off coat,
  take off a shirt, take off shirt, take off a backpack
use a hose: water plants, water the plants, water flowers, water the lawn, hose down, put out a fire, fight a fire
sing into a microphone: sing into a microphone, karaoke, sing karaoke, do karaoke, speak into a microphone, talk into
  a microphone, announce, lip-sync, lip sync
"""
