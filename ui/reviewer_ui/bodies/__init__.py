"""技术机构和部门: the directory with contacts and supports, and the ledger of consultations over the seasons."""
