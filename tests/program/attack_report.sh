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
