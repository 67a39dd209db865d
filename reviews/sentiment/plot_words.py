"""Words that tell what happens in a film, not what the writer thinks of it. [pure]

VADER's lexicon counts each of PLOT_WORDS as negative: right for a message, wrong for "a murder in
a small town". Only words of plots are here; "boring", "awful" and "disturbingly bad" keep
counting. It counts each of NO_PRAISE as positive: right for "please" in a message, wrong for
"please save your money". Neither list holds a word for the quality of a film.
"""

_PLOT = """
abandon abandoned abusive alone anger angry anxious assassination attack attacked attacks battle
battles betrayal betrayed bitter bomb broke broken brutal brutality brutally bully cheating
chilling chaos combat conflict conflicts confront confrontation confronted corpse cried
cries crime criminal criminals crisis cruelty cry crying danger dangerous dangers darkness dead
death debt defeat depression despair desperate desperation destruction devastating devil die
died difficulties disguised distress disturbing doom doomed dread eerie enemies enemy evil fallen
fear fears fight fighting fights forbidden fought fright frightened frightening funeral furious
ghost gloomy greed grief grim guilt guilty gun hatred haunted haunting heartbreaking hell hiding
horror horrors horrifying hostile illegal injured insanity isolated isolation jealous jealousy
kill killed killer killers killing kills loneliness lonely longing lose loses losing loss lost
madness menace missing moody murder murdered murderer murderous murders nervous neurotic obsessed
obsession ominous panic paranoia paranoid poison poverty prejudice prison prisoner prisoners
provoking punishment racism rage rebel rebellious repressed revenge riot rob sad sadness savage
scare scared scary selfish serious shock shocked shocking shoot shy sin sinister steal steals
stolen strange struggle struggles struggling suffered suffering suicide suspicious tears tense
terrified terrifying terror terrorist thief thieves threat threatened threatens tough tragedy
tragic trapped trouble troubled troubles turmoil unhappy vicious victim victims villain villains
violence violent vulnerable war wars weapon weapons wicked
"""
_NO_PRAISE = """
agree agreed alright bless care credits dear excuse favor free god hope hoped hopes hoping
intelligence kind matter matters okay ok please positive pretty save saved straight value want wish
yeah
"""
PLOT_WORDS = frozenset(_PLOT.split())
NO_PRAISE = frozenset(_NO_PRAISE.split())
