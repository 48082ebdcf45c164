# A limit on the size of files is an error that names the file, not a signal that ends the program.
. tests/program/expect.bash

cat >"$scratch/journal.lua" <<'LUA'
local ng = require "nilgrad"
ng.minimize(function(x) return math.sin(x[1] * 1e6) end, { dim = 1, budget = 100000, journal = arg[1] })
LUA
cat >"$scratch/work.lua" <<'LUA'
require("nilgrad").model.load { path = "tests/data/transformers/opt/pre_ln", stream = arg[1] }
LUA
for kind in journal work; do
  status=0
  (ulimit -f 64; "$NILGRAD" "$scratch/$kind.lua" "$scratch/$kind.out") >"$scratch/out" 2>"$scratch/err" || status=$?
  ((status == 1)) || { echo "$kind: exit code $status" >&2; exit 1; }
  grep -q "$kind.out.*File too large" "$scratch/err" || { echo "$kind: $(cat "$scratch/err")" >&2; exit 1; }
done
[[ ! -e $scratch/work.out && ! -e $scratch/work.out.making ]] || { echo "a part of the working file is left" >&2; exit 1; }
