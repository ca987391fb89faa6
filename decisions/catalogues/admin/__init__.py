from decisions.catalogues.admin.catalogues import WAITING, CatalogueAdmin

__all__ = ["WAITING", "CatalogueAdmin"]
