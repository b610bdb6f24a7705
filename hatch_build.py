"""Put what npm brings for the browser into a wheel; a wheel made without Node has pages without graph and map."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface):
    """Run scripts/assets.py before a wheel is made, where the files are not there yet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the files; an editable install does without, `make assets` brings them there."""
        script = Path(self.root) / "scripts" / "assets.py"
        if version == "editable" or not script.is_file():
            return
        assets = runpy.run_path(str(script))
        why = assets["bring"](Path(self.root)) if assets["missing"]() else None
        if why:
            self.app.display_warning(why)
