# The main script on the real classifier: what it prints, the files it leaves, the same for any number of threads. Without the
# classifier's run time or data there is nothing to attack, and the script says so.
. tests/program/expect.bash

script=scripts/attack_fashion_mnist.lua

run "$NILGRAD" "$script" --cuont 3
expect_code 2
expect_stderr_has "unknown option '--cuont'"
run "$NILGRAD" "$script" --count
expect_code 2
expect_stderr_has "option '--count' needs a number"

if ! "$NILGRAD" -e 'ng.model.load "scripts/models/fashion_cnn.onnx"' 2>"$scratch/why"; then
  cat "$scratch/why" >&2
  exit 0
fi

attack() { run env NILGRAD_THREADS="$1" "$NILGRAD" "$script" --count 10 --out "$scratch"; }

attack 1
expect_code 0
expect_stdout_has 'ng.attack.square on fashion_cnn, L∞, 10000 queries an image, seed 1'
expect_stdout_has '10 images attacked'
expect_stdout_has '100.0 %'
for name in square gradient; do
  [[ $(wc -l <"$scratch/$name.jsonl") = 11 ]] || { echo "$name.jsonl has not 11 lines" >&2; exit 1; }
  [[ $(head -c 4 "$scratch/$name.png" | tail -c 3) = PNG ]] || { echo "$name.png is no picture" >&2; exit 1; }
done
one=$(cat "$scratch"/*.jsonl)
for threads in 2 8; do
  attack "$threads"
  expect_code 0
  [[ $(cat "$scratch"/*.jsonl) = "$one" ]] || { echo "$threads threads gave other results than one" >&2; exit 1; }
done

run "$NILGRAD" "$script" --count 2 --out "$scratch/absent"
expect_code 1
expect_stderr_has "cannot write $scratch/absent/square.jsonl: No such file or directory"
