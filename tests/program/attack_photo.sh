#!/usr/bin/env bash
# scripts/attack_photo.lua on a small image: what it says, the picture, and the adversarial image it writes.
. tests/program/expect.bash
script=scripts/attack_photo.lua image=tests/data/image/trouser.png model=scripts/models/fashion_cnn.onnx names=tests/data/image/classes.txt

if ! "$NILGRAD" -e "require 'nilgrad'.model.load '$model'" 2>"$scratch/why" && grep -q 'ONNX Runtime' "$scratch/why"; then
  cat "$scratch/why" >&2
  exit 0
fi

run "$NILGRAD" "$script" "$image" "$model" --names "$names" --eps 0.15 --out "$scratch/photo.png"
expect_code 0
expect_stdout_has "$image: Trouser with 100.0 %"
expect_stdout_has 'adversarial after '
expect_stdout_has "written: $scratch/photo.png and $scratch/photo_adversarial.png"

# The picture is one of the stated size, and the adversarial image fools the model within the ball when it is read again.
cat >"$scratch/check.lua" <<'LUA'
local ng = require "nilgrad"
local folder, image, path = arg[1], arg[2], arg[3]
local picture = ng.data.image(folder .. "/photo.png")
print(table.concat(picture.shape, " "))
local model = ng.model.load(path)
local original, adversarial = ng.data.image(image), ng.data.image(folder .. "/photo_adversarial.png")
print(model:classify(original)[1], model:classify(adversarial)[1] ~= 1, (adversarial - original):norm(math.huge) <= 0.15 + 1e-5)
-- The left panel is the image, twelve times as large: its corner is black and its middle row is the image's.
print(picture[1][88 + 6][26 + 6], math.abs(picture[1][88 + 14 * 12 + 6][26 + 10 * 12 + 6] - original[1][15][11]) < 0.01)
LUA
run "$NILGRAD" "$scratch/check.lua" "$scratch" "$image" "$model"
expect_code 0
expect_stdout_has '3 606 1160'
expect_stdout_has '1	true	true'
expect_stdout_has '0.0	true'

run "$NILGRAD" "$script" "$image" "$model" --names "$names" --target Dress --eps 0.2 --out "$scratch/dress.svg"
expect_code 0
expect_stdout_has ': Dress with'
grep -q 'Trouser becomes Dress' "$scratch/dress.svg" || { echo "the title is missing" >&2; exit 1; }

run "$NILGRAD" "$script" "$image" "$model" --eps 0.001 --budget 20 --out "$scratch/none.png"
expect_code 1
expect_stdout_has 'no adversarial photo within linf 0.001 was found with 20 queries'
[[ ! -e $scratch/none.png ]] || { echo "a picture of nothing was written" >&2; exit 1; }
run "$NILGRAD" "$script" "$image" "$model" --names "$names" --label Bag
expect_code 1
expect_stdout_has 'the model is wrong about it already: it is Bag'
run "$NILGRAD" "$script" "$image" "$model" --epss 3
expect_code 2
expect_stderr_has "unknown option '--epss'"
run "$NILGRAD" "$script" "$image" "$model" --method magic
expect_code 2
expect_stderr_has "unknown method 'magic'"
run "$NILGRAD" "$script" LICENSE "$model"
expect_code 1
expect_stderr_has 'LICENSE: neither a PNG nor a JPEG; convert it to one of them'
