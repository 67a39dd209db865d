"""The words by which a sentence is about the story, the acting, the music … [pure]

One term a line, or several between commas. In a term ``plot*`` is any word that begins with
"plot", ``a|b`` is either, ``_`` is any one word and ``#`` is a number; a hyphen is a blank. The
longest term that fits wins, and no word is read twice. Terms under NOT_ABOUT_THE_FILM win like
any other and are about nothing: the "music video", the "plot of land", "in the end".
"""

STORY = """
adaptation*, adapted, allegory, backstory
beautifully|brilliantly|cleverly|superbly|sharply written, book and made, cliche*, cliché*
clichéd, concept, continuity error|errors, contrived, convoluted, derivative, deus ex machina
far fetched, formulaic, had to know what, idea, ideas, implausible
kept|keeps me|you|us|everyone guessing, lazily|terribly|horribly|smartly|better written, logic
loose end|ends, loose threads, love story, made|makes sense, makes|made|make no sense, moral of
mystery, narrative*, no substance, nonsensical, nothing happens, nothing much happens
original idea|ideas, plausible, plot, plot line|lines|point|points|twist|twists|hole|holes
plotline*, plots, plotted, plotting, predictability, predictable, premise, premises, red herring*
screenplay*, screenwriter*, script, scripted, scripting, scripts, scriptwriter*, shaggy dog
short story, source material, stories, story, story line|lines, story telling, storyline*
storytelling, subplot*, substance, tale, tales, theme of, themes, thought provoking, twist, twists
unoriginal, unpredictable, well|badly|poorly written, well|cleverly|tightly|neatly|thinly plotted
whodunit, whodunnit, writer, writers, writing
"""

ACTING = """
academy award for best actor|actress|supporting, accent, accents, act, acted, acting, actor*
actress*, acts, an oscar for, as himself|herself
beautifully|brilliantly|superbly|perfectly|wonderfully|well|badly|poorly|convincingly played
bit player|players|part|parts, cameo*, can't act, career best
carries|carry|carried the whole|entire|film|movie|picture, cast, casting, charisma*, chemistry
chews|chewing|chew the scenery, comic|comedic timing, cue cards, deadpan, delivers a, ensemble
facial expression|expressions, ham it|his|her up, hammy, hams, hams it up, impersonation
in the part, in the role, is|are played, lead actor|actress|performance|performances|performer
leading man|lady|men|ladies|role|roles|actor|actress, lead|title role|roles, line reading|readings
miscast, miscasting, mumbl*, oscar for best actor|actress|supporting, oscar worthy
over acting|acted|acts, overact*, performance, performances, performer*
phones|phoned|phoning it in, played by, played the|a|his|her
plays the|a|an|his|her|this|that|their|himself|herself, portray*, portrayal*, read the phone
role of, scene stealing|stealer, scenery chewing, screen presence, star turn, starlet
steals every, steals|stole|steal the show|scene|film|movie|picture
supporting role|roles|cast|player|players, the lead|leads, the oscar for, the part of, thespian*
tour de force, turn by, turn from, two leads, typecast, underact*, wooden
"""

DIRECTION = """
amateurish, at the helm, auteur*, behind the camera, craftsmanship, directed, directing, direction
director*, directorial, directs, film maker|makers, film making, filmmaker*, filmmaking, helmed
helmer, he|she stages, in the hands of, master at work, mise en scene, movie making, moviemaker*
moviemaking, old masters, staged by, stages the|each|every, staging
well|badly|poorly|tightly|masterfully made
"""

VISUALS = """
all style, animated, animation, animator*, artwork, badly lit
badly|superbly|wonderfully|brilliantly|stunningly|crisply shot|filmed|lit|lensed
beautifully|gorgeously|nicely|well|poorly shot|filmed|lit|lensed, black and white, camera
camera work|man, cameraman, cameramen, cameras, camerawork, cinematograph*, close ups|up, color*
colour*, costume*, could not see, couldn't see, drawing|drawings, eye candy, feast for the eyes
frame, framed, frames, framing, grainy, hand held, handheld, imagery, images, in 3d
it looks|looked, landscape*, lens, lenses, lighting, lit, locations, look of the, looker
looks|look|looked awful|terrible|dated|magnificent|superb|wonderful|ugly|like mud
looks|look|looked cheap|gorgeous|great|stunning|beautiful|amazing|fantastic mud, murky
on location, out of focus, painter's eye, painterly, palette, panorama*, photograph*, pictorial*
pretty pictures, scenery, set pieces, sets
set|production|art|costume design|designer|designs|decoration|direction
shaky cam|camera|camerawork, shots, shot|filmed in|on, style over, stylish, teal and orange
technicolor, the picture|print is, to look at, too|so dark, unlit, vista*, visual, visually
visuals, vivid colours|colors, wardrobe, widescreen
"""

EFFECTS = """
action, action scene|scenes|sequence|sequences|set, animatronic*, blood effects, bluescreen
car|motorcycle chase|chases, cg, cgi, chase scene|scenes
computer graphics|generated|imagery|animated, creature effects|design|work
digital work|trickery|tiger|monster, digitally, dinosaurs look, effect work, effects, explosion*
fight choreographer, fight scenes|scene|choreography|sequences|sequence, fighting scenes, fights
fx, gore, greenscreen, green|blue screen, gunfight*, make up, makeup, martial arts, miniature*
model work, models, morphing, prosthetic*, puppet*, pyrotechnics
rubber creature|monster|suit|shark, sfx, shootout*, spaceships
special|visual|digital|practical|sound|optical|computer effect|effects, stop motion, stunt
stuntman, stuntmen, stunts, stuntwork, sword fight|fights, swordplay, the wires, trick photography
"""

MUSIC = """
background music, ballad*, catchy, cello, choir, choreograph*, composed by, composer*
dance number|numbers, dances, dancing, guitar, hip hop, hum, humming, it sounds, jazz, jingle
lyrics, melodic, melodies, melody, music, musical, musical number|numbers, musically, musicals
opera, orchestra*, orchestral, pan flute, piano, rap, sang, score, scored, scores, sing, singer
singers, singing, sings, song, songs, soul records
sound design|mix|mixing|effects|quality|recording, sound track, soundtrack*, sung, synth*
theme tune|song|music, tune, tunes, violin*, vocals
"""

PACING = """
bore, bored, boredom, bores, boring, breakneck, breathless, brisk, briskly
check|checked|checking my watch, could have been shorter, cut forty|thirty|twenty|half|at, dawdl*
drag, dragged, dragging, drags, drawn out, dull moment, edit, edited, editing, editor, endless
far|way|bit too long, fast, fast moving|paced, fell asleep, fell|fall|falling|nearly asleep
filler, flew|flies|fly by, get going, glacial, goes|go|went on and on, half an hour of
hour too long, hurried, interminable, languid*, lean, length, long winded
look|looked|looking at my|the watch|clock, meander*, minute too long, minutes of the
minutes too|longer, momentum, moves along|quickly|briskly, my watch, never lets up, no movement
nothing moves, on and on, over long, overlong, pace, paced, pacing, padded, padding, plod, plodded
plodding, plods, put me|you to sleep, rattles along, rhythm, running time, runs for, runtime
rushed, sags, sleep inducing, slow, slow moving|burn|paced|motion, slower, slowest, slowly
sluggish, snooze, snoozefest, stall*, stay awake, stretch, stretched, stretches
takes forever|ages|too, takes its time, tedious, tedium, tempo, three hours, to sleep
too|overly long, yawn, yawner, yawning, yawns, zip by|along, zips
"""

DIALOGUE = """
banter, catchphrase*, chat up lines, conversation*, cursing, dialog*, dialogue*, every word
exchange, exchanges, exposition, false word, line, lines, monologue*, narration, one liner|liners
oneliner*, patter, profanity, quotable, quote, quotes, repartee, soliloqu*, sparring, speech
speeches, spoken, swearing, swear|curse words, talk, talking, talks, talks like, talky, verbal
voice over, voiceover, well spoken, word rings, wordplay
"""

ENDING = """
cliff hanger, cliffhanger, climactic, climax, climaxes, conclusion, denouement, dénouement, ended
ending, endings, ends, epilogue, film|movie|story|picture|show|series ends
final five|ten|fifteen|twenty|thirty|few minutes|scenes, finale
final|last|closing|third act|scene|scenes|shot|shots|minutes|minute
final|last|closing|third moments|reel|sequence|frame|image|twist|line|half
happy|sad|surprise|twist|trick|alternate|alternative ending, how it ended|ends, it ends
just stops, last five|ten|fifteen|twenty|thirty|few|half|hour minutes|hour|scenes
nothing is resolved, pay off, payoff, pays off, resolution, resolved, tacked on, the end is|was
third|final|last act, wrap|wraps|wrapped up
"""

HUMOUR = """
amus*, chuckle*, comedian*, comedic, comedies, comedy, comic
comic relief|timing|touch|moments|scenes|genius, comical, crack me|you up, crack up, cracked me up
farce, farcical, funnier, funniest, funny, gag, gags, giggl*, goofy, hilarious*, hilarity, humor*
humour*, in stitches, joke, jokes, joking, laugh, laughed, laughing, laughs, laughter, levity
lighthearted, lol, one joke, parodies, parody, pun, punch line|lines, punchline*, puns, quips
satire, satires, satirical, screwball, slapstick, smile, smiled, smiles, snort*, spoof*
tongue in cheek, unfunny, wisecrack*, wit, witticism*, wittier, wittiest, witty, zany
"""

CHARACTERS = """
antagonist*, antihero*, baddie*, bad|good guy|guys, bunch of, cardboard, cares about
care|cared|caring about|what|for, caricature*, character, character development|arc|arcs|study
characterisation*, characterization*, characters, charmless, flat characters, got|get to know
hero, heroes, heroine*, identify with, inner life, likable, likeable, likeable person
love interest, motivation*, motive, motives, nobody|no one to root, oddballs, one dimensional
one of these people, people in it, people would|could|you, personalit*, protagonist*, real people
relatable, relate|related to, root|rooting|rooted for, sidekick, sort of people, stereotyp*
stock characters, sympathetic, the men are, the women are, three dimensional, two dimensional
unlikable, unlikeable, unsympathetic, villain*, villainous, who cares what
"""

ATMOSPHERE = """
ambiance, ambience, atmosphere, atmospheric, chill, chiller, chilling, chills, claustrophobic
creepy, disturbing, dread, dreamlike, edge of your|my|the seat|seats, eerie, eerily, feel of
foreboding, frighten*, frightening, frightful, goosebumps, gothic, hair raising, haunting
heart pounding, hypnotic, immersive, jump scare|scares, menace, menacing, mood, moods, moody
nail biting, nightmare, nightmares, nightmarish, ominous, scare, scared, scares, scarier, scariest
scaring, scary, screamed, sense of, sinister, slept|sleep with the light|lights, spine tingling
spooky, suspense, suspenseful, suspenseless, tense, tension, terrified, terrifying, tone
unnerving, unsettling, you feel the
"""

#: About something else, or about the film as a whole.
NOT_ABOUT_THE_FILM = """
a photograph, a short story, act as|of|like|on|now, act of god, act one|two|three, act together
acted as|on|like, acting as|on|like|up|out, action figure|figures, action hero|heroes
acts as|of|like, along the lines, an action against, another story, any idea, as fast as
at that pace, at the end of the day, behind the scenes, board of directors
bottom|finish|front|state|main line, box set|sets, broken record, burial plot, call to action
car chases strung, care for it, care of, cast a shadow|spell, cast aside, cast away, cast in stone
cast of thousands, cast on, change of pace, chemistry class|teacher|lab, class act, class action
clean act, colour tv, concept of, conclusion that, dead line, deserve|deserves to be framed
different story, direct, directly, director of our|the museum
directs|direct her|his|their anger|attention, drag me, drag queen|queens, draw the line
effects of, end of the day, end up, ended up, ending in, ending my|up|with my, ends up
fast forward, final|my|overall|imdb score, first in line, first line of
first|second|third|final|last|opening act, for a song, frame of mind, from character
from the opening|first line|scene|frame, funny how, funny thing|that, fx channel, get cast
good|bad idea to, gun shot, gunshot, happy end up, hero of, high|low resolution, hold fast
hot line, hum drum, idea of, idea that, idea what|why|how|who, in character, in drag, in effect
in line, in line with, in the act, in the direction, in the end, in the film business, in the mood
joking apart, just joking, keep pace, last few years|days|weeks|months, last half century
last line of this, legal action, line dance, line of work|duty|fire, line up, lines of
live action, long story short, look at, love story, made up of, make sense of that
make up for|his|her|their|your|my|the|most, makes up, mind set, model, models of, mood for|to
mood swings, moral story, murder mystery party, muscle tone
music video|videos|store|shop|industry|business, musical chairs, my script, mystery of the missing
new year's resolution, news story, no idea, no joke, no laughing matter, not funny how, of color
on a par, on line, on the line, on the scene, one lens, one take, online, opening line
oscar night party, oscar wilde, other|all the comments, out of character, pace yourself
painting colour, people of colour|color, photograph of, photographer, photographs of, picture this
plaster cast, played at|football|cards|golf, playing at|on|cards|football
plays at|on|in|football|cards|golf|chess|out|with|like, plot of land, plots of land, punch line up
resolution of, review, reviews, role in, role model, same old story, score #, score for this
score goals, score is #, score of #, scored # goals, scores #, scoring, screenwriter showing
sense of direction, sense of humour|humor about, sense of the word, sense of urgency, set of
set the scene, sets in, sets off, sets out, sets up, settle the score, short stories
shot dead|down|up|out|him|her, shot in the head|leg|back|arm|chest|face, side|after effects
slow down|clap, smile on my, soap opera*, some idea, song and dance about, sort of character
sound off, speech therapist, story line of, story of my life, swan song, take a look, take action
take|takes care, tale of, talk show, talk to|about|of, talked, talking to|about|of, talks to|about
talks|talking|talked down, theme park, themed, this line, this review is long, three story
time frame, to care for, tone down, tone of voice, toned, toned down, true story of, tv set
two story, upper story, very slowly, waiting in line, wasted frame, who cares
writers of this review, wrong|right|other|every|opposite direction, wrote this line
"""

#: aspect: its terms; what a visitor reads for it is in ``catalog.aspects``.
TERMS: dict[str, str] = {
    "story": STORY,
    "acting": ACTING,
    "characters": CHARACTERS,
    "direction": DIRECTION,
    "visuals": VISUALS,
    "effects": EFFECTS,
    "music": MUSIC,
    "pacing": PACING,
    "dialogue": DIALOGUE,
    "humour": HUMOUR,
    "atmosphere": ATMOSPHERE,
    "ending": ENDING,
}
