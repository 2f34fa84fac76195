#!/bin/sh
# L’autorité du site et le certificat de « {{hote}} », sans réseau, avec openssl.
#   autorite.sh DOSSIER
# La première fois, fait l’autorité (10 ans). Chaque fois, refait le certificat (2 ans).
# autorite.pem va sur les postes. autorite.key ne reste pas sur le serveur : gardez-la à part.
set -eu
folder=${1:?"Donnez un dossier : autorite.sh DOSSIER"}
host={{hote}}
umask 077
mkdir -p "$folder"
cd "$folder"

if [ ! -f autorite.pem ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out autorite.key
    # Elle ne peut certifier que ce nom : volée, elle n’ouvre aucun autre site.
    openssl req -x509 -new -key autorite.key -sha256 -days 3650 -out autorite.pem \
        -subj "/CN=Autorité de $host" -utf8 \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -addext "nameConstraints=critical,permitted;DNS:$host"
fi

openssl ecparam -name prime256v1 -genkey -noout -out site.key
openssl req -new -key site.key -sha256 -subj "/CN=$host" -out site.csr
cat >site.ext <<EXTENSIONS
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:$host
authorityKeyIdentifier=keyid
EXTENSIONS
openssl x509 -req -in site.csr -CA autorite.pem -CAkey autorite.key -sha256 -days 730 \
    -set_serial "0x00$(openssl rand -hex 15)" -extfile site.ext -out site.pem
rm site.csr site.ext
openssl verify -CAfile autorite.pem site.pem
chmod 644 autorite.pem site.pem
