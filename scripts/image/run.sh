#!/usr/bin/env bash
# Runs a command in an image's file system as a container engine would: read-only, /tmp of its own and empty, own process
# ids (the command is number 1), an unprivileged user, the host's network. The command's exit code is this script's.
# Usage: run.sh <root of the file system> <uid> <working directory> <NAME=value …> -- <command …>
set -euo pipefail

if [ "${1:-}" != --inside ]; then
  exec unshare --mount --pid --fork --kill-child -- "$0" --inside "$@"
fi

shift
root=$1 uid=$2 directory=$3
shift 3
environment=()
while [ "$1" != -- ]; do
  environment+=("$1")
  shift
done
shift

mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=16m,mode=1777 tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
mount -o remount,bind,ro "$root"

exec chroot "$root" setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs --bounding-set=-all \
  env --ignore-environment --chdir="$directory" "${environment[@]}" "$@"
