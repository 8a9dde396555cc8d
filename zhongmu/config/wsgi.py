from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongmu.config.settings")
application = get_wsgi_application()

from zhongmu.policies.checks import refuse_wrong_packs  # noqa: E402  only after the apps are loaded

refuse_wrong_packs()  # with file, line and remedy

from zhongmu.demo.checks import refuse_wrong_door  # noqa: E402  only after the apps are loaded

refuse_wrong_door()  # invented people are never served as real ones, nor real ones through the demo's open door

if os.environ.get("ZHONGMU_BACKGROUND") == "1":
    from zhongmu.config.background import start  # only after the apps are loaded

    start()

_ = get_resolver().url_patterns  # every view, before the first visitor asks for one
gc.collect()
gc.freeze()  # what start-up built stays as long as the server: no later collection need walk it again
