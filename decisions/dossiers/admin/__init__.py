from decisions.dossiers.admin.decisions import DecisionAdmin

__all__ = ["DecisionAdmin"]
