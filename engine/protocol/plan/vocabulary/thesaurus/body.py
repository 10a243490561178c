"""Verbs of the whole body: jumps, turns, falls and blows taken, bending, dodging, fighting, exercise, dance, feelings.

A line: what is meant, in the planner's own words, and the verbs that are said for it.
"""

from __future__ import annotations

ROWS = """
jump up: spring up into the air, hop up, bounce up, bound up, go up for a dunk, slam dunk, dunk, spring upward, boing,
  levitate, launch upward, launch oneself up
jump on the spot again and again: skip rope, jump rope, trampoline, bounce on a trampoline, pogo, bounce on the spot
jump forward: hurdle, bound over, spring forward, spring over, hop over, leapfrog, long-jump, long jump, broad-jump,
  broad jump, high-jump, high jump, launch oneself, launch oneself at, launch oneself forward, spring at, hop onto, hop
  across, hop up onto, clear a hurdle, clear the fence, do parkour, parkour, freerun, free-run, swing over, catapult,
  ski-jump, spring across, swoop, mantle over, speed-vault, kong, kong vault
jump down: hop down, drop down from, drop down off, drop off a ledge, drop from, hop off, drop to the ground from, bail
  off, parachute, parachute in, skydive, base-jump, bungee, bungee jump, spring down, cliff dive, drop off the ledge,
  drop down off the ledge
jump forward with both arms ahead: dive, dive in, dive into, dive off, dive forward, dive over, dive through,
  belly-dive, plunge in, plunge, plunge forward, throw oneself forward, hurl oneself!, fling oneself!, dive for the
  ball, swan-dive, swan dive
hop: bob about on one leg, hopscotch, play hopscotch, bunny-hop, bunny hop, frog-hop, kangaroo-hop
turn around: about-face, about face, about-turn, about turn, do an about-face, do an about-turn, do a u-turn, u-turn,
  face about, face the other way, wheel, wheel about, wheel around, wheel round, swing around, swing round, swing about,
  spin about face, swivel, swivel around, swivel round, swivel about, face around, come about, do a one-eighty, whip
  around, whip round, whirl around to face, double back, look round and turn, face backward, face backwards, reverse
  direction, change direction, switch direction, twist around!
turn to the left: face left, left face, left turn, left-face, bear left, veer left, hang a left, take a left, make a
  left, swivel left
turn to the right: face right, right face, right turn, right-face, bear right, veer right, hang a right, take a right,
  make a right, swivel right
spin around: gyrate, gyre, revolve, birl, rotate fully, chaine, do a three-sixty, whirligig, whirlwind, waltz around
fall: wipeout, flop, plummet, tank it, nosedive, nose-dive, dive to the ground
stumble backward: rock back, rock backwards, be knocked back, be pushed back, be shoved back, reel from a blow, reel
  from a punch, reel from the blow, stagger from a blow, stagger from the blow, fall back a step, be driven back, be hit
  hard, backpedal in panic, get rocked, rock on heels backward, take a step back in shock, back away in shock
recoil: jerk back, jerk, jolt, wince, shy, shy away, start in surprise, jump back in surprise, jump in surprise, jump in
  fright, spring back, jump back startled, get startled, startle, be startled, spook, get spooked, jump out of skin,
  jump out of ones skin, get surprised, blench, blanch, take damage, get damaged, get stung, get stabbed, get slashed,
  be hit, be shot, be stabbed, get zapped, get tased, get shocked, get hurt, suffer a blow, suffer a hit, take a slap,
  react to a hit, react to a blow, react to a punch, hit react, react in shock, react with shock, act surprised, gasp in
  shock, react in surprise, react with surprise, react in fear, react in horror, react with horror, back off in shock,
  whiplash, convulse, spasm, get clipped, get clocked, get smacked, get whacked, get walloped, get thumped, get
  headbutted, get slammed, get pelted, get winged, buck, twitch back, pull back in fear, shrink back, shrink back in
  fear, take fright, panic, jump away, draw back in fear, pull away, snatch hand back, burn hand, stub a finger
bend forward: double over, double up, hunch, hunch over, hunch forward, hunch up, hunch shoulders, fold over, fold
  forward, fold in half, slump forward, incline, incline forward, tip forward, tilt forward, throw up!, vomit, puke,
  retch, barf, hurl up, heave up, be sick, dry-heave, dry heave, spew, upchuck, gag, lose lunch, touch toes, touch ones
  toes, touch the floor, touch the ground, keel forward, catch breath bent over, brace against the wind, push against
  the wind, look down a well, drink from a fountain, smell a flower, sniff a flower, peer down, peer over the edge,
  double over in pain, double up in pain, double over laughing, double up laughing, double over with laughter, double up
  with laughter, inspect, examine, dip down, crack up, roar with laughter, howl with laughter, laugh ones head off,
  burst out laughing, slap knee, slap ones knee, slap thigh
lean back: arch back, arch ones back, arch backwards, limbo, do the limbo, tilt back, tip back, rear back, throw head
  back, throw ones head back, crack back, crack ones back
lean to the side: tilt, tilt over, side-bend, side bend, list to one side, peek out, peek out from behind, peek round,
  peek around the corner, peek around, peer around the corner, peer round the corner, peer out, look around the corner,
  look round the corner
lean against the wall: lean up against the wall, prop oneself against the wall, slouch against the wall, rest against!,
  lounge against the wall, press back against
dodge: evade, avoid, sway out of the way, swerve aside, jink, juke, sidestep a blow, slip a punch, weave out of the way,
  feint, fake out, matrix dodge, jump out of the way, leap out of the way, dive out of the way, get out of the way,
  elude, roll with the punch, dip under, bullet-dodge, sidestep quickly, limbo under, shimmy under, spring aside, jump
  aside, leap aside
roll forward: somersault forward, tumble forward, combat-roll, combat roll, dodge roll!, dodge-roll, barrel roll,
  barrel-roll, shoulder roll, shoulder-roll, dive roll, dive-roll, parkour roll, forward-roll, roly-poly, evasive roll,
  safety roll
flip backward: back-flip, back-handspring, gainer, back tuck, do a backtuck, flic-flac
flip forward: front-flip, front flip, aerial flip, webster, tumble-flip
cartwheel: round-off, do a round-off, roundoff, do a roundoff, cart-wheel
do a handstand: stand on ones hands, stand on hands, walk on hands, walk on ones hands, stand on head, stand on ones
  head
bow: curtsey, bow ones head, bob a curtsy, drop a curtsy, drop a curtsey, dip a curtsy, kowtow, kow-tow, salaam, take a
  curtain call, incline head respectfully, doff hat, doff ones hat, pay respects
lunge: fence, riposte, lunge-attack, thrust forward, launch an attack forward, strike out forward, fence with a foil
squat: knee-bend, goblet squat, plie, do a plie, pop a squat, deadlift, dead-lift, hack squat
bend down to pick something up: scoop, scoop up, scavenge an item, snatch up, gather up, gather, collect, collect an
  item, retrieve, harvest, hoover up, pluck from the ground, lift off the ground, lift from the ground, grab from the
  ground, take from the floor, take from the ground, snatch from the ground, fish out, loot, loot a chest, loot the
  body, search the body, pick flowers, pick a flower, gather flowers, tidy up, clean up, lift a box, lift a crate, lift
  a heavy box, hoist, hoist up, shoulder a pack, heft, dead lift, recover an object, unearth, pull a sword from the
  stone, pull up weeds, weed
do push-ups: push-ups, do pressups, drop and give twenty, bench-press
do sit-ups: crunch abs
do jumping jacks: do side-straddle hops, star-jump, side-straddle hop
stretch: stretch out ones arms, limber, limber up, loosen up, warm up muscles, crack neck, crack ones neck, roll neck!,
  roll ones neck, roll shoulders!, roll ones shoulders, stretch limbs, stretch ones limbs, stretch legs out, stretch out
  legs, have a stretch, have a good stretch, do stretches, do yoga, do pilates, do tai chi, do a warm-up, warm-up, warm
  down, cool down, wake up stretching, stretch oneself, work out muscles, do a stretch, get the blood going, shake out
  limbs, crack knuckles, crack ones knuckles
stretch both arms up: yawn widely, give a big yawn, let out a yawn, let out a big yawn
exercise: work out, train, drill, do aerobics, aerobicise, do zumba, do calisthenics, do gymnastics, pump iron, do
  cardio, do a workout, keep fit
dance: jive, groove, bop, get down and boogie, bust a move, bust moves, bust some moves, cut a rug, cut loose, twerk,
  vogue, headbang, head-bang, mosh, rave, disco, disco-dance, foxtrot, fox-trot, quickstep dance, rumba, rhumba, samba,
  cha-cha, cha cha, mambo, merengue, lindy, lindy-hop, lindy hop, jitterbug, charleston, do the charleston, tap-dance,
  tap dance, break-dance, break dance, b-boy, pop and lock, poplock, krump, shimmy, shimmy and shake, floss, do the
  floss, dab and floss, do the worm, do the robot, do the macarena, do the twist, do the moonwalk in place,
  square-dance, line-dance, line dance, belly dance, belly-dance, pole-dance, pole dance, hula, hula-hoop, hula hoop,
  polka, jig, do a jig, break into dance, busk dancing, rock out, jam out, get jiggy, throw shapes!, bust out, shake
  ones booty, shake booty, shake ones hips, shake hips, swing hips, sway hips!, wiggle hips, swivel hips, wiggle butt,
  wiggle ones hips, hip-thrust, air-guitar, play air guitar, dougie, do the dougie, nae nae, whip and nae nae, do the
  cha-cha, raise the roof, twist and shout, get funky, hip-hop dance, hip hop, clog, morris-dance, flamenco, can-can, do
  the can-can, do the running man, freestyle dance, shuffle dance, do the shuffle, body-pop, body-roll, body roll
celebrate with both arms raised: rejoice, exult, triumph, whoop, whoop it up, whoop and holler, pump the air, air-punch,
  fist-pump, fist pump, pump fist in the air, pump ones fist, pump ones fists, pump fists, cheer, cheer on, root for, go
  wild!, go crazy!, jubilate, win, score a goal, win the race, cross the finish line, party, hooray, hurrah, hurray,
  crow, gloat, revel, do a fist pump, yell in triumph, throw up arms, throw up hands, fling up arms, applaud overhead
fight: brawl, scrap, scuffle, tussle, grapple, wrestle, duke it out, trade blows, trade punches, battle, combat, attack
  wildly, go berserk!, berserk, engage, do kung fu, do karate, do judo, do martial arts, practice karate, practise
  karate, practice kung fu, do a kata, perform a kata, box shadows, defend oneself, put up a fight, fend off, beat off,
  get into a fight, fisticuffs, come to blows, skirmish, rampage, maul, go on the attack
stand in a fighting stance, the fists in front of the face: square up, put up ones dukes, put dukes up, put up dukes,
  put up fists, raise fists!, raise guard!, get ready to fight, ready fists, strike a fighting pose, stand guard boxing,
  put up guard, put guard up, get into a fighting stance, assume a fighting stance, take a fighting stance, assume
  fighting stance, drop into a fighting stance, get in fighting stance, enter combat, ready up, go into combat stance,
  take up a guard
kick: boot, punt, put the boot in, side-kick, sidekick, front-kick, front kick, high-kick, high kick, back-kick,
  axe-kick, axe kick, snap-kick, spin-kick, roundhouse-kick, karate-kick, karate kick, drop-kick, dropkick, boot open,
  volley, fly-kick, side kick, push-kick, push kick, front-snap, leg-sweep, sweep the leg, knee someone, dribble a
  football, score a penalty, take a penalty, take a free kick, shoot at goal, shoot a goal, juggle a football, kickbox,
  mule-kick, scissor-kick, bicycle-kick, can-can kick, knee, drive a knee into, crescent kick, crescent-kick, pass the
  football
stamp a foot: throw a tantrum, have a tantrum, throw a fit, have a fit, have a hissy fit, throw a hissy fit, throw a
  wobbly, trample, trample on, squash a bug, crush underfoot, squish, tread on, tamp, pitch a fit, step on a bug, stub
  out a cigarette, put out a fire with foot
stamp a foot lightly again and again: tap foot!, tap toe!, tap toes!, toe-tap
raise the right foot: wiggle foot, wiggle toes, prop a foot on
shiver in the cold: quiver, quake, shudder, shake with cold, shake with fear, shake all over, shake like a leaf, tremble
  with fear, vibrate, freeze to death, chatter teeth, warm oneself, rub arms, rub ones arms, tremble all over, shake in
  fear, shake in boots, quiver with fear, huddle for warmth, have chills, feel cold, blow on hands, blow into hands
act scared: quail in fear, cower in fear, be scared, be afraid, be frightened, panic about, freak out, run around
  panicking, flap in panic, lose it, have a meltdown
act drunk: be drunk, drunkenly sway, be tipsy, be wasted, be plastered, hiccup
struggle: writhe, thrash, thrash about, thrash around, squirm on the floor, flail about, flail around, flail, flap
  about, flounder about, flap around, wriggle, wriggle about, wriggle free, contort, fight for breath, choke, suffocate,
  drown, asphyxiate, strangle oneself, be strangled, have a seizure, be choked, struggle free, break free, break free
  from chains, be tied up, go into convulsions, twitch uncontrollably, agonise, agonize, suffer, writhe in pain, writhe
  in agony, swat at bees, fight off bees
hover: fly, soar, glide in the air, fly around, fly like superman, float in mid-air, float in the air, levitate in place
twist the upper body: wring ones body, circle hips!, do a hula, swivel torso
swing a sword: slash, hack, hack away, cleave, slice, carve, cut down, smite, sever, parry, duel, swordfight,
  sword-fight, cross swords, slash at, hack at, cut with a sword, parry a blow, deflect a blow, block with a sword,
  flourish a sword, lop, decapitate, behead, lacerate, gash, hew, chop at, strike down, cut in half, slay, mow down,
  swipe, swipe at, claw, claw at, scythe down, reap, whip, lash, flog, scourge, crack a whip, crack the whip, attack
  with a sword, attack with an axe, cut up, rend, maim, machete
reach over the shoulder with the right hand: sheathe, unsheathe, sheath, unsheath, pull out a sword, put away sword, put
  sword away, pull out a weapon, put away a weapon, sling a rifle, take an arrow from the quiver, scratch shoulder,
  adjust backpack
"""
