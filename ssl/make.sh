#!/usr/bin/env bash
# Makes the local certificates: ssl/make.sh DIR PASSWORD_FILE AGENTS
#
# DIR gets a CA (ca.pem, ca.key), the server's certificate for localhost (server.crt, .key, .p12),
# a trust store that Java accepts (trust.p12) and one client certificate for each agent (agent-N.p12)
# and for the router (router.p12). PASSWORD_FILE holds the password of all key stores.
# Run again, it only makes what is missing or has less than 30 days to live.
set -euo pipefail
umask 077

[ $# -eq 3 ] || { echo "usage: $0 DIR PASSWORD_FILE AGENTS" >&2; exit 2; }
dir=$1 password_file=$2 agents=$3
days=800
renew_seconds=$((30 * 24 * 3600))
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool

mkdir -p "$dir"
cd "$dir"

fresh() {
  [ -s "$1" ] && openssl x509 -in "$1" -noout -checkend "$renew_seconds" >/dev/null 2>&1
}

signed_by_our_ca() {
  openssl verify -CAfile ca.pem "$1" >/dev/null 2>&1
}

make_ca() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days "$days" \
    -subj '/O=ekiden/CN=Ekiden local CA' -keyout ca.key -out ca.pem \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
  rm -f trust.p12
}

# make_cert NAME SUBJECT EXTENSIONS: NAME.crt, NAME.key, NAME.p12
make_cert() {
  local name=$1 subject=$2 extensions=$3
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
    -subj "$subject" -keyout "$name.key" -out "$name.csr" 2>/dev/null
  openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -days "$days" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile <(printf '%b' "$extensions") -out "$name.crt" 2>/dev/null
  openssl pkcs12 -export -inkey "$name.key" -in "$name.crt" -certfile ca.pem -name "$name" \
    -out "$name.p12" -passout "file:$password_file"
  rm -f "$name.csr"
}

ensure_cert() {
  if ! fresh "$1.crt" || [ ! -s "$1.p12" ] || ! signed_by_our_ca "$1.crt"; then
    make_cert "$@"
    echo "made the certificate of $1"
  fi
}

if ! fresh ca.pem || [ ! -s ca.key ]; then
  make_ca
  echo 'made the local certificate authority'
fi
if [ ! -s trust.p12 ]; then
  "$keytool" -importcert -noprompt -alias ca -file ca.pem -keystore trust.p12 -storetype PKCS12 \
    -storepass:file "$password_file" 2>/dev/null
fi

leaf='basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
client="${leaf}extendedKeyUsage=clientAuth\n"
ensure_cert server '/O=ekiden/CN=localhost' \
  "${leaf}extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1\n"
ensure_cert router '/O=ekiden/OU=routers/CN=router' "$client"
for n in $(seq 1 "$agents"); do
  ensure_cert "agent-$n" "/O=ekiden/OU=agents/CN=agent-$n" "$client"
done
chmod 644 ca.pem
