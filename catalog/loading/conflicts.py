"""What files say otherwise than titles do: of several editions of a dataset, only the newest."""

from catalog.loading.bulk import VALUES_PER_QUERY
from catalog.loading.precedence import Precedence
from catalog.models import FactConflict


def forget_outdated(precedence: Precedence) -> None:
    """Delete what an edition says of a fact about which a newer one says something else."""
    newest: dict[tuple[int, str, int], tuple[int, int]] = {}
    outdated: list[int] = []
    rows = FactConflict.objects.values_list("pk", "title_id", "fact", "file_id")
    for pk, title, fact, file_id in rows.order_by().iterator():
        dataset = (title, fact, precedence.dataset_of(file_id))
        held, other = newest.get(dataset, (pk, file_id))
        if not precedence.allows(file_id, other):
            outdated.append(pk)
            continue
        if held != pk:
            outdated.append(held)
        newest[dataset] = (pk, file_id)
    for start in range(0, len(outdated), VALUES_PER_QUERY):
        FactConflict.objects.filter(pk__in=outdated[start : start + VALUES_PER_QUERY]).delete()
