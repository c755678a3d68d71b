#!/usr/bin/env python3
"""A tour of the Servers API with requests: every call, and every answer checked. Deploys one server and deletes it."""
import contextlib
import ipaddress
import os
import re
import sys
import time

import requests

SERVERS = os.environ.get("BERTH_URL", "http://127.0.0.1:8080").rstrip("/") + "/api/v1/servers/"
TOKEN = os.environ.get("BERTH_TOKEN") or sys.exit("tour.py: BERTH_TOKEN is not set")
PLAN, SYSTEM, LOCATION = 1, 5, "us-west"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# The documented fields and their JSON types. Fields beyond these may come at any time.
STR_OR_NULL = (str, type(None))
PLAN_SUMMARY = {"id": int, "name": str, "vcpus": int, "memory": int, "storage": int}
SUMMARY = {
    "id": int, "name": str, "hostname": str, "status": str, "ip_address": STR_OR_NULL, "location": str,
    "plan": PLAN_SUMMARY, "os": {"id": int, "name": str}, "created_at": TIME, "updated_at": TIME,
}
CREATED = {**SUMMARY, "backups_enabled": bool, "message": str}
DETAILS = {
    **SUMMARY, "ipv6_address": STR_OR_NULL, "plan": {**PLAN_SUMMARY, "bandwidth": int}, "backups_enabled": bool,
    "resource_usage": {"cpu_percent": float, "memory_used": int, "disk_used": int, "bandwidth_used": int},
}
ACTION = {"status": str, "message": str, "server": {"id": int, "name": str, "status": str}}

session = requests.Session()
session.headers.update({"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})


def check(condition, surprise):
    if not condition:
        sys.exit(f"tour.py: {surprise}")


def check_shape(value, shape, where):
    if isinstance(shape, dict):
        check(type(value) is dict, f"{where} is no object: {value!r}")
        for field, inner in shape.items():
            check(field in value, f"{where} lacks {field}")
            check_shape(value[field], inner, f"{where}.{field}")
    elif isinstance(shape, re.Pattern):
        check(type(value) is str and shape.fullmatch(value), f"{where} is no UTC time: {value!r}")
    else:
        types = shape if isinstance(shape, tuple) else (shape,)
        check(type(value) in types, f"{where} has the wrong type: {value!r}")


def check_fields(answer, **expected):
    for field, value in expected.items():
        check(field in answer, f"{field} is missing in {answer}")
        check(answer[field] == value, f"{field} is {answer[field]!r}, expected {value!r}")


def call(method, path="", expect=200, url=SERVERS, **kwargs):
    try:
        response = session.request(method, url + path, timeout=30, allow_redirects=False, **kwargs)
    except requests.RequestException as e:
        sys.exit(f"tour.py: {method} {url}{path}: {e}")
    answered = f"{method} {response.url} answered {response.status_code}"
    check(response.status_code == expect, f"{answered}, expected {expect}: {response.text}")
    if expect == 204:
        check(not response.content, f"{answered} with a body: {response.text}")
        return None
    media_type = response.headers.get("Content-Type", "")
    check(re.match(r"application/(problem\+)?json\b", media_type), f"{answered} with the media type {media_type!r}")
    return response.json()


def list_servers(url=SERVERS, **filters):
    answer = call("GET", url=url, params=filters)
    check_shape(answer, {"count": int, "results": list}, "list")
    check_fields(answer, count=len(answer["results"]))
    for server in answer["results"]:
        check_shape(server, SUMMARY, "list item")
        check_fields(server, **filters)
    return {server["id"]: server for server in answer["results"]}


def details(method, path, **kwargs):
    server = call(method, path, **kwargs)
    check_shape(server, DETAILS, "server")
    return server


def wait(path, meanwhile, until):
    deadline = time.monotonic() + 60
    while (server := details("GET", path))["status"] != until:
        check(server["status"] == meanwhile, f"status went from {meanwhile} to {server['status']}")
        check(time.monotonic() < deadline, f"still {meanwhile} after 60 s")
        if meanwhile == "provisioning":
            check_fields(server, ip_address=None, ipv6_address=None)
        time.sleep(0.5)
    print(f"server {server['id']} is {until}")
    return server


def act(path, verb, server, status):
    answer = call("POST", f"{path}{verb}/")  # no body at all
    check_shape(answer, ACTION, verb)
    check_fields(answer, status="success", message=f"Server is {status}")
    check_fields(answer["server"], id=server["id"], name=server["name"], status=status)
    print(f"{verb}: {answer['message']}")


def tour():
    print(f"the account has {len(list_servers())} servers, {len(list_servers(status='active', location=LOCATION))} "
          f"of them active in {LOCATION}")
    list_servers(url=SERVERS.rstrip("/"))  # the slash at the end may be left out

    wanted = {"name": "tour-py", "hostname": "tour-py.example.com", "backups_enabled": True}
    created = call("POST", expect=201, json={**wanted, "plan_id": PLAN, "os_id": SYSTEM, "location": LOCATION})
    path = f"{created['id']}/"
    try:
        check_shape(created, CREATED, "created server")
        check_fields(created, **wanted, status="provisioning", ip_address=None, location=LOCATION,
                     message="Server is being provisioned. This may take 2-5 minutes.")
        check_fields(created["plan"], id=PLAN)
        check_fields(created["os"], id=SYSTEM)
        print(f"created server {created['id']}: {created['message']}")

        server = wait(path, "provisioning", "active")
        check_fields(server, **wanted, id=created["id"], location=LOCATION, created_at=created["created_at"])
        for field, family in ("ip_address", ipaddress.IPv4Address), ("ipv6_address", ipaddress.IPv6Address):
            check(server[field] is not None, f"{field} is null although the server is active")
            check_fields(server, **{field: str(family(server[field]))})
        print(f"its addresses are {server['ip_address']} and {server['ipv6_address']}")
        check(server["id"] in list_servers(status="active", location=LOCATION), "not listed as active")
        check(server["id"] not in list_servers(status="stopped"), "listed as stopped")

        wanted = {"name": "tour-py-2", "hostname": "tour-py-2.example.com", "backups_enabled": False}
        check_fields(details("PUT", path, json=wanted), **wanted)
        server = details("PATCH", path, json={"backups_enabled": True})
        check_fields(server, **{**wanted, "backups_enabled": True})
        untouched = details("PATCH", path, json={})
        check_fields(untouched, **{k: v for k, v in server.items() if k != "resource_usage"})
        print(f"renamed it to {server['name']}, switched its backups off and on")

        act(path, "stop", server, "stopping")
        stopped = wait(path, "stopping", "stopped")
        check_fields(stopped, ip_address=server["ip_address"], ipv6_address=server["ipv6_address"])
        check_fields(stopped["resource_usage"], cpu_percent=0, memory_used=0)
        check(server["id"] in list_servers(status="stopped"), "not listed as stopped")
        act(path, "start", server, "starting")
        wait(path, "starting", "active")
        refusal = call("POST", f"{path}start/", expect=400)
        check_fields(refusal, code="server_already_running")
        print(f"start, once more: refused, {refusal['code']}")
        act(path, "reboot", server, "rebooting")
        wait(path, "rebooting", "active")
        call("DELETE", path, expect=204)
    except BaseException:
        with contextlib.suppress(requests.RequestException):
            session.delete(SERVERS + path, timeout=30)  # leaves nothing behind
        raise
    call("GET", path, expect=404)
    check(created["id"] not in list_servers(), "listed although deleted")
    print(f"deleted server {created['id']}")

    refusal = call("POST", expect=400, json={"name": "no spaces, please", "plan_id": "1", "os_id": SYSTEM})
    check_shape(refusal, {"errors": list}, "refusal")
    errors = {error["field"]: error["message"] for error in refusal["errors"]}
    check(errors.keys() == {"name", "plan_id", "location"}, f"unexpected errors: {errors}")
    print("invalid parameters: refused,", "; ".join(f"{field}: {message}" for field, message in errors.items()))

    call("GET", expect=401, headers={"Authorization": "Bearer wrong"})
    print("wrong token: refused")


tour()
