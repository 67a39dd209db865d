"""Files in which other sites give people what they rated: one module for each site. [pure]

``uploads`` turns what was uploaded into texts, ``tables`` texts into rows, and every other module
its site's rows into ``entries``. Which sites there are is ``settings.IMPORTS``.
"""
