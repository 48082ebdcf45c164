# Reports of an attack on the real classifier: what a script saves, the same for any number of threads, and without gnuplot. Without
# the classifier's run time or data there is nothing to attack.
. tests/program/expect.bash

cat >"$scratch/attack.lua" <<'LUA'
local ng = require "nilgrad"
local model, data = ng.model.load "scripts/models/fashion_cnn.onnx", ng.data.fashion_mnist { split = "test" }
local report = ng.attack.run { model = model, data = data, method = ng.attack.square(), eps = { 0.05, 0.1 }, count = 6, budget = 300, seed = 1 }
local comparison = ng.attack.compare { model = model, data = data, methods = { ng.attack.square(), ng.attack.gradient() }, eps = 0.1,
  count = 6, budget = 300, seed = 1 }
local audit = ng.attack.audit(model, data, { count = 4, budget = 300, seed = 1 })
for _, ending in ipairs { "html", "csv", "jsonl", "txt" } do
  report:save(arg[1] .. "/report." .. ending)
  comparison:save(arg[1] .. "/comparison." .. ending)
  audit:save(arg[1] .. "/audit." .. ending)
end
LUA

if ! "$NILGRAD" -e 'ng.model.load "scripts/models/fashion_cnn.onnx"' 2>"$scratch/why"; then
  cat "$scratch/why" >&2
  exit 0
fi

# What may differ: seconds and dates, the name of the folder, the number of threads.
told() { sed -E 's/[0-9]+\.[0-9] s\b/TIME/; s/20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}/DATE/; s/[0-9]+ threads/THREADS/; s/threads[0-9]//g' "$1"/*; }

for threads in 1 3; do
  mkdir "$scratch/threads$threads"
  run env PATH= NILGRAD_THREADS=$threads "$NILGRAD" "$scratch/attack.lua" "$scratch/threads$threads"
  expect_code 0
done
[[ $(told "$scratch/threads1") = "$(told "$scratch/threads3")" ]] || {
  diff <(told "$scratch/threads1") <(told "$scratch/threads3") | cut -c -300 >&2
  echo "3 threads gave other reports than one" >&2
  exit 1
}

# Six images at two ε, and a heading; six for each of two methods; four for each of four methods in each of two norms.
for rows in report:13 comparison:13 audit:33; do
  [[ $(wc -l <"$scratch/threads1/${rows%:*}.csv") = "${rows#*:}" ]] || { echo "${rows%:*}.csv has not ${rows#*:} lines" >&2; exit 1; }
done
for page in report comparison audit; do
  file=$scratch/threads1/$page.html
  grep -q 'https\?:' "$file" && { echo "$page.html points to elsewhere" >&2; exit 1; }
  grep -q "nilgrad $scratch/attack.lua $scratch/threads1" "$file" || { echo "$page.html does not say what was run" >&2; exit 1; }
  grep -q '<svg' "$file" || { echo "$page.html has no curves" >&2; exit 1; }
done
for page in report audit; do
  grep -q 'src="data:image/png;base64,iVBOR' "$scratch/threads1/$page.html" || { echo "$page.html has no images" >&2; exit 1; }
done

run "$NILGRAD" "$scratch/attack.lua" "$scratch/absent"
expect_code 1
expect_stderr_has "cannot write $scratch/absent/report.html: No such file or directory"

# The scripts: their mistakes, their tables, and images from a folder.
for script in compare_attacks audit_model attack_defences; do
  run "$NILGRAD" scripts/$script.lua --cuont 3
  expect_code 2
  expect_stderr_has "unknown option '--cuont'"
  run "$NILGRAD" scripts/$script.lua --count
  expect_code 2
  expect_stderr_has "option '--count' needs a"
done
run "$NILGRAD" scripts/compare_attacks.lua --methods square,sqare
expect_code 2
expect_stderr_has "no attack 'sqare'"
run "$NILGRAD" scripts/compare_attacks.lua --methods square,simba_dct --count 3 --budget 100 --eps 0.05,0.1 --out "$scratch/compared"
expect_code 0
expect_stdout_has "ng.attack.simba { basis = 'dct' }"
[[ $(wc -l <"$scratch/compared.csv") = 13 ]] || { echo "compared.csv has not 13 lines" >&2; exit 1; }
run "$NILGRAD" scripts/attack_defences.lua --count 2 --budget 20
expect_code 0
expect_stdout_has "JPEG, quality 75"
"$NILGRAD" -e "require 'nilgrad'.data.fashion_mnist { split = 'test' }:slice(1, 4):write_png '$scratch/images'"
run "$NILGRAD" scripts/audit_model.lua scripts/models/fashion_cnn.onnx --images "$scratch/images" --labels labels.csv --linf 0.1 --budget 50
expect_code 0
expect_stdout_has "4 images that the model classifies correctly, of 4 looked at"
expect_stdout_has "other norms (L2, L1 and L0)"
