from decisions.catalogues.models.catalogue import Catalogue, CatalogueAct, CatalogueTerm
from decisions.catalogues.models.items import (
    Adjustment,
    CatalogueItem,
    Completion,
    ItemEdition,
)

__all__ = [
    "Adjustment",
    "Catalogue",
    "CatalogueAct",
    "CatalogueItem",
    "CatalogueTerm",
    "Completion",
    "ItemEdition",
]
