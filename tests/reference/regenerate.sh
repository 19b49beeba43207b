#!/bin/sh
# Write every R reference again: run each tests/reference/*.R and brm/verbs/*.R, R 4.2 with its packages installed
# (apt-get install r-base-core r-recommended r-cran-{car,statmod,jsonlite,...}).
#   sh tests/reference/regenerate.sh            all
#   sh tests/reference/regenerate.sh glm.R ...  some
set -eu
cd "$(dirname "$0")"
here=$(pwd)
[ $# -gt 0 ] || set -- *.R brm/verbs/*.R
for script in "$@"; do
    echo "$script"
    # a script says in its head where it runs: in this folder, or at the repository's root
    if head -n 5 "$script" | grep -q "from this folder"; then cd "$here"; else cd "$here/../.."; fi
    LANG=C.UTF-8 Rscript --vanilla "$here/$script"
    cd "$here"
done
