"""Words of praise and of blame in reviews of films, for short clauses about one aspect. [pure]

An engine is made for whole reviews, and general lexicons do not know that a performance may be
"wooden" and a pace "glacial". The notation is that of ``reviews.sentiment.phrases``.
"""

PRAISE = """
a blast, a hoot, a must, a star is born, absorbing, accomplished, achieves, addictive, admirabl*
admire*, adore*, affecting, affection, affectionate*, aged well, ages well, ahead of its time
alive, amazing*, amused, amusing, appealing, appreciat*, are fine, artful, assured, astonishing*
astounding*, atmospheric, authentic, award*, awesome, balanced, ballsy, beautiful*, beauty
believable, believably, belly laughs, best, best thing about, better, better than ever, bewitching
big laughs, blew me away, blown away, blows you away, bold, brave, bravo, breath of fresh air
breathless, breathtaking*, bright, brilliance, brilliant*, brisk, briskly
broke|breaks|breaking my|your heart, brought to life, can act, can't|cannot get enough
cannot|can't fault, capture*, care about, cared about, career best, cares about, carries|carry the
catchy, charismatic, charm, charming, charms, cheering, chilling, chuckle*, class act, classic
clean, clever*, come together, comes together, comes|come alive, comes|come together, comic genius
commend*, compelling, complex, confident, convinces, convincing, convincing*, could watch him|her
cracking, crackle*, credit to, creepy, cried, crisp, crowd pleaser, crowd pleasing, cry, dazzling*
dead on, deep, deeply, delicate, delicious, delight*, depth, deserve*, deserves, different league
does wonders, drawn in, drawn with, dreamlike, ear for, easily the best, edge of your|my seat
eerie, effective*, electrifying, elegant*, emotional, enchant*, engaging, engross*, enjoy*
entertain*, enthralling, epic, evocative, excellent*, exceptional*, exciting, exhilarating
exquisite*, extraordinarily, extraordinary, eye candy, eye for, eye popping, fabulous, faithful
fantastic*, fascinating, fast and, fast moving|paced, faultless*, favorite, favourite, feast
feel at home, feel|feels|felt real, fine film*|direction|cast|score|ensemble|support*
fine performance*|actor*|actress*|work|script|story, finest, first rate, fits, fits like
flawless*, flew, flew by, flies, fluid, follow anywhere, forgive, fresh, frightened, frightening
fun, fun to watch, funnier, funniest, funny, gave me chills, gem, gem of, generous, genius, gentle
genuinely, gifted, giggl*, glorious*, glued to, good, good fun, goodness, goosebumps, gorgeous*
grace, graceful, grand, great, greatest, greatly, gripped, gripping, gritty, guessing
had me|us in, had to know what, happy with, hard hitting, has|have an|a eye, hats off, haunting*
haunts, heartbreaking, heartfelt, high point, high points, highlight, highlights
highly recommend*, hilarious*, hit|hits the target, hold up, hold your, holds up, holds your
honest*, hooked, hooks, hoot, human, human touch, humane, hypnotic, imaginative*, immersive
impeccable*, impress*, in stitches, in tears, in the best way|sense, incredible, incredibly well
ingenious*, inspired, inspired casting, inspiring, intelligent*, intense, interesting, intricate
intriguing, inventive*, irresistible, is fine, jaw dropped, jaw dropping, joy, keeps you|me|us
kept me|us|you, killer, knocks|knock it|you out, kudos, lands, laugh, laughed, laughing, laughs
layered, lean, lifelike, likable, likeable, like|liked|likes|love|loved the|it|this|that|how|every
lively, looked at my watch once, look|looks so real, love, loved, lovely, lovingly, luscious, lush
lyrical, magic, magical, magnetic, magnificent*, majestic, manages to, marvel, marvellous*
marvelous*, master at work, masterclass, masterful*, masterly, masterpiece, memorable, menace
menacing, mesmeri*, miracle, moody, moved me, moving, must see, nail|nails|nailed it, natural
natural*, naturally, neat, never been better, never better, never disappoints
never dull|boring|drags, never fails, never gets old, never lets go, never lets up
never saw that coming, nice, nicely, no better, no clichés, no fat, nobody does it better
not a minute too, not bad, not to be missed, nothing less than, nothing short of, nuance, nuanced
on the money, one of a kind, original, oscar, out of the park, outdid, outdo, outdoes
outstanding*, painter's eye, painterly, perfect*, perfection, phenomenal*, photorealistic
pitch perfect, playful, pleasantly, pleasure, plenty of, poetic, poetry, poignant, polished
powerful*, praise, praised, praiseworthy, precise, pretty to look|pictures, priceless, profound
quotable, rare, rarely better, rarely put a foot, ravishing, razor sharp, real people, real treat
realism, realistic*, refreshing*, relatable, related, remarkable, remarkably, restrained
restraint, rewarded, rewarding, rich, richly, right note, right on, ring true, rings true, riot
riveting, robust, rocks, root for, rousing, satisfying, saving grace, scared, scary
scene stealer|stealing, seamless*, second to none, sensational, sensitive*, sharp, shine, shines
shining, show stopping, sincere, sinister, sizzl*, skilful*, skillful*, sly, smart, smartly
smooth, snappy, so real, soars, solid, soulful, sparkle*, sparkling, special, spectacular*
spellbinding, spine tingling, spirited, splendid*, spooky, spot on, startling*, state of the art
stayed|stays with, steals, stellar, stirring, strength, strengths, strong, strongest, stunning*
stylish, sublime, substance, subtle, subtly, sumptuous, super, superb*, superior, surefire
surefooted, surprising*, suspense, suspenseful, sweet, sympathetic, tactile, takes its time, taut
tears, tender*, tense, tension, terrific*, terrifying, thank god|heaven for, think about
thought provoking, thoughtful, thrill, thrilled, thrilling, thrills, thumbs up, tight, tightly
timeless, to die for, top form, top notch, top of his|her|their game, top quality, tops
touch of class, touched, touching, tour de force, towering, treat, triumph
trusting|trust|trusts the, truth, truthful*, unbearable in the best, unbeatable, underrated
unforgettable, unforgettably, unique, unmatched, unpredictable, unrivalled, unsurpassed, unusual
unusually good, uplifting, very real, vivid*, warm, warm hearted, warmth, watchable, well
well acted|shot|written|directed|made|played|cast|crafted|done|drawn|paced|staged|observed|lit
well done, wept, wicked*, winning, wise, wit, wittier, witty, wizardry, wonder, wonderful*
wonderfully, wonders, word perfect, work perfectly|together|well, worked, works, worth, worthy
wow, you would follow, zippy, zips
"""

BLAME = """
about as, absurd, abysmal*, ad nauseam, aimless, alas, all over the place, amateur*, annoy
annoying*, anti climax, anticlimactic, anticlimax, anything but, appalling*, artificial
as empty as, as if, ashamed, at best, at my|the watch, atrocious*, awful*, awkward*, bad
bad taste, badly, banal, barely, better films, beyond belief, blah, bland*, blatant*, bloated
blunder*, blurry, bore, bored, boredom, boring*, botched, bottom of the barrel, brainless, burden
buried, butcher*, by the numbers, cannot|can't|couldn't act|sing|dance|direct|write, cardboard
caricature*, charisma free, charmless, cheap*, cheaper, cheapest, cheated, cheating, checking
cheesy, childish, choppy, cliche*, cliché*, clichéd, clone, clones, clueless, clumsily, clumsy
clunker, clunky, confused, confusing, contrived, convoluted, cop out, copied, copy of, corny
could not care less, could not see, couldn't care, couldn't care less, crap*, cringe*, cringing
crude, cut forty|thirty|twenty minutes, cut outs, cutting room floor, cynical, dated, dead
deserved better, deserves better, desperate*, detract*, did nothing, dire, disappoint*, disaster*
disgrace*, disgusting, disjointed, dismal, distract*, distracting, do people really, dodgy
does not deserve, does nothing, drab, drag, dragged, dragging, drags, drawn out, dreadful*
drearily, dreary, dreck, drek, drips, drivel, drone*, drown*, drudge, dubbed, dubbed badly, dull
dumb, dumbed, easy answers, embarrass*, empty, endless*, exactly one, exaggerated, excruciating*
excuse, excuse for, fail, failed, fails, failure, fake, fall|falls|fell apart
fall|falls|fell flat, false, far fetched, fast forward, fast forwarded, fatally, faulty, feeble
feel|felt the length, fell asleep, filler, film student, five year old, flat, flaw, flawed, flaws
flimsy, flop, forced, forced to, forgettable, forgotten, formulaic, frustrat*, garbage, generic
gets old, give me a break, glacial, glaring, go back to, go round in circles, goes|go nowhere
grainy, grating, gratuitous, groan*, hack, hackneyed, hacks, half asleep, half baked, half of the
ham fisted, hammy, hampered, hams, hardly, hate, hated, headache, heavy handed, hideous, hogwash
hokey, hokum, holes, hollow, home movie, hopeless*, horrendous*, horrible, horribly, horrid
humorless, humourless, idiot, idiotic, if you enjoy, ill judged, implausible, improbable
in search of, inane, inaudible, incoherent*, incompetent*, incomprehensible, inconsistency
inconsistent*, indifferent, inept*, inferior, insipid, insufferable, insult*, interminabl*
intrusive, irritat*, jarring, joke of a, jumbled, junk, just stops, juvenile, lack, lacked
lacking, lackluster, lacklustre, lacks, lame, laughable, laughably, lazily, lazy, leaden
leave you|us|me cold, left cold, left me|us cold, let down, letdown
lets|let it|the film|him|her|them down, lifeless, like a tax, like they cost, limp, limply, limps
listless, loathsome, look away
look|looks|looked|sound|sounds|sounded like a|an|they|something|it|some|he|she, lost its|the
lost me, lousy, low budget, ludicrous*, lurch*, made for tv, marred, mars, meander*, meaningless
meant to be, mediocre, meh, melodramatic, mess, messy, mind numbing, mindless, minus, miscast
miserably, misfire*, misguided, misjudged, missed opportunity, missing, mistake*, mockery
monotonous, moronic, mud, muddled, muddy, mumbl*, murky, nativity, nauseating, never convinces
no idea, no point, no sense, nobody can act, nonsense, nonsensical, not enough, nothing happens
nothing more, nothing more than, nothing special|new|original, nothing to say, nowhere, obnoxious
obvious, off key, off pitch, off putting, offensive, oh dear, on and on, one dimensional
one facial, one note, only problem, out of focus, out of place, out of tune, over acted
over acting, over done, over long, over the top, overact*, overacted, overbearing, overblown
overdone, overlong, overly, overrated, overused, overwritten, padded, padding, painful*, pales
paper thin, pathetic*, patronising, pedestrian, phone book acting, phoned|phoning it, phones it
plastic look|effects, plodding, plods, pointless, ponderous, poor, poor man's, poorest, poorly
predictable, preposterous, pretentious, problem, problem is, problem with, protracted, puerile
put me to sleep, quits, ran|run|running out of, recycled, redundant, repetitive, ridiculous*
rip off, rip offs, robotic, rotten, rubbish, ruin*, run of the mill, run out of, rushed, sadly
sags, sappy, save your, says|say nothing, schmaltz*, school nativity, school play, screen saver
screensaver, seasick, senseless, sentimental, shaky, shallow, shame, shapeless, shoddy
should be ashamed, should go back, sillier, silly, simplistic, sink, sinks, sit through, skip
sleep, sleepwalk*, sloppy, slow, slowest, sluggish, snooze*, snore*, so bad, so so, so what
soap opera, sorry excuse, spoil*, spoiled, stale, starts|begins|started slowly, stereotyp*, stiff*
stilted, stinker, stole my, stolen from, straight to video, strangle, stretched, student film
stupid*, sub par, subpar, substandard, sucked, sucks, suffers, supposed to, syrupy, tacked, tacky
tame, tasteless, tedious*, tedium, terrible, terribly, thin, third act problems, third rate
threadbare, throttle, tired, tiresome, toilet, tone deaf, toneless, too clean
too long|much|many|slow|loud|dark, too obvious, toothless, torture, trash, tries too, tripe, trite
trouble with, try too hard, trying too hard, tuneless, turgid, turkey, twelve year old|olds, ugly
unappealing, unbearable, unbearably, unbelievable, unbelievable plot, unbelievably, unconvincing*
undercooked, underdeveloped, undermined, undermines, underwhelm*, underwritten, uneven
unexplained, unfortunately, unfunny, unimaginative, uninspired, unintended, unintentional*
unintentionally, uninteresting, uninvolving, unlikable, unlikeable, unnatural, unnecessary
unoriginal, unpleasant, unrealistic, unsatisfying, unscary, unsympathetic, unwatchable, useless
vacuous, vague, vapid, walk out, walked out, wannabe, wanted to like, wanted to love, waste
waste of, wasted, wastes, watch paint dry, weak, weaker, weakest, wears out|thin, what on earth
what was|is|were, who cares, why does|do|did|is|are|was|were, why should
why should i|we|anyone care, witless, wobble*, wobbly, wooden, worn, worse, worst, worthless
would have been better, would shame, wreck, wrong, wrong reasons, xerox, yawn*, zero
"""

#: Turn what follows within WINDOW words, in the same clause.
NEGATIONS = """
absence of, ain't, anything but, aren't, arent, attempts to, attempt|attempts at
attempt|attempts|attempted at|to, barely, can't, cannot, cant, could have been, could not
couldn't, devoid of, didn't, didnt, doesn't, doesnt, don't, dont, failed attempt*, failed to
fails to, far from, forgot the, free of, hadn't, hardly, hasn't, haven't, if only, instead of
isn't, isnt, lack of, lacks any, less than, little, meant to be, neither, never, no, nobody, none
nor, not, not a single, not even, not exactly, not once, not one, nothing, nowhere near, rarely
rather than, refuses to, scarcely, seldom, short on, should have been, shouldn't, so called
supposed to, supposed to be, supposedly, tries to, tries|tried|trying to be, trying to, wanted to
wasn't, wasnt, weren't, werent, without, won't, would have been, wouldn't
"""

#: Look like negations and are none.
NO_NEGATION = """
can't fault, can't get enough, can't hide, can't save, cannot disguise, cannot fault
cannot get enough, cannot hide, cannot recommend this enough, cannot save, could not hide, if not
little details, little film, little gem, never been better, never better, never disappoints
never fails, never gets old, never lets go, never mind, no better, no doubt, no less, no matter
no problem, no question, no wonder, none better, not a minute too|to, not bad, not enough good
not just, not merely, not only, not to be missed, not to mention, not to miss, nothing but
nothing short of, whether or not, why not, without a|any doubt
"""
