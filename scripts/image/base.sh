#!/usr/bin/env bash
# Makes a stand-in for the image that the Dockerfile starts from, without a registry of images: a minimal Debian, Node and npm.
# Usage: base.sh <name of the image>. Needs root, buildah, debootstrap. IMAGE_CACHE and BUILDAH_ISOLATION come from the caller.
set -euo pipefail

name=$1
cache=$IMAGE_CACHE
mirror=${DEBIAN_MIRROR:-}
ca_bundle=/etc/ssl/certs/ca-certificates.crt

buildah_() { buildah --storage-driver vfs --root "$cache/storage" --runroot "$cache/run" "$@"; }

if buildah_ inspect --type image "$name" >/dev/null 2>&1; then
  exit 0
fi

# Node 24 whatever the host runs; where it cannot be had, the host's own.
node_root=$cache/node
if ! npm install --silent --no-audit --no-fund --prefix "$node_root" node@24 npm@11; then
  mkdir -p "$node_root/node_modules/node/bin"
  cp "$(node -p process.execPath)" "$node_root/node_modules/node/bin/node"
  cp -r "$(npm root -g)/npm" "$node_root/node_modules/npm"
fi

container=$(buildah_ from scratch)
trap 'buildah_ rm "$container" >/dev/null' EXIT
root=$(buildah_ mount "$container")
debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >"$cache/debootstrap.log"
rm -rf "$root"/var/cache/apt/archives/*.deb

mkdir -p "$root/usr/local/lib/node_modules" "$root$(dirname "$ca_bundle")"
cp -L "$node_root/node_modules/node/bin/node" "$root/usr/local/bin/node"
cp -r "$node_root/node_modules/npm" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"

# Where the network has a certificate authority of its own, npm inside must trust it as npm outside does.
if [ -f "$ca_bundle" ]; then
  cp -L "$ca_bundle" "$root$ca_bundle"
  buildah_ config --env "NODE_EXTRA_CA_CERTS=$ca_bundle" "$container"
fi
buildah_ config --env "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$container"
buildah_ config --env "npm_config_registry=$(npm config get registry)" "$container"
buildah_ commit --quiet --format docker "$container" "$name" >/dev/null
