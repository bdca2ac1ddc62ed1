from procedures.operations.import_procedures import Imported, import_procedures
from procedures.operations.publish import publish

__all__ = ["Imported", "import_procedures", "publish"]
