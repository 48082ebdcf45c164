# The fine-tuning scripts run from end to end on a few made-up sentences, say what they did, and do the same twice.
. tests/program/expect.bash

reviews=$scratch/movieReviewSnippets_GroundTruth.txt
for i in {1..60}; do
  if ((i % 2)); then printf '%d\t2.5\ta joy , number %d\n' "$i" "$i"; else printf '%d\t-1.5\tno yuks in number %d\n' "$i" "$i"; fi
done >"$reviews"

finetune_reviews() { run "$NILGRAD" scripts/finetune_reviews.lua --data "$scratch" --steps 4 --examples 20 --batch 4 --out "$scratch/reviews.svg"; }
without_times() { sed -E 's/[0-9.e+-]+ s\b//g'; }
finetune_reviews
expect_code 0
expect_stdout_has 'task reviews: 20 train, 6 dev, 12 test'
expect_stdout_has 'reviews test: 12 examples, zero-shot'
expect_stdout_has 'points in 4 steps'
expect_stdout_has "written: $scratch/reviews.svg"
first=$(without_times <<<"$stdout")
finetune_reviews
stdout=$(without_times <<<"$stdout")
expect_stdout "$first"

mkdir "$scratch/sst2"
awk -F'\t' '{ print ($2 > 0) " " $3 }' "$reviews" | tee "$scratch/sst2/dev.txt" "$scratch/sst2/test.txt" >"$scratch/sst2/train.txt"
sst2() {
  run "$NILGRAD" scripts/finetune_sst2.lua --model scripts/models/mini-opt --data "$scratch/sst2" --steps 4 --every 2 --examples 20 \
    --test all --batch 4 --lr 1e-4 --journal "$scratch/sst2.journal" "$@"
}
sst2 --estimator dap --save "$scratch/tuned"
expect_code 0
expect_stdout_has 'sst2 test: 60 examples, zero-shot'
expect_stdout_has "written: $scratch/tuned"
tuned=$(sed -n '/^sst2 test/h; /^sst2 test/!H; ${x;p}' <<<"$stdout") # the last report and what follows
run "$NILGRAD" -e "
  local ng = require 'nilgrad'
  print(ng.task.sst2({ test = '$scratch/sst2/test.txt' }):evaluate(ng.model.load '$scratch/tuned', 'test'))"
[[ $tuned == *"$stdout"* ]] || mismatch 'what was saved to do as well as' "$tuned" "$stdout"
sst2 # the journal is there: the weights are rebuilt from it, and nothing is left to do
expect_code 0
expect_stdout_has "${tuned%$'\n'written*}"
expect_stdout_has "going on with $scratch/sst2.journal"

run "$NILGRAD" scripts/compare_directions.lua --data "$scratch/sst2" --steps 2 --points 2 --seeds 2 --examples 12 --batch 4 \
  --out "$scratch/directions.svg"
expect_code 0
for name in Gaussian sphere Rademacher DAP; do expect_stdout_has "$name"; done
expect_stdout_has "written: $scratch/directions_accuracy.svg"
expect_stdout_has "written: $scratch/directions_loss.svg"

for script in finetune_reviews finetune_sst2 compare_directions; do
  run "$NILGRAD" scripts/$script.lua --stesp 3
  expect_code 2
  expect_stderr_has "unknown option '--stesp'"
done
