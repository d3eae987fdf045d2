"""`aws_cdk` for Python as far as the application of fixtures/cdk/python uses it.

The published package has a generated class for each of the library's; here one is made when it is first named. Its
methods stand in for the generated ones: one frame of the library between the application and jsii.
"""

import atexit
import re
import sys
import types

import jsii

_kernel = jsii.Kernel()
atexit.register(_kernel.close)


class _Binding(type):
    """The class of the library's classes: what they do not have themselves is a static method."""

    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args, **properties):
            request = {"fqn": cls._fqn, "method": _camel(name), "args": _arguments(args, properties)}
            return _received(_kernel.send("sinvoke", **request)["result"])

        return call


class _Object(metaclass=_Binding):
    """An object in the kernel."""

    _fqn = "Object"

    def __init__(self, *args, **properties):
        request = {"fqn": self._fqn, "args": _arguments(args, properties)}
        self._reference = _kernel.send("create", **request)["$jsii.byref"]

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args, **properties):
            request = {"method": _camel(name), "args": _arguments(args, properties)}
            return _received(_kernel.send("invoke", objref=_sent(self), **request).get("result"))

        return call


class _Module(types.ModuleType):
    """`aws_cdk.aws_iam`, or `aws_cdk` itself: every name is a class of the library."""

    def __init__(self, name, fqn):
        super().__init__(name)
        self._fqn = fqn

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        made = _Binding(name, (_Object,), {"_fqn": f"{self._fqn}.{name}"})
        setattr(self, name, made)
        return made


def _camel(name):
    return re.sub(r"_(.)", lambda match: match[1].upper(), name)


def _arguments(args, properties):
    named = {_camel(name): _sent(value) for name, value in properties.items()}
    return [_sent(value) for value in args] + ([named] if named else [])


def _sent(value):
    if isinstance(value, _Object):
        return {"$jsii.byref": value._reference}
    return [_sent(one) for one in value] if isinstance(value, list) else value


def _received(value):
    if not isinstance(value, dict) or "$jsii.byref" not in value:
        return value
    made = _Object.__new__(_Object)
    made._reference = value["$jsii.byref"]
    return made


for _name in ("aws_iam", "aws_lambda", "aws_s3"):
    sys.modules[f"aws_cdk.{_name}"] = _Module(f"aws_cdk.{_name}", f"aws-cdk-lib.{_name}")
_library = _Module("aws_cdk", "aws-cdk-lib")
_library.__path__ = []
for _name in ("aws_iam", "aws_lambda", "aws_s3"):
    setattr(_library, _name, sys.modules[f"aws_cdk.{_name}"])
sys.modules["aws_cdk"] = _library
