# nilgrad doc --luacats writes annotations: Lua that parses, tags and types by the grammar, classes that are defined, every public name.
. "$(dirname "$0")/expect.bash"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

run "$NILGRAD" doc --luacats "$folder/types"
expect_code 0
expect_stdout "$folder/types"
for file in "$folder"/types/*.lua; do
  run "$NILGRAD" -e "assert(loadfile('$file', 't'))"
  expect_code 0
done
"$NILGRAD" tests/program/public_names.lua >"$folder/names"
run python3 -B tests/program/doc_luacats.py "$folder/types" <"$folder/names"
expect_code 0

# What an editor is told of a constructor: its options, which are optional, which texts they may be.
grep -q '^---@field side? "central"|"forward" # ' "$folder/types/estimator.lua" || { echo "choices are not told"; exit 1; }
grep -q '^---@param options? nilgrad.options.estimator.two_point$' "$folder/types/estimator.lua" || { echo "options have no class"; exit 1; }
grep -q '^---@return nilgrad.result$' "$folder/types/nilgrad.lua" || { echo "ng.minimize returns nothing"; exit 1; }
grep -q '^---@meta nilgrad$' "$folder/types/nilgrad.lua" || { echo "require 'nilgrad' is not told"; exit 1; }

# Without a folder's name it is types, as the .luarc.json of nilgrad new has it.
cd "$folder"
run "$NILGRAD" new bowls
expect_code 0
cd nilgrad-bowls
grep -q '"workspace.library": \["types"\]' .luarc.json || { echo "nilgrad new points elsewhere"; exit 1; }
run "$NILGRAD" doc --luacats
expect_code 0
expect_stdout types
