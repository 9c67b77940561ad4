"""Static files under hashed names. Only these are kept, so scripts that import one another must ask for them too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names inside `import … from "./other.js"` are replaced as those in stylesheets are."""

    support_js_module_import_aggregation = True
