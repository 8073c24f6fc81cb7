"""Pages that need nothing but a browser: no scripts, no network. Nothing is computed but the picture."""
