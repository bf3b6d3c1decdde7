"""The web server of every installation; WEB_WORKERS and WEB_THREADS fit it to the machine."""

import gc
import os

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# Threads, each given to a request that has come whole.
worker_class = "portal.web_worker.Worker"
# Of one worker, with those that wait and those that are kept open; a process may hold 1024 files.
worker_connections = 400
# The site is loaded once, before the fork: a new process answers at once, and shares what it does not change.
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 60
graceful_timeout = 20
# Longer than nginx keeps an idle connection (60 s): else a form may be sent into one that is just being closed.
keepalive = 75
# 2,000 Chinese characters typed into the search box are 18 KB of address; 0 lets up to 1 MB pass, and the site
# answers with a page of its own. nginx in front holds both at 32 KB.
limit_request_line = 0
limit_request_field_size = 32 * 1024
# The application logs requests itself, scrubbed; an access log would hold addresses and queries.
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(server):
    """Before the first fork: what is loaded stays for ever, so that no collection looks through it again."""
    gc.collect()
    gc.freeze()
    # A request makes some ten thousand objects; Python's 700 interrupt it again and again.
    gc.set_threshold(10_000, 20, 20)
