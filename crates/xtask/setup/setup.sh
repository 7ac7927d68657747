#!/bin/sh
# Finds what this machine lacks of the named groups in `needs`, and installs it where there is apt and the
# right to use it; elsewhere it prints the line to run and fails. It is shell, and not part of xtask, because it
# must run before anything can be compiled: `.cargo/linker` calls it too.
#
#   setup.sh [--quiet] GROUP...     --quiet: no word when nothing is missing
#   HALLPASS_SETUP=print            installs nothing, only prints the line
set -euf
table=$(dirname "$0")/needs

quiet=no
[ "${1-}" = --quiet ] && quiet=yes && shift
groups=" $* "

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) language=zh ;; *) language=en ;; esac
say() { if [ $language = zh ]; then echo "$1" >&2; else echo "$2" >&2; fi; }

# Two linkers at once shall not install twice; the second finds everything there.
exec 9<"$0"
command -v flock >/dev/null && flock 9

manager=none
for each in apt-get dnf pacman brew; do
  command -v $each >/dev/null && manager=$each && break
done

names='' packages=''
while IFS='|' read -r group zh en seen apt dnf pacman brew; do
  case "$groups" in *" ${group%% *} "*) ;; *) continue ;; esac
  case $manager in apt-get) here=$apt ;; dnf) here=$dnf ;; pacman) here=$pacman ;; brew) here=$brew ;; *) here=$en ;; esac
  if [ "$here" = ' -' ]; then continue; fi
  if eval "$seen" </dev/null >/dev/null 2>&1; then continue; fi
  if [ $language = zh ]; then name=$zh comma=、; else name=$en comma=', '; fi
  name=${name# }
  names="${names:+$names$comma}${name% }"
  packages="$packages $here"
done <"$table"
packages=$(echo $packages)

if [ -z "$names" ]; then
  [ $quiet = yes ] || say '需要的都已装好。' 'Everything that is needed is here.'
  exit 0
fi
say "缺少：$names" "Missing: $names"

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
case $manager in
  apt-get) line="${sudo:+sudo }apt-get install -y --no-install-recommends $packages" ;;
  dnf) line="${sudo:+sudo }dnf install -y $packages" ;;
  pacman) line="${sudo:+sudo }pacman -S --needed $packages" ;;
  brew) line="brew install $packages" ;;
  *) say '这里没有 apt、dnf、pacman 或 brew：请用系统自己的软件包管理器安装以上各项。' \
       "No apt, dnf, pacman or brew here: please install these with the system's own package manager."
     exit 1 ;;
esac

# sudo may ask for a password, so it is only started where somebody can type one.
may_install() {
  [ $manager = apt-get ] && [ "${HALLPASS_SETUP-}" != print ] || return 1
  [ -z "$sudo" ] && return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || (: >/dev/tty) 2>/dev/null
}
if ! may_install; then
  say "请运行：$line" "Please run: $line"
  exit 1
fi

say "正在安装：$line" "Installing: $line"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@" >"$log" 2>&1 9<&-; }
install() { apt install -y --no-install-recommends $packages; }
# The package lists are fetched only where they are absent or too old to install from.
if install || { apt update && install; }; then
  say '已装好。' 'Installed.'
else
  cat "$log" >&2
  say "安装没有成功。请运行：$line" "That did not succeed. Please run: $line"
  exit 1
fi
