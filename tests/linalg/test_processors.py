"""The processors that a process may use: its affinity, and the quotas of its control groups."""

from __future__ import annotations

import os

import pytest

from rglm.linalg import processors
from rglm.linalg.processors import container_quota, processor_count


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


TOP = "sys/fs/cgroup/"
CASES = {
    "nothing is known": ({}, 1_000_000),
    "version 2, no limit": (
        {"proc/self/cgroup": "0::/\n", TOP + "cpu.max": "max 100000\n"},
        1_000_000,
    ),
    "version 2, a part counts as one": (
        {"proc/self/cgroup": "0::/\n", TOP + "cpu.max": "250000 100000\n"},
        3,
    ),
    "version 2, less than one": (
        {"proc/self/cgroup": "0::/\n", TOP + "cpu.max": "20000 100000\n"},
        1,
    ),
    "version 2, of a group above": (
        {
            "proc/self/cgroup": "0::/a/b\n",
            TOP + "a/cpu.max": "400000 100000\n",
            TOP + "a/b/cpu.max": "max 100000\n",
        },
        4,
    ),
    "version 1": (
        {
            "proc/self/cgroup": "5:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n",
            TOP + "cpu/cpu.cfs_quota_us": "150000\n",
            TOP + "cpu/cpu.cfs_period_us": "50000\n",
        },
        3,
    ),
    "version 1, no limit": (
        {
            "proc/self/cgroup": "3:cpu,cpuacct:/\n",
            TOP + "cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            TOP + "cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        },
        1_000_000,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_quota_of_the_control_groups(tmp_path, case):
    files, expected = CASES[case]
    assert container_quota(write(tmp_path, files)) == expected


@pytest.mark.parametrize(("allowed", "quota", "expected"), [(8, 3, 3), (2, 5, 2), (4, 10**6, 4)])
def test_the_smaller_of_affinity_and_quota(monkeypatch, allowed, quota, expected):
    monkeypatch.setattr(processors, "_allowed_processors", lambda: allowed)
    monkeypatch.setattr(processors, "container_quota", lambda root: quota)
    assert processor_count() == expected


@pytest.mark.parametrize(
    ("missing", "name", "value", "expected"),
    [
        ((), "process_cpu_count", lambda: 5, 5),
        (("process_cpu_count",), "sched_getaffinity", lambda pid: {0, 3, 7}, 3),
        (("process_cpu_count", "sched_getaffinity"), "cpu_count", lambda: 6, 6),
        (("process_cpu_count", "sched_getaffinity"), "cpu_count", lambda: None, 1),
    ],
)
def test_the_affinity_as_far_as_the_system_tells(monkeypatch, missing, name, value, expected):
    for other in missing:
        monkeypatch.delattr(os, other, raising=False)
    monkeypatch.setattr(os, name, value, raising=False)
    assert processors._allowed_processors() == expected
