#!/bin/sh
# A tour of the Servers API with curl: every call, and every answer checked. Deploys one server and deletes it.
set -eu
export LC_ALL=C

SERVERS=${BERTH_URL:-http://127.0.0.1:8080}
SERVERS=${SERVERS%/}/api/v1/servers
: "${BERTH_TOKEN:?is not set}"
PLAN=1 SYSTEM=5 LOCATION=us-west

fail() {
  echo "tour.sh: $*" >&2
  exit 1
}

# JSON on stdin, one line for each value: results.0.plan.id=1, name="web-server-01", ip_address=null
flatten() {
  grep -oE '"([^"\\]|\\.)*"|[][{},:]|[^][{},:"[:space:]]+' | awk '
    $0 == "{" || $0 == "[" { kind[++depth] = $0; key[depth] = 0; at_key = 1; next }
    $0 == "}" || $0 == "]" { depth--; next }
    $0 == "," { key[depth]++; at_key = 1; next }
    $0 == ":" { next }
    kind[depth] == "{" && at_key { key[depth] = substr($0, 2, length($0) - 2); at_key = 0; next }
    { path = key[1]; for (i = 2; i <= depth; i++) path = path "." key[i]; print path "=" $0 }'
}

# call STATUS METHOD URL [BODY]: leaves the flattened answer in $answer. The token goes in on stdin, out of sight of ps.
call() {
  answer=$(printf 'Authorization: Bearer %s\n' "${token:-$BERTH_TOKEN}" | curl -sS --max-time 30 -X "$2" \
    -H @- -H 'Content-Type: application/json' ${4+--data-raw "$4"} -w '\n%{http_code}' "$SERVERS$3") || fail "no answer"
  status=${answer##*
}
  answer=${answer%
*}
  [ "$status" = "$1" ] || fail "$2 $SERVERS$3 answered $status, expected $1: $answer"
  [ "$status" != 204 ] || [ -z "$answer" ] || fail "$2 $SERVERS$3 answered 204 with a body: $answer"
  answer=$(printf '%s\n' "$answer" | flatten)
}

# value KEY: as it is in the answer, without the quotes of a string.
value() {
  printf '%s\n' "$answer" | sed -n "s/^$1=//p" | sed 's/^"\(.*\)"$/\1/'
}

# matches KEY REGEX: in how many lines.
matches() {
  printf '%s\n' "$answer" | grep -Ecx "$1=$2" || true
}

# has KEY REGEX [TIMES]
has() {
  [ "$(matches "$1" "$2")" = "${3:-1}" ] || fail "$1 is not always $2 in: $answer"
}

string='".*"' integer='[0-9]+' float='[0-9]+\.[0-9]+(E-?[0-9]+)?' boolean='(true|false)'
time='"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"'
ipv4='"[0-9.]+"' ipv6='"[0-9a-f:]+"'

# summary [PREFIX TIMES]: the fields of every answer about a server, with their types. Others may come at any time.
summary() {
  for field in id plan.id plan.vcpus plan.memory plan.storage os.id; do has "${1-}$field" "$integer" "${2:-1}"; done
  for field in name hostname status location plan.name os.name; do has "${1-}$field" "$string" "${2:-1}"; done
  for field in created_at updated_at; do has "${1-}$field" "$time" "${2:-1}"; done
  has "${1-}ip_address" "(null|$ipv4)" "${2:-1}"
}

# list QUERY: sets $count.
list() {
  call 200 GET "$1"
  has count "$integer"
  count=$(value count)
  summary 'results\.[0-9]+\.' "$count"
}

# listed QUERY: whether the server is among these.
listed() {
  list "$1"
  [ "$(matches 'results\.[0-9]+\.id' "$id")" = 1 ]
}

# details METHOD [BODY]
details() {
  call 200 "$1" "/$id/" ${2+"$2"}
  summary
  has id "$id"
  has ipv6_address "(null|$ipv6)"
  has backups_enabled "$boolean"
  has resource_usage.cpu_percent "$float"
  for field in plan.bandwidth resource_usage.memory_used resource_usage.disk_used resource_usage.bandwidth_used; do
    has "$field" "$integer"
  done
}

# record: all that only a change moves.
record() {
  printf '%s\n' "$answer" | grep -v '^resource_usage\.' | sort
}

# await MEANWHILE UNTIL
await() {
  tries=120
  while details GET && [ "$(value status)" != "$2" ]; do
    has status "\"$1\""
    if [ "$1" = provisioning ]; then
      has ip_address null
      has ipv6_address null
    fi
    [ $((tries -= 1)) -gt 0 ] || fail "server $id is still $1 after 60 s"
    sleep 0.5
  done
  echo "server $id is $2"
}

# act VERB STATUS
act() {
  call 200 POST "/$id/$1/" # no body at all
  has status '"success"'
  has message "\"Server is $2\""
  has server.id "$id"
  has server.name '"tour-sh-2"'
  has server.status "\"$2\""
  echo "$1: $(value message)"
}

list /
all=$count
list "/?status=active&location=$LOCATION"
has 'results\.[0-9]+\.status' '"active"' "$count"
has 'results\.[0-9]+\.location' "\"$LOCATION\"" "$count"
echo "the account has $all servers, $count of them active in $LOCATION"
list '' # the slash at the end may be left out

call 201 POST / '{"name": "tour-sh", "hostname": "tour-sh.example.com", "backups_enabled": true,
  "plan_id": '$PLAN', "os_id": '$SYSTEM', "location": "'$LOCATION'"}'
id=$(value id)
trap '[ -z "$id" ] || (call 204 DELETE "/$id/")' EXIT # leaves nothing behind when it fails
trap 'exit 1' HUP INT TERM
summary
has name '"tour-sh"'
has hostname '"tour-sh\.example\.com"'
has status '"provisioning"'
has ip_address null
has location "\"$LOCATION\""
has plan.id "$PLAN"
has os.id "$SYSTEM"
has backups_enabled true
has message '"Server is being provisioned\. This may take 2-5 minutes\."'
echo "created server $id: $(value message)"

await provisioning active
has ip_address "$ipv4"
has ipv6_address "$ipv6"
has name '"tour-sh"'
has hostname '"tour-sh\.example\.com"'
has backups_enabled true
addresses="$(value ip_address) and $(value ipv6_address)"
echo "its addresses are $addresses"
listed "/?status=active&location=$LOCATION" || fail "server $id is not listed as active"
! listed '/?status=stopped' || fail "server $id is listed as stopped"

details PUT '{"name": "tour-sh-2", "hostname": "tour-sh-2.example.com", "backups_enabled": false}'
has name '"tour-sh-2"'
has hostname '"tour-sh-2\.example\.com"'
has backups_enabled false
details PATCH '{"backups_enabled": true}'
has name '"tour-sh-2"'
has hostname '"tour-sh-2\.example\.com"'
has backups_enabled true
before=$(record)
details PATCH '{}'
[ "$(record)" = "$before" ] || fail "an empty PATCH changed server $id"
echo "renamed it to $(value name), switched its backups off and on"

act stop stopping
await stopping stopped
[ "$(value ip_address) and $(value ipv6_address)" = "$addresses" ] || fail "stopped, server $id has lost its addresses"
has resource_usage.cpu_percent '0\.0'
has resource_usage.memory_used 0
listed '/?status=stopped' || fail "server $id is not listed as stopped"
act start starting
await starting active
call 400 POST "/$id/start/"
has code '"server_already_running"'
echo "start, once more: refused, $(value code)"
act reboot rebooting
await rebooting active

call 204 DELETE "/$id/"
call 404 GET "/$id/"
! listed / || fail "server $id is listed although deleted"
echo "deleted server $id"
id=

call 400 POST / '{"name": "no spaces, please", "plan_id": "1", "os_id": '$SYSTEM'}'
for field in name plan_id location; do has 'errors\.[0-9]+\.field' "\"$field\""; done
has 'errors\.[0-9]+\.message' "$string" 3
for i in 0 1 2; do
  echo "invalid parameters: refused, $(value "errors\.$i\.field"): $(value "errors\.$i\.message")"
done

token=wrong call 401 GET /
echo "wrong token: refused"
