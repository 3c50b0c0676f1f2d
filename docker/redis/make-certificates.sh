#!/bin/sh
# make-certificates.sh <folder> <host name>: an authority of its own and a certificate for one server, for trying TLS out.
# What is there already stays.
set -eu
umask 077

folder=$1
name=$2
cd "$folder"
[ ! -f redis.pem ] || exit 0

openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=relay authority' -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout redis.key -out redis.csr
printf 'subjectAltName=DNS:%s,DNS:localhost\n' "$name" >redis.ext
openssl x509 -req -in redis.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile redis.ext -out redis.new
rm redis.csr redis.ext
# Everybody may read certificates; the key belongs to the user that the server runs as in its image.
chmod 644 ca.pem redis.new
chmod 755 .
if [ "$(id -u)" -eq 0 ]; then chown 999 redis.key; fi
mv redis.new redis.pem
