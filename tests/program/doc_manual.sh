# nilgrad doc writes a manual in which every public name has a place, every link leads somewhere and nothing is asked of a network.
. "$(dirname "$0")/expect.bash"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

run "$NILGRAD" doc --source https://example.org/tree --out "$folder/manual"
expect_code 0
expect_stdout "$folder/manual/index.html"

"$NILGRAD" tests/program/public_names.lua >"$folder/names"
run python3 -B tests/program/doc_manual.py "$folder/manual" <"$folder/names"
expect_code 0

# Formulas are set, kinds are links, examples are coloured and say what they print.
page="$folder/manual/estimator.html"
grep -q '<mfrac>' "$page" || { echo "no fraction is set in $page"; exit 1; }
grep -q '<a href="perturbation.html">ng.perturbation</a>' "$page" || { echo "options do not lead to their room in $page"; exit 1; }
grep -q '<span class="k">return</span>' "$page" || { echo "no example is coloured in $page"; exit 1; }
grep -q '<samp>tensor \[4\] float64' "$page" || { echo "no example shows what it prints in $page"; exit 1; }

# Source files are linked behind the address that was given.
grep -q 'href="https://example.org/tree/runtime/estimator/two_point.cpp"' "$page" || { echo "--source is not heeded"; exit 1; }

# The same again, to the byte, in the place of the first. Examples are slow in a sanitized build: once is enough there.
if ! sanitized; then
  cp -r "$folder/manual" "$folder/first"
  run "$NILGRAD" doc --source https://example.org/tree --out "$folder/manual"
  expect_code 0
  run diff -r "$folder/first" "$folder/manual"
  expect_code 0
  rm -r "$folder/first"
fi

# Not in the place of something else.
mkdir "$folder/mine" && echo precious >"$folder/mine/data"
run "$NILGRAD" doc --out "$folder/mine"
expect_code 1
expect_stderr_has "$folder/mine is there and was not written by this command"
run cat "$folder/mine/data"
expect_stdout precious
run ls "$folder"
expect_stdout $'manual\nmine\nnames'

run "$NILGRAD" doc ng.minimize --out "$folder/manual"
expect_code 2
