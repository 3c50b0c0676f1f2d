#!/usr/bin/env bash
# Builds the image from the Dockerfile and tries it, without a container engine: buildah builds it on a base made here.
# Needs root on Debian. Usage: scripts/image-test.sh [folder with the Dockerfile]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
context=$(cd "${1:-$here/..}" && pwd)
base=docker.io/library/node:24-bookworm-slim
tag=localhost/ff-relay-proxy:test-$$

export IMAGE_CACHE=${IMAGE_CACHE:-${TMPDIR:-/tmp}/ff-relay-proxy-image}
# vfs and chroot need nothing of the kernel that a container in CI may lack.
export BUILDAH_ISOLATION=chroot
mkdir -p "$IMAGE_CACHE/npm"
buildah_() { buildah --storage-driver vfs --root "$IMAGE_CACHE/storage" --runroot "$IMAGE_CACHE/run" "$@"; }

PATH=$PATH:/usr/sbin:/sbin
"$here/install-missing.sh" buildah=buildah debootstrap=debootstrap

echo "base image"
"$here/image/base.sh" "$base"

# --format docker: the other format has no health check. The volume only saves downloads between runs.
echo "image"
buildah_ bud --quiet --format docker --pull-never --volume "$IMAGE_CACHE/npm:/root/.npm" --tag "$tag" "$context" \
  >"$IMAGE_CACHE/build.log" 2>&1 || { tail -n 40 "$IMAGE_CACHE/build.log"; echo "image: 0 passed, 1 failed"; exit 1; }

container=$(buildah_ from --pull-never "$tag")
trap 'buildah_ rm "$container" >/dev/null; buildah_ rmi "$tag" >/dev/null; rm -f "$IMAGE_CACHE/image-$$.json"' EXIT
buildah_ inspect --type image "$tag" >"$IMAGE_CACHE/image-$$.json"

node "$here/image/check.mjs" "$(buildah_ mount "$container")" "$IMAGE_CACHE/image-$$.json"
