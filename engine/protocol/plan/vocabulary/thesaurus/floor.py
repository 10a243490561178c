"""Verbs of staying, and of postures that are taken up: standing about, sitting, lying, kneeling, crouching, getting up,
falling.

A line: what is meant, in the planner's own words, and the verbs that are said for it.
"""

from __future__ import annotations

ROWS = """
stand still: loiter, linger, tarry in place, hang about, hang around, hang back, hang on, hold on, hold off, stay put,
  stay in place, keep watch, keep guard, mount guard, keep lookout, bide time, bide ones time, kill time, pass time,
  kick heels!, cool heels, queue, queue up, line up, bide, dither, dawdle about, vacillate, stall, lock up, go rigid!,
  stiffen, stiffen up, go stiff!, petrify, turn to stone, hold ground, hold firm, take a breather, catch breath, catch
  ones breath, listen, eavesdrop, keep still, keep quiet, statue, stare, stare ahead, gape, gawk, gawp, goggle, glare,
  gaze, gaze ahead, watch, observe, look on, spectate, ogle, leer, behold, contemplate, ponder, muse, ruminate, reflect,
  consider, mull, mull over, daydream, space out, zone out, lose oneself in thought, brood, wonder, deliberate,
  concentrate, focus, do nothing, chill, chill out, laze about, loaf, lounge around, twiddle thumbs, inhale, exhale,
  take a breath, take a deep breath, breathe in, breathe out, breathe deeply, breathe heavily, pant, wheeze, gasp, huff,
  puff, puff and pant, sigh, hyperventilate, heave a sigh, let out a sigh, sniff, sniffle, snort, smirk, grin, smile,
  beam, frown, scowl, grimace, pout, wink, blink, squint, sneer, whistle, hum, mutter, mumble, whisper, smoulder
stand in a relaxed pose: slouch against, lounge against, prop oneself, recline against, lounge about, contrapposto,
  strike a pose, pose for a photo, pose for a picture, pose for the camera, model, mug for the camera, show off outfit,
  strike a heroic pose, hero pose, power pose, vogue, lean casually, sit on the fence standing
stand at attention: snap to attention, come to attention, stand to attention, stand up straight, stand tall!, fall in!,
  stand erect!, square shoulders, square up tall, draw oneself up, draw up to full height, straighten back, stand rigid!
stand with the feet apart: square off, brace, brace oneself, plant feet, plant oneself, steady oneself, take a stand,
  dig in heels, set feet, straddle
stand swaying: teeter in place, wobble in place, swing on heels, rock on heels, rock back and forth on heels, totter in
  place, wave in the wind, oscillate, swing gently, bob, swoon, wobble about, be seasick, lurch in place, wibble, keep
  balance, keep ones balance, regain balance, catch balance, catch ones balance, find balance
stand shifting weight from foot to foot: fidget about, fidget nervously, squirm about, jiggle, jiggle about, jitter,
  twitch about, shuffle feet, shuffle ones feet, shift from foot to foot, hop from foot to foot, need the toilet, need
  to pee, hold it in, twitch, fret, dither about, shift about, shift around, shift uncomfortably, squirm uncomfortably,
  grow impatient, bounce on heels, bounce impatiently, stamp feet in the cold, ants in pants, shift stance, adjust
  stance
sit down: take a pew, park oneself, plonk down, plonk oneself down, plop down, plop oneself down, plop onto, plop into,
  plop in, plump down, flop down, flop onto the sofa, flop into, flop onto the couch, flop in, sink into, sink into a
  chair, sink onto the sofa, slump into, slump down into, slump onto, drop into, drop into a chair, ease into, ease
  oneself into, ease down into, lower oneself into, lower oneself onto the chair, settle into, settle down in, settle
  on, settle in, settle down on, settle back, settle oneself, park butt, park ones butt, park ones bum, park bum, perch,
  perch on, squat on the chair, be seated on, seat oneself, get seated, collapse into!, collapse into a chair, collapse
  onto the sofa, collapse onto the couch, fall into a chair, fall into!, fall onto the sofa, fall back onto the chair,
  crash onto the sofa, slide into, slide into a seat, nestle into, slouch down, slouch into, hop onto the chair, pull up
  a chair, pull up chair, grab a seat, grab a chair, find a seat, resume seat, take a load off, take place at the table,
  have a sit, drop down onto the bench, drop onto the bench, get comfy, make oneself comfortable, take a chair, take a
  bench, take the throne
sit: lounge, lounge in, lounge on, perch up, squat on a stool, loll, loll about, laze, slouch in, be sitting, chill on,
  relax on, relax in, veg out, straddle a chair, sunbathe sitting, roost, ride shotgun, watch tv, watch television, play
  video games, watch a movie, go fishing, attend class, attend a meeting, ride the bus
sit on the floor: squat cross-legged, do lotus, do the lotus position, camp, camp out, picnic
sit down on the floor: drop onto the floor cross-legged, plop down on the floor, plonk down on the floor, flop on the
  grass, fall on ones bum, fall on ones butt, fall on butt, fall on ass, fall onto butt
lie down: recline, stretch out, stretch out on, sprawl, sprawl out, sprawl on, bed down, hit the hay, hit the sack, turn
  in!, go to bed, climb into bed, get into bed, go to sleep, fall asleep!, doze off, nod off!, drop off, drift off to
  sleep, curl up, curl up on, curl up in, curl into a ball, flop onto the bed, collapse onto the bed, flop on the bed,
  crash out, flatten oneself, settle down to sleep, take a nap, have a nap, catch a nap, take a lie-down, have a
  lie-down, have a lie down, prostrate oneself, go prone!, drop prone, go to ground, hit the dirt, hit the deck, kip,
  take cover flat, get prone, get flat, lie prone, ease down on the bed, slide into bed, fall into bed
lie still: nap, doze, snooze, slumber, kip down, sunbathe, bask, snore, toss and turn, sleep, rest in bed, play dead,
  hibernate, lounge on the beach, be unconscious, dream, stargaze on ones back
kneel down: genuflect, drop on ones knees, bend the knee, bend a knee, sink onto knees, drop onto knees, fall on knees,
  sink to a knee, go to a knee, go to one knee, fall to one knee, sink to one knee, propose, pop the question, be
  knighted, go down on a knee, swear fealty, slump to knees, collapse to knees, get to knees
kneel and pray: say prayers, say a prayer, say ones prayers, worship, offer a prayer
crouch down: hunker, huddle, huddle up, drop to a crouch, scrunch down, scrunch up, duck behind!, duck behind cover,
  take cover, hide, hide behind, hide under, dive for cover, get into cover, go into cover, hunch down, hunker low,
  squat on haunches, drop to haunches, cringe down, get down low, sink low, lie low, get small, shelter, hide oneself,
  hide away, quail, make oneself small, bend low!, duck low!, hit cover, keep head down, shrink down, ball up, inspect
  the ground, examine the ground, look under the bed, check under the bed, pet the dog, pet a dog, pet the cat, pet a
  cat, stroke the dog, stroke a dog, stroke the cat, stroke a cat, tie shoelaces, tie shoes, tie a shoe, tie shoe, lace
  up shoes, tie laces, tie shoelace, lace shoes, lace boots, plant a seed, warm hands by the fire
stand up: arise, get upright, get vertical, pick oneself up, pick oneself up off the floor, pick oneself off the floor,
  scramble up onto feet, scramble upright, struggle up, struggle upright, spring up, spring to feet, leap to feet, jump
  up from the chair, leap to ones feet, spring to ones feet, clamber to feet, clamber to ones feet, stagger to feet,
  stagger to ones feet, stumble to feet, stumble to ones feet, heave oneself to feet, push oneself up, push oneself
  upright, haul oneself upright, pull oneself upright, pull oneself to feet, haul oneself to feet, heave oneself
  upright, heave oneself up from, drag oneself to feet, drag oneself up, hop to feet, lurch to feet, uncurl, unfold
  oneself, come upright, straighten, straighten oneself, straighten out, right oneself, get off ones knees, vacate the
  chair, hop off the chair, slide off the chair, jump out of the chair, recover from a fall, bounce back up,
  resurrect, stir awake, unbend, stand from, stand upright!, bounce to feet, vault
  to feet, pop up, shoot up from the chair, get out of the car, get out of a car, exit the car
wake up: regain consciousness, come round, rouse oneself, stir awake
get up quickly from the floor: kip-up, kip up, nip-up, nip up, kick-up, kick up to standing, do a kip-up
fall down: go down hard, keel over, keel, pass out, black out, drop dead, drop down dead, drop like a stone, conk out,
  drop to the floor dead, crumple, crumple to the floor, crumple up, crumple to the ground, crumple in a heap, crash to
  the floor, crash to the ground, crash down, hit the floor, hit the ground, hit the mat, hit the canvas, bite the dust,
  kick the bucket, perish, expire, die, die slowly, slump to the floor, slump to the ground, slump over, slump down,
  flop to the floor, flop over, flop to the ground, give out, buckle, legs buckle, go limp!, ragdoll, swoon to the
  floor, take a tumble, take a fall, take a spill, take a dive, take a header, come a cropper, go flying!, go
  sprawling!, get floored, get decked, get flattened, get tackled, get tripped, get taken down, get killed, get blown
  away, get shot dead, get run over, get swept, get knocked flat, get bowled over, get knocked out cold, get ko'd, get
  electrocuted, bleed out, drop in a heap, sink to the ground dead, succumb, lose consciousness, pass away, croak, snuff
  it, pop clogs, wipe out, stack it, eat dirt!, eat pavement!, faceplant, face-plant, face plant, belly-flop, belly
  flop, pratfall, crash land
fall down backward: fall on back, fall back onto the ground, topple backwards, topple backward, go down backwards, keel
  over backwards, be thrown backwards, be thrown back, be blasted back, be blown back, fly back, fly backwards, get
  blasted, get blown back, get blasted back, get launched back, get launched, get thrown back, get thrown backwards, get
  sent flying, flop backwards, collapse backwards
fall down forward: fall flat on ones face, fall flat on face, fall on ones face, fall on face, fall face first, fall
  face down, fall face forward, fall forwards, fall forward, fall onto ones face, collapse forward, topple forward,
  topple forwards, pitch onto face, pitch forward onto, land on face, land flat on face, land on ones face, keel over
  forwards, go head over heels
stop: stop cold!, come to an abrupt stop, pull up short, draw up, draw to a halt, grind to a halt, skid to a halt, skid
  to a stop, screech to a halt, slide to a halt, slide to a stop, slow to a stop, slow to a halt, slow to a standstill,
  come to a standstill, come to a sudden stop, stand down, pull oneself up, hit the brakes, cease, desist, come to a
  sudden halt, brake hard
"""
