from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongmu.config.settings")
application = get_wsgi_application()

if os.environ.get("ZHONGMU_BACKGROUND") == "1":
    from zhongmu.config.background import start  # only after the apps are loaded

    start()
