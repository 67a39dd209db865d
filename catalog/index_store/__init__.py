"""Indexes on disk: folders of arrays, verified when opened, replaced by one rename. [pure]

An index lives below one root; every build has a numbered folder of its own::

    root/lock                  held by the build that is running, freed by the kernel if it dies
    root/current               "000007" and its manifest's SHA-256: the build that readers open
    root/000007/manifest.json  written last: what was built, how, and the digest of each file
    root/000007/rows.npy …

A build becomes current by one ``os.replace`` of the pointer, so a reader sees the old build or the
new one, never half of one. The build before stays until the next, for whoever has just read the
old pointer; older ones are removed. Whoever has mapped files of a removed build goes on with them:
on Linux their blocks are freed when the last process unmaps them.
"""

from catalog.index_store.builds import Build, IndexMissing, IndexNotBuilt
from catalog.index_store.locking import BuildRunning, build_lock
from catalog.index_store.opened_once import OpenedOnce
from catalog.index_store.publishing import publish, roll_back
from catalog.index_store.verifying import current_manifest, open_current

__all__ = [
    "Build",
    "BuildRunning",
    "IndexMissing",
    "IndexNotBuilt",
    "OpenedOnce",
    "build_lock",
    "current_manifest",
    "open_current",
    "publish",
    "roll_back",
]
