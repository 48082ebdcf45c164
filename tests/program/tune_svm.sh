# scripts/tune_svm.lua, a real learner by two processes: all are killed in the middle, and the script goes on.
. tests/program/expect.bash

setsid "$NILGRAD" scripts/tune_svm.lua "$scratch/svm" 1000 2 >/dev/null 2>&1 &
group=$!
ended() {
  "$NILGRAD" -e "local loaded, study = pcall(require 'nilgrad.study'.load, '$scratch/svm/svm.db')
    print(loaded and study.counts.finished or 0)"
}
[[ -d $scratch/svm ]] || sleep 1
while kill -0 $group 2>/dev/null && { [[ ! -e $scratch/svm/svm.db ]] || [[ $(ended) -lt 3 ]]; }; do sleep 0.2; done
kill -9 -- -$group 2>/dev/null
wait $group 2>/dev/null
before=$(ended)
[[ $before -ge 3 && $before -lt 1000 ]] || { echo "$before trials were finished before the kill" >&2; exit 1; }
total=$((before + 5)) # the two that were running, and three more

run "$NILGRAD" scripts/tune_svm.lua "$scratch/svm" $total 2
expect_code 0
expect_stdout_has "study svm: $total trials"
expect_stdout_has ' 0 failed'
[[ $(ls "$scratch/svm/logs" | wc -l) = $total ]] || { ls "$scratch/svm/logs" >&2; exit 1; }
