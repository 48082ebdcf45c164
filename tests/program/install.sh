# What cmake --install leaves elsewhere works there: the program, its plug-in, the scripts' models.
. tests/program/expect.bash
build=$(dirname "$NILGRAD")
prefix="$scratch/prefix"

run cmake --install "$build" --prefix "$prefix"
expect_code 0
cd "$scratch"

run prefix/bin/nilgrad -e 'print(require "nilgrad" ~= nil)'
expect_code 0
expect_stdout true

for file in share/doc/nilgrad/LICENSE share/doc/nilgrad/README.md share/nilgrad/scripts/models/README.md; do
  run test -s "$prefix/$file"
  expect_code 0
done

[[ -e $build/lib/nilgrad/onnx_ort.so ]] || exit 0 # built without ONNX Runtime
run prefix/bin/nilgrad info
expect_stdout_has "$prefix/lib/nilgrad/onnx_ort.so"
echo 'print(require "nilgrad".model.load(arg[1]))' >load.lua
run prefix/bin/nilgrad load.lua prefix/share/nilgrad/scripts/models/fashion_cnn.onnx
expect_code 0
expect_stdout 'classifier fashion_cnn: [1, 28, 28] to 10 classes'
