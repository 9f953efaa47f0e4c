"""What the peers in Python have in common: what they are asked, and how they are measured."""

import json
import resource
import sys
import time


def asked():
    """`files` in archive order, `periods` with name and instants of each, agents of `robots`."""
    return json.loads(sys.stdin.read())


def tell(work, count):
    """Times `work`; `count` of what it returns gives the numbers, which is no part of the time."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu_seconds = time.perf_counter() - clock, time.process_time() - processor
    # Linux gives kibibytes.
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    numbers = {name: int(value) for name, value in count(result).items()}
    found = {"cpuSeconds": cpu_seconds, "peakBytes": peak_bytes, "numbers": numbers}
    print(json.dumps({"seconds": seconds, **found}))
