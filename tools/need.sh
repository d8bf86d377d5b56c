#!/usr/bin/env bash
# Sees to a system package: need.sh PACKAGE "COMMAND THAT WORKS WHEN IT IS THERE".
set -eu
package=$1 check=$2
if bash -c "$check" >/dev/null 2>&1; then exit 0; fi
install="apt-get update -qq && apt-get install -y -qq --no-install-recommends $package"
if command -v apt-get >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    echo "· installing $package"
    DEBIAN_FRONTEND=noninteractive bash -c "$install" >/dev/null
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    echo "· installing $package (sudo)"
    sudo DEBIAN_FRONTEND=noninteractive bash -c "$install" >/dev/null
  fi
  if bash -c "$check" >/dev/null 2>&1; then exit 0; fi
fi
echo "The system package $package is missing. Install it with this one command, then try again:" >&2
echo "  sudo apt-get install $package" >&2
exit 1
