# The theory script's bytes are those that can be counted by hand, and its two gradients agree.
. tests/program/expect.bash

run "$NILGRAD" scripts/theory/two_layer.lua --inputs 8 --hidden 16 --outputs 3 --batch 5 --queries 2
expect_code 0
rows=$(tr -s ' ' <<<"$stdout")
# 8·16 + 16 + 16·3 + 3 = 195 numbers of 8 bytes; layers of a batch of 5 against one example's; the gradient, an error of the
# hidden layer, all layers: 1560 + 16·8 + 5·27·8; a hidden layer with its input, behind the perturbed point and the scalars: 1560 + 24·8.
for row in 'parameters 1560 1560' 'inputs held at once 320 64' 'hidden layers held at once 640 128' 'outputs held at once 120 24' \
  'gradient 1560 0' 'estimate: scalars 0 16' 'perturbed point 0 1560' 'most at once, beside parameters 2768 1752' 'forward passes 1 4'; do
  [[ $rows = *"$row"* ]] || { echo "no row '$row' in: $rows" >&2; exit 1; }
done
expect_stdout_has 'coordinate by coordinate they differ by'
run "$NILGRAD" scripts/theory/two_layer.lua --inputs 0
expect_code 2
