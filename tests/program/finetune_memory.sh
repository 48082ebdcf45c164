# The memory of fine-tuning: a process that does a whole step stays within a tenth of the weights, and within what model:memory says
# and the program itself; the table of other methods' memory prints without a measurement.
. tests/program/expect.bash

if sanitized; then
  echo "SKIPPED: a sanitizer's memory would be measured" >&2
  exit 0
fi

run "$NILGRAD" scripts/benchmarks/finetune_memory.lua --like opt-125m --dtype bf16 --tokens 96 --steps 1
expect_code 0
expect_stderr ''
expect_stdout_has ': kept; '
peak=$(sed -n 's/.*: peak \([0-9]*\) MB.*/\1/p' <<<"$stdout") said=$(sed -n 's/.*model:memory \([0-9]*\) MB.*/\1/p' <<<"$stdout")
((peak >= 250 && said >= 250 && peak <= said + 40)) || mismatch 'the peak in MB' "at most $said + 40" "$peak"

run "$NILGRAD" scripts/memory_table.lua --measure none
expect_code 0
expect_stdout_has 'opt-13b'
expect_stdout_has '16 A100s    131.'
run "$NILGRAD" scripts/memory_table.lua --measure
expect_code 2
