"""What Prometheus may ask at /metrics. No label holds a person, a file or a path that somebody chose."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
REQUESTS = Counter("diemdanh_requests_total", "Requests by method and status.", ("method", "status"), registry=REGISTRY)
REFUSED = Counter("diemdanh_refused_total", "Requests refused unread, by code.", ("code",), registry=REGISTRY)
SECONDS = Histogram("diemdanh_request_seconds", "Seconds for an answer.", registry=REGISTRY)
FILES = Counter("diemdanh_files_total", "Files read, by purpose and outcome.", ("purpose", "state"), registry=REGISTRY)
BATCHES = Gauge("diemdanh_batches_waiting", "Uploads that wait to be read or are being read.", registry=REGISTRY)
QUEUE = Gauge("diemdanh_review_queue", "Doubtful names that wait for a person.", registry=REGISTRY)


def exposition() -> bytes:
    return generate_latest(REGISTRY)
