"""Static files under names that change with their content, in scripts' imports as well."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Without this, a page and an import would name one script twice, and it would run twice."""

    support_js_module_import_aggregation = True
