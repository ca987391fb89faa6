"""The staff's pages for documents and imports; every change goes through the acts."""

from disclosure.admin.columns import ColumnAdmin
from disclosure.admin.confirmations import ConfirmationAdmin
from disclosure.admin.documents import DocumentAdmin
from disclosure.admin.error_reports import ErrorReportAdmin
from disclosure.admin.groups import AddresseeGroupAdmin
from disclosure.admin.historical import HistoricalBatchAdmin
from disclosure.admin.imports import ImportBatchAdmin
from disclosure.admin.negative_list import NegativeListEntryAdmin
from disclosure.correction.admin.case import CorrectionAdmin

__all__ = [
    "AddresseeGroupAdmin",
    "ColumnAdmin",
    "ConfirmationAdmin",
    "CorrectionAdmin",
    "DocumentAdmin",
    "ErrorReportAdmin",
    "HistoricalBatchAdmin",
    "ImportBatchAdmin",
    "NegativeListEntryAdmin",
]
