/** Name of the script inside packages. */
export const SCRIPT_NAME = 'verify.sh';

/**
 * A shell script that checks a package of any form with unzip, openssl, sha256sum, sed and awk alone. It stands in every
 * package, and trusts nothing in it: the roots come from whoever runs it. Fixed text.
 */
export function verificationScript(): string {
  return SCRIPT;
}

const SCRIPT = String.raw`#!/bin/sh
# 归档信息包验证脚本：只用 unzip、openssl、sha256sum、sed、awk。
# 用法 usage:  sh verify.sh 包文件 签名根证书.pem [验证时间，自1970年起的秒数] [时间戳根证书.pem]
# 不给验证时间时不检查证书有效期 (without a time the dates of certificates are not checked).
# 不检查：证书撤销、文件内部的电子签名。Not checked: revocation, and signatures inside the files.
set -eu
LC_ALL=C.UTF-8; export LC_ALL
package=$1; roots=$2
at=; tsa_roots=
[ $# -lt 3 ] || at=$3
[ $# -lt 4 ] || tsa_roots=$4
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
files=$work/files; mkdir "$files" "$work/data"
if [ -n "$at" ]; then time="-attime $at"; else time=-no_check_time; fi

fail() { printf '失败 FAILED: %s\n' "$1" >&2; exit 1; }
digest() { openssl dgst "-$1" -r < "$2" | cut -d' ' -f1; }
signature() { # signature content
  openssl cms -verify -binary -inform DER -in "$1" -content "$2" -CAfile "$roots" -purpose any $time \
    -out /dev/null 2>"$work/error" || { cat "$work/error" >&2; fail "签名 signature $1"; }
  printf '签名有效 signature: %s\n' "$3"
}
unescape() { sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&amp;/\&/g'; }
safe() { # no name leaves the folder
  if grep -qE '(^|/)\.\.(/|$)|^/|\\' "$1"; then fail '文件名 unsafe names'; fi
  [ -z "$(sort "$1" | uniq -d)" ] || fail '重复文件 a name twice'
}

# 校验信息：每个文件的大小、SHA-256、SM3；不多一个，不少一个。
check_manifest() { # manifest, pattern of names that are not listed
  grep '<file ' "$1" > "$work/lines" || fail '校验信息 no list'
  sed 's/.* path="\([^"]*\)".*/\1/' "$work/lines" | unescape > "$work/listed"
  safe "$work/listed"
  sed 's/.* sha256="\([0-9a-f]*\)".*/\1/' "$work/lines" | paste -d' ' - "$work/listed" | sed 's/ /  /' > "$work/sums"
  (cd "$files" && sha256sum --quiet --strict -c "$work/sums") || fail 'SHA-256'
  if openssl dgst -sm3 /dev/null >/dev/null 2>&1; then
    sed 's/.* sm3="\([0-9a-f]*\)".*/\1/' "$work/lines" | paste -d' ' - "$work/listed" | while IFS=' ' read -r sum name; do
      [ "$(digest sm3 "$files/$name")" = "$sum" ] || fail "SM3 $name"
    done
  fi
  (cd "$files" && find . -type f | sed 's/^\.\///' | grep -vE "$2" | sort) > "$work/present"
  sort "$work/listed" | cmp -s - "$work/present" || fail '文件与清单不符 files are not those listed'
  printf '文件完整 files: %s\n' "$(wc -l < "$work/listed" | tr -d ' ')"
}

unpack() {
  unzip -Z1 "$package" > "$work/names" || fail '不是ZIP no ZIP'
  safe "$work/names"
  unzip -q -o "$package" -d "$files" || fail '解包 unzip'
}

item_package() {
  unpack
  check_manifest "$files/META-INF/manifest.xml" '^META-INF/'
  signature "$files/META-INF/signature001.p7s" "$files/META-INF/manifest.xml" META-INF/manifest.xml
}

# ASiC清单中某文件的摘要值与实际比较。
asic_reference() { # manifest, URI in it, file
  sed -n "\\|URI=\"$2\"|,\\|</asic:DataObjectReference>|p" "$1" > "$work/reference"
  case $(cat "$work/reference") in
    *1.2.156.10197.1.401*) name=sm3 ;;
    *xmlenc#sha256*) name=sha256 ;;
    *) fail "清单 reference $2" ;;
  esac
  stated=$(sed -n 's/.*<ds:DigestValue>\(.*\)<\/ds:DigestValue>.*/\1/p' "$work/reference")
  [ "$(openssl dgst "-$name" -binary < "$3" | openssl base64 -A)" = "$stated" ] || fail "$2"
}

asic() {
  unpack
  check_manifest "$files/校验信息.xml" '^META-INF/|^mimetype$|^校验信息\.xml$'
  asic_reference "$files/META-INF/ASiCManifest001.xml" %E6%A0%A1%E9%AA%8C%E4%BF%A1%E6%81%AF.xml "$files/校验信息.xml"
  signature "$files/META-INF/signature001.p7s" "$files/META-INF/ASiCManifest001.xml" META-INF/ASiCManifest001.xml
  archive=$files/META-INF/ASiCArchiveManifest001.xml
  [ -f "$archive" ] || return 0
  asic_reference "$archive" META-INF/ASiCManifest001.xml "$files/META-INF/ASiCManifest001.xml"
  asic_reference "$archive" META-INF/signature001.p7s "$files/META-INF/signature001.p7s"
  asic_reference "$archive" %E6%A0%A1%E9%AA%8C%E4%BF%A1%E6%81%AF.xml "$files/校验信息.xml"
  [ -n "$tsa_roots" ] || { printf '时间戳未验证 timestamp not checked\n'; return 0; }
  if [ -z "$at" ]; then set --; else set -- -attime "$at"; fi
  cat "$tsa_roots" > "$work/tsa.pem"
  for certificate in "$files"/验证数据/*.cer; do openssl x509 -inform DER -in "$certificate" >> "$work/untrusted.pem"; done
  openssl ts -verify -in "$files/META-INF/timestamp001.tst" -token_in -data "$archive" -CAfile "$work/tsa.pem" \
    -untrusted "$work/untrusted.pem" "$@" >/dev/null 2>"$work/error" || { cat "$work/error" >&2; fail '时间戳 timestamp'; }
  printf '时间戳有效 timestamp: META-INF/ASiCArchiveManifest001.xml\n'
}

# 各标签在本库写的封装包中各占一行；被签名对象取自首个起始标签至末个结束标签，逐字节。
eep() {
  LC_ALL=C; export LC_ALL
  first=$(grep -an '<被签名对象 ' "$package" | head -n1 | cut -d: -f1)
  last=$(grep -an '</被签名对象>' "$package" | tail -n1 | cut -d: -f1)
  awk -v a="$first" -v b="$last" 'NR>=a && NR<=b { if (NR>a) printf "\n"; printf "%s", $0 }' "$package" > "$work/object"
  awk -v b="$last" -v out="$work" 'NR>b {
    if ($0 ~ /<电子签名>/) { keep=1; text="" }
    if (keep) text = text (text=="" ? "" : "\n") $0
    if ($0 ~ /<\/电子签名>/) { keep=0; printf "%s", text > (out "/signature"); close(out "/signature") }
    if ($0 ~ /<锁定签名>/) lock=1
    if ($0 ~ /<\/签名结果>/) value=0
    if (value) print > (out (lock ? "/lock.b64" : "/value.b64"))
    if ($0 ~ /<签名结果>/) value=1
  }' "$package"
  openssl base64 -d -in "$work/value.b64" -out "$work/value.p7s"
  openssl base64 -d -in "$work/lock.b64" -out "$work/lock.p7s"
  signature "$work/value.p7s" "$work/object" '被签名对象'
  signature "$work/lock.p7s" "$work/signature" '电子签名（锁定）'
  inner=$(grep -an '</原封装包>' "$package" | tail -n1 | cut -d: -f1)
  awk -v last="$last" -v inner="$inner" -v out="$work" '
    /<计算机文件名>/ { name=$0; sub(/.*<计算机文件名>/, "", name); sub(/<\/计算机文件名>.*/, "", name) }
    /<编码数据 / {
      id=$0; sub(/.* 编码数据ID="/, "", id); sub(/".*/, "", id)
      if ($0 ~ /引用编码数据ID="/) { id=$0; sub(/.*引用编码数据ID="/, "", id); sub(/".*/, "", id) }
      else { n++; place[id]=n; data=1; if ($0 !~ /\/>/) { first=NR } }
      if (NR>inner+0 && NR<last) { count++; names[count]=name; ids[count]=id }
      next
    }
    /<\/编码数据>/ { data=0; close(out "/data/" n) }
    data { print > (out "/data/" n) }
    END { for (i=1; i<=count; i++) print place[ids[i]] "\t" names[i] > (out "/documents") }
  ' "$package"
  cut -f2 "$work/documents" | unescape > "$work/names"
  safe "$work/names"
  cut -f1 "$work/documents" | paste - "$work/names" | while IFS="$(printf '\t')" read -r number name; do
    mkdir -p "$files/$(dirname "$name")"
    openssl base64 -d -in "$work/data/$number" -out "$files/$name"
  done
  check_manifest "$files/校验信息.xml" '^校验信息\.xml$'
}

if [ "$(head -c 2 "$package")" != PK ]; then eep
elif [ "$(unzip -p "$package" mimetype 2>/dev/null)" = 'application/vnd.etsi.asic-e+zip' ]; then asic
else item_package; fi
printf '通过 PASSED\n'
`;
