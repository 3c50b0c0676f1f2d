#!/bin/sh
# Makes one Cluster of the servers in NODES (host:port, separated by spaces), unless they are one already.
set -eu

first=${NODES%% *}
ask() { redis-cli -h "${1%:*}" -p "${1#*:}" "$2" "$3" 2>/dev/null || true; }
is_made() { ask "$first" cluster info | grep -q 'cluster_slots_assigned:16384'; }
is_ready() { ask "$first" cluster info | grep -q 'cluster_state:ok'; }

for node in $NODES; do
  tries=0
  until [ -n "$(ask "$node" cluster myid)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "$node does not answer" >&2; exit 1; }
    sleep 1
  done
done

# shellcheck disable=SC2086
is_made || redis-cli --cluster create $NODES --cluster-replicas "${REPLICAS:-1}" --cluster-yes

tries=0
until is_ready; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { echo 'the Cluster does not get ready' >&2; exit 1; }
  sleep 1
done
