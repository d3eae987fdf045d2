"""A client of the jsii kernel in the measure of the synthesis tests.

Speaks the protocol that Python's own `jsii` speaks, with the same kernel process, and like it hands over the stack of
the calling program when JSII_HOST_STACK_TRACES asks for that.
https://aws.github.io/jsii/specification/3-kernel-api/ and https://github.com/aws/jsii/pull/5153
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import traceback
from pathlib import Path

MODULES = Path(os.environ["JSII_MODULES"])
# In the order in which they need each other.
PACKAGES = [
    "constructs",
    "@aws-cdk/asset-awscli-v1",
    "@aws-cdk/asset-node-proxy-agent-v6",
    "@aws-cdk/cloud-assembly-schema",
    "aws-cdk-lib",
]


class Kernel:
    """The kernel process, with the packages loaded into it. `close` ends it and removes what it unpacked."""

    def __init__(self):
        self._directory = Path(tempfile.mkdtemp())
        # Python's jsii unpacks the two files of the kernel into a directory for temporary files, too.
        runtime = shutil.copytree(MODULES / "@jsii/runtime/webpack", self._directory / "runtime")
        environment = {**os.environ, "JSII_AGENT": "Python/3", "JSII_RUNTIME_PACKAGE_CACHE": "disabled"}
        self._process = subprocess.Popen(
            [environment.get("JSII_NODE", "node"), str(runtime / "bin/jsii-runtime.js")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._answer()
        for name in PACKAGES:
            self._load(name)

    def send(self, api, **members):
        """One request; the answer's `ok`. Raises RuntimeError with what the kernel says is wrong."""
        request = {"api": api, **members}
        if os.environ.get("JSII_HOST_STACK_TRACES") == "1":
            request["$jsii.stacktrace"] = stack_of_caller()
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._answer()
        if "ok" not in answer:
            raise RuntimeError(answer.get("error", answer))
        return answer["ok"]

    def close(self):
        self._process.stdin.write(b'{"exit":0}\n')
        self._process.stdin.close()
        self._process.wait()
        shutil.rmtree(self._directory)

    def _answer(self):
        return json.loads(self._process.stdout.readline())

    def _load(self, name):
        version = json.loads((MODULES / name / "package.json").read_text())["version"]
        tarball = self._directory / "package.tar"
        # Not compressed: the kernel does not mind, and it takes a tenth of the time.
        with tarfile.open(tarball, "w") as packed:
            packed.add(MODULES / name, "package")
        self.send("load", name=name, version=version, tarball=str(tarball))
        tarball.unlink()


def stack_of_caller():
    """[file, line, column, function] of every frame outside this file, innermost first."""
    frames = [frame for frame in traceback.extract_stack() if frame.filename != __file__]
    return [[frame.filename, frame.lineno, 0, frame.name] for frame in reversed(frames)]
