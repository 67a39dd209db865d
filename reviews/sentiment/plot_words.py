"""Words that tell what happens in a film, not what the writer thinks of it. [pure]

VADER's lexicon counts each of them as negative: right for a message, wrong for "a murder in a
small town". Only words of plots are here; "boring", "awful" and "disturbingly bad" keep counting.
"""

_WORDS = """
abandoned alone anger angry assassination attack attacked attacks battle battles
betrayal betrayed bomb broken brutal chilling conflict corpse cried cries crime criminal
criminals cry crying danger dangerous dead death devil die died disturbing enemies enemy
evil fallen fear fears fight fighting fights fought frightening ghost grief guilty gun
haunted haunting hell horror kill killed killer killers killing kills lonely lose loses
loss lost madness missing murder murdered murderer murders obsessed panic poison poverty
prison prisoner punishment rage revenge rob sad scare scared scary serious shock
shocking shoot sinister steal steals stolen struggle struggles suffering suicide tears
terrifying terror terrorist thief threat tough tragedy tragic trapped trouble victim
victims villain villains violence violent war wars weapon weapons
"""
PLOT_WORDS = frozenset(_WORDS.split())
