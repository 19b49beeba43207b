"""Pictures of a fit; matplotlib is imported when one is drawn.

A picture without ``ax=`` is on a new figure. Notebooks show it; at a prompt ``plt.show()`` of
``matplotlib.pyplot`` opens it in a window; a script saves it,
``fit.plot().figure.savefig("x.png")``. Where a script does not import pyplot there is nothing to
close. ``figsize=`` gives the size in inches; ``rcParams`` and style sheets of matplotlib are
respected.
"""
