"""Engines that measure the feeling of a text: one module each, behind one protocol. [pure]"""
