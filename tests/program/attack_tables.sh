# The tables of attacks beside other libraries' records, on a few images of the real classifier: every method has its row, and differences
# are those of the same images.
. tests/program/expect.bash

script=scripts/benchmarks/attack_tables.lua

run "$NILGRAD" "$script" count=1 colour=blue
expect_code 1
expect_stderr_has "unknown argument 'colour=blue'"

if ! "$NILGRAD" -e 'ng.model.load "scripts/models/fashion_cnn.onnx"' 2>"$scratch/why"; then
  cat "$scratch/why" >&2
  exit 0
fi

# Records of two images: the first solved by query 5, the second by none of the first 300.
cat >"$scratch/peers.json" <<'END'
{ "fashion_cnn.own_bandits.l21.5.visible":
    { "image_index": [0, 1], "first_success_query": [5, 400], "after8bit": 1, "cpu_per_1k": 0.25 } }
END
run "$NILGRAD" "$script" count=3 budget=300 threats=l2_1.5,none peers="$scratch/peers.json"
expect_code 0
for method in square bandits nes simba "simba { basis = 'dct' }" zoo "zoo { preset = 'fast' }" zo_signsgd rgf p_rgf spsa dap transform; do
  grep -q "^$method  *3 " <<<"$stdout" || { echo "no row for $method in: $stdout" >&2; exit 1; }
done
expect_stdout_has "bandits, their images"
grep -q '^  own_bandits  *2  *50.0 %  *5  *5  *152  *152.5  *1/1  *0.250' <<<"$stdout" || { echo "no such record in: $stdout" >&2; exit 1; }

# Defaults succeed.
run "$NILGRAD" "$script" count=5 methods=zoo,simba,nes,p_rgf threats=l2_1.5
expect_code 0
[[ $(grep -c '  5  100.0 %  ' <<<"$stdout") = 5 ]] || { echo "not all of them succeed: $stdout" >&2; exit 1; }

run "$NILGRAD" "$script" count=2 budget=120 threats=linf0.1 directions=yes seeds=2
expect_code 0
expect_stdout_has 'seeds 0 to 1'
grep -q '^Rademacher  *0.0 %  *120  *+0.0 \[+0.0, +0.0\]  *+0 \[+0, +0\]' <<<"$stdout" || { echo "no such row in: $stdout" >&2; exit 1; }
