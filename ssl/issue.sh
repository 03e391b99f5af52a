#!/usr/bin/env bash
# Issues a server certificate from the local CA: ssl/issue.sh CA_DIR OUT.pem NAME [NAME…]
#
# OUT.pem holds certificate, CA and key, as HAProxy wants them; it appears at once and whole, mode 0600.
set -euo pipefail
umask 077

[ $# -ge 3 ] || { echo "usage: $0 CA_DIR OUT.pem NAME [NAME…]" >&2; exit 2; }
ca_dir=$1 out=$2
shift 2

names=''
for name in "$@"; do
  [[ $name =~ ^(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$ ]] || { echo "not a DNS name: $name" >&2; exit 2; }
  names+="${names:+,}DNS:$name"
done

tmp=$(mktemp -d "$(dirname "$out")/.issue.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

# The subject stays short: a common name holds 64 characters at most, and clients read the alternative names.
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/O=ekiden/CN=apps' \
  -keyout "$tmp/key" -out "$tmp/csr" 2>/dev/null
openssl x509 -req -in "$tmp/csr" -CA "$ca_dir/ca.pem" -CAkey "$ca_dir/ca.key" -days 800 \
  -set_serial "0x$(openssl rand -hex 16)" -out "$tmp/crt" 2>/dev/null -extfile <(
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
    printf 'extendedKeyUsage=serverAuth\nsubjectAltName=%s\n' "$names"
  )
cat "$tmp/crt" "$ca_dir/ca.pem" "$tmp/key" >"$tmp/pem"
mv -f "$tmp/pem" "$out"
