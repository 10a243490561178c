"""Verbs of somebody who gets about: walking, running, sneaking, turning on the way, entering and leaving.

A line: what is meant, in the planner's own words, and the verbs that are said for it.
"""

from __future__ import annotations

ROWS = """
walk: ambulate, perambulate, foot it, hoof it, move on, move along, press on, carry on walking, wend, make way, make
  ones way, find way, pick way, toddle off, get going, set forth, set out, take off on foot, stump, leg along, get
  moving, journey, trek, tramp, ramble, rove, traipse, walkabout, cross over, traverse, stretch legs, pad, gad,
  gallivant, promenade, circulate, beat a path, continue on, scoot
walk forward: step forward several times, close in, close distance, move in, move forward!, step up to, press forward,
  forge ahead, push on, plough on, plow on, close on, bear down, draw near
walk slowly: dawdle, linger along, loiter along, bimble, mooch, toddle, potter, putter, meander, maunder, traipse along,
  dilly-dally, straggle, lag, lag behind, trail behind, drag behind, bring up rear, take ones time, crawl along slowly,
  ooze, tarry, float along, moon about, dander, footle
walk slowly in a relaxed way: sidle along, lollop, lope along, pootle, cruise
walk slowly and heavily: lumber, clump, clomp, galumph, schlep, shlep, trog, labour along, tromp, thud along, stump
  along, toil, drag oneself, drag oneself along, drag body along, drag feet, drag heels, haul oneself along, heave
  oneself along, schlepp, yomp, flounder, wallow, lug oneself, pound along, shuffle along wearily, soldier on, lumber
  along, lumber off, trundle, stomp heavily, plod wearily
walk with a limp: gimp, hirple, favor one leg, favour one leg, drag one leg, drag a leg, drag left leg, drag right leg,
  drag a foot, favor a leg, favour a leg, hop along on one leg, halt along, peg along, dot and carry
walk unsteadily like a drunk: weave, weave down, weave along, wobble along, sway along, bumble, blunder, blunder
  about, blunder along, teeter, teeter along, careen, careen along, wobble, roll home, wend drunkenly, list, falter,
  falter along, doddle, tipple along, flounder along
walk proudly with the chest out: strut about, peacock, sashay along, swan, swan in, swan about, swan around, swank,
  sweep in, sweep out, sweep past, flounce, flounce off, flounce out, parade about, parade around, showboat, catwalk,
  walk the runway, walk tall, strut along, strut off, strut past, swagger along, swagger in, swash, strut stuff,
  cakewalk, grandstand, vogue along, pimp walk, make an entrance
walk angrily: huff off, storm about, stalk, stalk off, stalk out, stalk away, barge, barge in, barge through, barge
  past, stamp off, stamp out, flounce away, march over angrily, bluster, bull through, bulldoze, shoulder through, elbow
  through, shove through, push through, force way, plough through, plow through, stomp up and down, stomp about, stomp
  home
walk fast: nip, pop, hasten, hustle, bustle, scuttle along, speed-walk, power-walk, powerwalk, racewalk, race-walk,
  speed walk, power walk, hotfoot, hotfoot it, get a move on, look lively, step on it, make haste, step lively,
  high-tail it out, nip out, nip in, nip off, nip over, nip past, pop out, pop in, pop over, whisk off, whisk, zip
  along, zip off, double-step, breeze, breeze in, breeze past, breeze through, breeze out, bowl along, hare off, tear
  along, run-walk, scamper along, patter, quick-march, quick march, quickstep
walk with light steps: trip along, pad along, patter along, mince, mince along, float, waft, pitter-patter, step
  lightly!, flit, flit about, flutter about, tread lightly, tread softly, pad about, pad around, pad softly, pad away,
  pad across, glissade, flounder lightly, bob along, bounce along, breeze along
walk happily with a bounce: skip-walk, lilt, lilt along, jaunt, swing along, bop along, sashay happily, jive along,
  diddy-bop, traipse happily, boogie along, groove along, waltz in!, waltz out!, waltz past!, waltz off!, waltz through!
walk sadly with the head down: mope, mope along, mope about, mope around, slouch along, slouch off, slouch away, slump
  along, trail off, droop along, trudge home, hang along, traipse back, walk dejectedly, shuffle off sadly, skulk home,
  drag along, sulk off, slope off, slope away, mooch along, mooch off, slouch, skulk away
walk around: mill, mill about, mill around, potter about, potter around, putter around, knock about, get about, move
  about, move around, range about, poke about, poke around, nose about, nose around, make rounds, look over the place,
  meander about, meander around, explore, scout, scout around, scout ahead, case the joint, do rounds, tour, tour
  around, browse, window-shop, window shop, search about, search around, hunt around, hunt about, rummage about, root
  around, forage, scavenge, survey the place, shop, shop around, sightsee, bum around, loaf about, loaf around, mess
  about, prospect, comb the place, look for clues
walk back and forth: wear out the carpet, wear a hole in the floor, stew about, shuttle, stand sentry duty, do sentry
  duty, run lines, guard the gate pacing, ply
walk backward: backtrack, back-track, back-step, backstep, back out, reverse, give ground, fall back, draw back, pull
  back, retire backwards, moonwalk, back-pedal, back pedal, back into, back through, retrace steps backwards, give way,
  yield ground, back toward, back towards, cede ground, withdraw backwards, shrink away
walk away: leave the scene, make off, withdraw, make an exit, make exit, bow out, beat a retreat, depart, vamoose,
  skedaddle off slowly, take leave, turn tail slowly, buzz off, push off, clear off, clear out, shove off, move away,
  move off, get away, step away, bugger off, sod off, slip off!, peel off, peel away, duck out, bail, bail out, check
  out, hit the road, hit the trail, step out, tootle off, toddle away, scram slowly, exit frame, exit screen, exit
  stage, exit shot, exit scene, leave frame, leave shot, leave stage, vacate, take off walking
walk in: step in, step inside, enter frame, enter shot, enter scene, enter the scene, enter stage, enter screen, drop
  in, drop by, pop inside, turn up, show up, arrive, appear, emerge, roll up, roll in, pull up, present oneself, trot in
  slowly, pass through the door, step out on stage
walk past: pass, pass by, cross in front, cut across, cross the road, cross the street, cross the room, cross the stage,
  cross the floor, cross the frame, cross frame, cross the bridge, cross the hall, pass through, traverse the room,
  transit, skirt past, brush past, squeeze past, squeeze through, slip past!, slip by!, slip through!, cross screen,
  cross the screen
walk forward in a zigzag: zigzag, zig-zag, serpentine, slalom, snake, snake through, wind through, wind along,
  weave through, weave in and out, thread through, thread way, dodge through, wriggle through, worm way, wind way,
  snake along
walk in a circle: orbit, circuit, encircle, circumnavigate, ring around, loop around, do a lap, do laps, do a loop
tiptoe: tip-toe, tippy-toe, tippytoe, pussyfoot, pussyfoot around, cat-foot, catfoot
sneak forward: shadow, tail, skulk, lurk along, slip in!, slip away!, slip out!, steal, steal away, steal in, steal up,
  steal past, stealth, slither along, sidle in, snoop, snoop around, sleuth, stalk prey, stalk through, stalk forward,
  stalk toward, stalk towards, burgle, spy, stalk silently, ghost past, nose in, infiltrate, ninja-walk, worm in, stalk
  up, lurk about, lurk around, tread carefully, tread gingerly, feel way, feel ones way, grope along, grope forward,
  grope way, grope about, fumble along, move stealthily, move silently
walk crouched: crouch-run slowly, duck-walk, duckwalk, duck walk, stay low and move, monkey-run, hunker along, stoop
  along, scuttle crouched, move low, keep low, duck along, crouch along, skulk low, crouch forward, crouch-sneak,
  crouchwalk
walk carefully on a line: tightrope, tightrope-walk, balance along, balance-walk, teeter along a beam, negotiate, pick
  ones way, tread a beam
walk stiffly with both arms in front: zombie walk, zombie-walk, zombie shuffle, sleepwalk, sleep-walk, lurch
  zombie-like, mummy walk, zombify
walk stiffly: robot-walk, stalk stiffly, clank, clank along, stilt, stilt along
march forward: troop, parade!, goose-step, goose step, tramp in step, frogmarch, frog-march, route-march, step smartly,
  high-step, step it out, process, file past, file in, file out, slow-march
walk with long steps: lope, step out boldly, bestride, straddle forward, measure the room, take long strides, take big
  steps, goosewalk, take long steps, take giant steps
walk sideways: crab, crab-walk sideways, crabwalk sideways, side-shuffle, side shuffle, strafe, side-slip, sideslip,
  shimmy along, shuffle along a ledge, scoot over, scooch over, shove over, sidle up, sidle over, sidle past, grapevine,
  strafe walk, strafe-walk, move over, make room
run forward: break into a run, break into a sprint, break into a jog, leg it, legs it, peg it, pelt, pelt along, belt,
  belt along, hare, hurtle, hurtle along, tear, tear off, tear away, tear down, tear across, tear out, career, hightail,
  hightail it, high-tail, high-tail it, scarper, skedaddle, scram, scamper, scamper off, scamper away, bomb along, bomb
  it, gun it, speed, speed off, speed away, speed up, accelerate, rocket, rocket off, whizz, whiz, zoom, zoom off, zoom
  past, zip, streak, streak past, shoot off, shoot past, shoot forward, shoot out, take to ones heels, take to heels,
  make a break for it, make a dash, make a dash for, turn tail!, take flight, fly along, fly off, beat it, book it, haul
  ass, burn rubber, floor it, put on speed, put on a spurt, spurt, stampede, canter, double-time, double-time it, double
  time, double time it, rush headlong, barrel, barrel along, barrel through, barrel down, barrel in, bound along,
  thunder, thunder along, thunder past, escape, make a getaway, give chase, pursue, hunt down, evade pursuit, elope,
  abscond, decamp, fast break, break away, leg off, nip away, scud, scoot off, scoot away, tank along, leap into a run,
  hasten away, rush at, rush toward, rush towards, rush forward, make for the exit, bail running, split running, take
  off running, set off running, vamos, beat feet, high tail it, go like the wind, go flat out
jog: jogtrot, dogtrot, dog-trot, lope at a run, go for a run, go for a jog, go jogging!, go running!, go on a run
jog in place: jogs in place, do high knees, bounce on toes, bounce on feet
skip forward: gambol, frolic, cavort, caper, caper about, romp, romp about, frisk, gallivant about, frolic about, frisk
  about, trip lightly, trip gaily, flounce about, rollick, disport, leap along, galop, gallop sideways, hippety-hop,
  polka along
crawl forward: creep on all fours, go on all fours, move on all fours, belly-crawl, belly crawl, army-crawl, army crawl,
  commando crawl, commando-crawl, leopard crawl, leopard-crawl, low-crawl, low crawl, high-crawl, high crawl,
  bear-crawl, bear crawl, baby crawl, baby-crawl, crab-walk, crab walk, crabwalk, squirm along, squirm forward, squirm
  through, wriggle along, wriggle forward, worm, worm along, slither, slither away, slither forward, slither through,
  slide along on belly, drag oneself along the floor, drag oneself across the floor, drag oneself along the ground, drag
  oneself on the floor, drag oneself across the ground, pull oneself along the floor, shuffle on knees, scrabble,
  scrabble along, inchworm, grovel, wriggle under, squeeze under, squeeze through the pipe, burrow, tunnel
climb up: scale, clamber, clamber up, scramble up, shin up, shinny, shinny up, shimmy up, mount, mount up, ascend the
  wall, boulder, free-climb, free climb, climb up hand over hand, haul oneself up, hoist oneself up, pull oneself up,
  pull up onto, heave oneself up, hoist oneself, scale the wall, clamber over, clamber onto, climb over, scrabble up,
  swarm up, rappel up, top out, mantle, climb up over, chin up over
climb down: clamber down, scramble down, shin down, shinny down, shimmy down, rappel, abseil, rappel down, abseil down,
  dismount, alight, get down from, climb off, slide down a rope, fast-rope, fast rope, descend the ladder
swim forward: paddle, breaststroke, backstroke, crawl-stroke, doggy paddle, doggy-paddle, dog-paddle, dog paddle,
  freestyle, front crawl, do the breaststroke, do the backstroke, do laps in the pool, front-crawl, butterfly, tread
  water, snorkel, scuba, scuba dive, scuba-dive, swim along, float in water, bodysurf
ride forward: ride along, cycle, pedal, bike, bicycle, horse-ride, horseback ride, ride horseback, trot on horseback,
  canoe, row, kayak, punt along, scooter along, mount a horse and ride, unicycle, skateboard, snowboard, surf,
  rollerblade, roller-skate, rollerskate, ice-skate, windsurf, waterski, toboggan, sled, skateboard along, kick-push,
  scull, wakeboard, moped, ollie, pump a scooter, cross-country ski, ski downhill
march on the spot: mark time, tread in place, tread a treadmill, pedal in place
stumble forward: trip up!, lose footing, lose balance, lose ones balance, lose ones footing, miss a step, put a foot
  wrong, overbalance, miss footing, miss ones step, catch a foot, catch foot on, stub a toe, stub toe, trip over ones
  feet, slip up, be shoved forward, get shoved forward, trip over!, trip on, nearly fall, almost fall, trip slightly,
  misstep, pitch forward, pitch ahead, half fall, snag foot, flounder forward, flail forward
"""
