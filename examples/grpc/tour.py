#!/usr/bin/env python3
"""A tour of Berth over gRPC, from reflection alone: every call, and every answer checked. Deploys one server and deletes it.

Needs Debian's python3-grpcio and python3-protobuf, and no .proto file: the messages come from the server.
"""
import ipaddress
import os
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, empty_pb2, message_factory

ADDRESS = os.environ.get("BERTH_GRPC", "127.0.0.1:9090")
TOKEN = os.environ.get("BERTH_TOKEN", "")
Code = grpc.StatusCode


def check(condition, surprise):
    if not condition:
        raise AssertionError(surprise)


def local_types():
    """The few messages that have to be known to ask for the others, with the fields that are used here."""
    pool = descriptor_pool.DescriptorPool()

    def define(file, package, messages):
        proto = descriptor_pb2.FileDescriptorProto(name=file, package=package, syntax="proto3")
        for name, fields in messages.items():
            message = proto.message_type.add(name=name)
            for number, (field, kind) in fields.items():
                added = message.field.add(name=field, number=number, label=3 if kind[0] == "*" else 1)
                kind = kind.lstrip("*")
                added.type = {"string": 9, "bytes": 12, "int32": 5}.get(kind, 11)
                if added.type == 11:
                    added.type_name = "." + kind
        pool.Add(proto)

    reflection = "grpc.reflection.v1."
    define("reflection", "grpc.reflection.v1", {
        "ServerReflectionRequest": {3: ("file_by_filename", "string"), 4: ("file_containing_symbol", "string")},
        "FileDescriptorResponse": {1: ("file_descriptor_proto", "*bytes")},
        "ServerReflectionResponse": {4: ("file_descriptor_response", reflection + "FileDescriptorResponse")},
    })
    define("details", "google.rpc", {
        "Any": {1: ("type_url", "string"), 2: ("value", "bytes")},
        "Status": {1: ("code", "int32"), 2: ("message", "string"), 3: ("details", "*google.rpc.Any")},
        "ErrorInfo": {1: ("reason", "string"), 2: ("domain", "string")},
        "FieldViolation": {1: ("field", "string"), 2: ("description", "string")},
        "BadRequest": {1: ("field_violations", "*google.rpc.FieldViolation")},
    })
    return pool


LOCAL = local_types()


def type_of(pool, name):
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(name))


def ask(channel, **question):
    """One question to the server's reflection; the answer is a file and what it imports."""
    request = type_of(LOCAL, "grpc.reflection.v1.ServerReflectionRequest")(**question)
    response = type_of(LOCAL, "grpc.reflection.v1.ServerReflectionResponse")
    method = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=lambda message: message.SerializeToString(), response_deserializer=response.FromString)
    (answer,) = method(iter([request]), timeout=30)
    files = [descriptor_pb2.FileDescriptorProto.FromString(it) for it in answer.file_descriptor_response.file_descriptor_proto]
    check(files, f"reflection knows nothing of {question}")
    return files


class Berth:
    """Calls methods by their names, with messages that the server has described."""

    def __init__(self, channel):
        self.channel = channel
        self.pool = descriptor_pool.DescriptorPool()
        self.known = set()
        for service in ("berth.v1.ServerService", "google.longrunning.Operations"):
            for file in ask(channel, file_containing_symbol=service):
                self.learn(file)

    def learn(self, file):
        if file.name not in self.known:
            self.known.add(file.name)
            for wanted in file.dependency:
                for imported in ask(self.channel, file_by_filename=wanted) if wanted not in self.known else ():
                    self.learn(imported)
            self.pool.Add(file)

    def call(self, method, timeout=70, token=TOKEN, **fields):
        service, name = method.split("/")
        descriptor = self.pool.FindServiceByName(service).methods_by_name[name]
        request = type_of(self.pool, descriptor.input_type.full_name)
        response = type_of(self.pool, descriptor.output_type.full_name)
        stub = self.channel.unary_unary(
            "/" + method, request_serializer=lambda message: message.SerializeToString(), response_deserializer=response.FromString)
        return stub(request(**fields), timeout=timeout, metadata=[("authorization", f"Bearer {token}")])

    def unpack(self, packed):
        name = packed.type_url.split("/")[-1]
        if name == "google.protobuf.Empty":
            return empty_pb2.Empty()
        return type_of(self.pool, name).FromString(packed.value)

    def refused(self, code, method, **fields):
        """Expects a refusal; answers its details by the names of their types."""
        try:
            self.call(method, **fields)
        except grpc.RpcError as error:
            check(error.code() == code, f"{method} was refused with {error.code()}, expected {code}: {error.details()}")
            packed = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
            details = {}
            for detail in type_of(LOCAL, "google.rpc.Status").FromString(packed).details:
                name = detail.type_url.split(".")[-1]
                if name in ("ErrorInfo", "BadRequest"):
                    details[name] = type_of(LOCAL, "google.rpc." + name).FromString(detail.value)
            return details
        raise AssertionError(f"{method} was not refused")

    def ended(self, operation):
        """Waits until an operation has ended with success; answers its response."""
        after = self.call("google.longrunning.Operations/WaitOperation", name=operation.name)
        check(after.done and after.HasField("response"), f"not succeeded: {after}")
        print(f"{operation.name} has succeeded")
        return self.unpack(after.response)


def tour(berth):
    servers = "berth.v1.ServerService/"
    state = berth.pool.FindEnumTypeByName("berth.v1.Server.State").values_by_name
    print(f"the account has {berth.call(servers + 'ListServers').total_size} servers")

    creation = berth.call(servers + "CreateServer", server={"name": "tour-grpc-py", "plan_id": 1, "os_id": 5, "location": "us-west"})
    server_id = berth.unpack(creation.metadata).server_id
    try:
        server = berth.ended(creation)
        check(server.id == server_id and server.state == state["STATE_ACTIVE"].number, f"not active: {server}")
        ipaddress.IPv4Address(server.ip_address)
        ipaddress.IPv6Address(server.ipv6_address)
        listed = berth.call(servers + "ListServers", state=state["STATE_ACTIVE"].number, location="us-west", page_size=1000)
        check(server_id in [it.id for it in listed.servers], "not listed as active")

        server = berth.call(servers + "UpdateServer", server={"id": server_id, "name": "tour-grpc-py-2", "backups_enabled": True})
        check(server.name == "tour-grpc-py-2" and server.backups_enabled and server.hostname == "tour-grpc-py", f"{server}")

        server = berth.ended(berth.call(servers + "StopServer", id=server_id))
        check(server.state == state["STATE_STOPPED"].number, f"not stopped: {server}")
        again = berth.refused(Code.FAILED_PRECONDITION, servers + "RebootServer", id=server_id)
        check(again["ErrorInfo"].reason == "SERVER_NOT_RUNNING", f"{again}")
        starting = berth.call(servers + "StartServer", id=server_id)
        busy = berth.refused(Code.ABORTED, servers + "StopServer", id=server_id)
        check(busy["ErrorInfo"].reason == "OPERATION_IN_PROGRESS", f"{busy}")
        berth.refused(Code.DEADLINE_EXCEEDED, "google.longrunning.Operations/WaitOperation", name=starting.name, timeout=0.2)
        berth.ended(starting)
        berth.ended(berth.call(servers + "RebootServer", id=server_id))
    finally:
        deletion = berth.call(servers + "DeleteServer", id=server_id)
        berth.refused(Code.NOT_FOUND, servers + "GetServer", id=server_id)
        berth.ended(deletion)
        print(f"deleted server {server_id}")

    wrong = berth.refused(Code.INVALID_ARGUMENT, servers + "CreateServer", server={"name": "no spaces, please"})
    fields = sorted(it.field for it in wrong["BadRequest"].field_violations)
    check(fields == ["server.location", "server.name", "server.os_id", "server.plan_id"], f"the wrong fields are {fields}")
    nobody = berth.refused(Code.UNAUTHENTICATED, servers + "ListServers", token="wrong")
    check(nobody["ErrorInfo"].reason == "UNAUTHENTICATED", f"{nobody}")
    berth.refused(Code.UNIMPLEMENTED, "google.longrunning.Operations/ListOperations", name="operations")
    print("refused what is to be refused")


def main():
    check(TOKEN, "BERTH_TOKEN is not set")
    with grpc.insecure_channel(ADDRESS) as channel:
        tour(Berth(channel))


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, grpc.RpcError) as surprise:
        sys.exit(f"tour.py: {surprise}")
