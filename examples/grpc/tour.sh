#!/usr/bin/env bash
# A tour of Berth over gRPC with buf curl (by reflection) and jq. Deploys one server and deletes it.
set -euo pipefail

address=${BERTH_GRPC:-127.0.0.1:9090}
: "${BERTH_TOKEN:?is not set}"
buf=${BUF:-buf}

fail() {
  echo "tour.sh: $*" >&2
  exit 1
}

call() {
  "$buf" curl --protocol grpc --http2-prior-knowledge -H "authorization: Bearer ${3-$BERTH_TOKEN}" -d "$2" "http://$address/$1"
}

# Expects a refusal with this code, such as not_found.
refused() {
  local answer
  if answer=$(call "${@:2}" 2>&1); then fail "$2 was not refused: $answer"; fi
  [[ $(jq -r .code <<<"$answer") == "$1" ]] || fail "$2 was not refused with $1: $answer"
}

# Expects that a JSON document fulfils a condition of jq.
expect() {
  jq -e "$2" <<<"$1" >/dev/null || fail "expected $2: $1"
}

# Waits until an operation has ended with success.
ended() {
  local answer
  answer=$(call google.longrunning.Operations/WaitOperation "{\"name\": \"$(jq -r .name <<<"$1")\"}")
  expect "$answer" '.done and .response'
  echo "$(jq -r '"\(.name) (\(.metadata.kind)) has succeeded"' <<<"$answer")" >&2
  jq .response <<<"$answer"
}

servers=berth.v1.ServerService
echo "the account has $(call $servers/ListServers '{}' | jq '.totalSize // 0') servers"
creation=$(call $servers/CreateServer '{"server": {"name": "tour-grpc-sh", "plan_id": 1, "os_id": 5, "location": "us-west"}}')
id=$(jq -r .metadata.serverId <<<"$creation")
trap 'call $servers/DeleteServer "{\"id\": $id}" >/dev/null 2>&1 || true' EXIT
expect "$(ended "$creation")" '.state == "STATE_ACTIVE" and (.ipAddress | length > 0) and .planId == "1"'
expect "$(call $servers/ListServers '{"state": "STATE_ACTIVE", "pageSize": 1000}')" ".servers | any(.id == \"$id\")"
expect "$(call $servers/UpdateServer "{\"server\": {\"id\": $id, \"name\": \"tour-grpc-sh-2\"}, \"updateMask\": \"name\"}")" '.name == "tour-grpc-sh-2"'
expect "$(ended "$(call $servers/StopServer "{\"id\": $id}")")" '.state == "STATE_STOPPED"'
refused failed_precondition $servers/StopServer "{\"id\": $id}"
expect "$(ended "$(call $servers/StartServer "{\"id\": $id}")")" '.state == "STATE_ACTIVE"'
expect "$(ended "$(call $servers/RebootServer "{\"id\": $id}")")" '.state == "STATE_ACTIVE"'
deletion=$(call $servers/DeleteServer "{\"id\": $id}")
refused not_found $servers/GetServer "{\"id\": $id}"
ended "$deletion" >/dev/null
trap - EXIT
echo "deleted server $id"
refused invalid_argument $servers/CreateServer '{"server": {"name": "no spaces, please"}}'
refused unauthenticated $servers/ListServers '{}' wrong
refused unimplemented google.longrunning.Operations/ListOperations '{"name": "operations"}'
echo "refused what is to be refused"
